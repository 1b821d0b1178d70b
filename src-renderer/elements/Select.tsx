import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import { useId } from 'react'
import { classNames } from './class-names.ts'
import floating from './floating.module.css'
import styles from './Select.module.css'

export type SelectOption<V extends string> = { readonly value: V; readonly label: string; readonly detail?: string }

export type SelectProps<V extends string> = {
  readonly label: string
  readonly isLabelHidden?: boolean
  readonly value: V
  readonly options: readonly SelectOption<V>[]
  readonly onChange: (value: V) => void
  readonly className?: string | undefined
  readonly disabled?: boolean
  /** details are sentences: under their label, in lines */
  readonly isDetailBelow?: boolean
}

export const Select = <V extends string>({ label, isLabelHidden, value, options, onChange, className, disabled, isDetailBelow }: SelectProps<V>) => {
  const id = useId()
  return (
    <div className={classNames(styles.field, className)}>
      <span id={id} className={isLabelHidden ? 'visually-hidden' : styles.label}>
        {label}
      </span>
      <Base.Root
        value={value}
        items={options.map((option) => ({ value: option.value, label: option.label }))}
        onValueChange={(next) => next !== null && onChange(next)}
        disabled={disabled ?? false}
      >
        <Base.Trigger className={styles.trigger} aria-labelledby={id}>
          <Base.Value className={styles.value} />
          <ChevronsUpDown className={styles.icon} aria-hidden />
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner className={floating.positioner} sideOffset={6} align="start" alignItemWithTrigger={false}>
            <Base.Popup className={classNames(floating.popup, styles.popup)}>
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className={classNames(floating.item, styles.item, isDetailBelow && styles.tall)}>
                  <Base.ItemText>{option.label}</Base.ItemText>
                  {option.detail && <span className={floating.detail}>{option.detail}</span>}
                  <Base.ItemIndicator className={styles.indicator}>
                    <Check aria-hidden />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </div>
  )
}
