import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './Segmented.module.css'

export type SegmentedProps<V extends string> = {
  readonly label: string
  readonly value: V
  readonly options: readonly { readonly value: V; readonly label: string; readonly icon?: ReactNode }[]
  readonly onChange: (value: V) => void
  readonly size?: 'small' | 'medium'
}

/** One of a few, all visible. Arrow keys move. */
export const Segmented = <V extends string>({ label, value, options, onChange, size = 'medium' }: SegmentedProps<V>) => (
  <ToggleGroup
    aria-label={label}
    className={classNames(styles.group, styles[size])}
    value={[value]}
    onValueChange={([next]) => {
      const chosen = options.find((option) => option.value === next)
      if (chosen) onChange(chosen.value)
    }}
  >
    {options.map((option) => (
      <Toggle key={option.value} value={option.value} className={styles.option}>
        {option.icon}
        {option.label}
      </Toggle>
    ))}
  </ToggleGroup>
)
