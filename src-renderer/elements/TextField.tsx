import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'
import styles from './TextField.module.css'

type Words = { readonly label: string; readonly isLabelHidden?: boolean; readonly hint?: ReactNode; readonly error?: string | undefined }

const Frame = ({ id, label, isLabelHidden, hint, error, children }: Words & { readonly id: string; readonly children: ReactNode }) => (
  <div className={styles.field}>
    <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : styles.label}>
      {label}
    </label>
    {children}
    {error ? (
      <p id={`${id}-note`} className={styles.error} role="alert">
        {error}
      </p>
    ) : (
      hint && (
        <p id={`${id}-note`} className={styles.hint}>
          {hint}
        </p>
      )
    )}
  </div>
)

const note = (id: string, { hint, error }: Words) => ({
  'aria-describedby': hint || error ? `${id}-note` : undefined,
  'aria-invalid': error ? true : undefined,
})

export const TextField = ({ label, isLabelHidden, hint, error, className, icon, ...rest }: ComponentProps<'input'> & Words & { readonly icon?: ReactNode }) => {
  const id = useId()
  const words = { label, hint, error, ...(isLabelHidden ? { isLabelHidden } : {}) }
  return (
    <Frame id={id} {...words}>
      <span className={styles.box}>
        {icon}
        <input id={id} type="text" className={classNames(styles.input, Boolean(icon) && styles.withIcon, className)} {...note(id, words)} {...rest} />
      </span>
    </Frame>
  )
}

export const TextArea = ({ label, isLabelHidden, hint, error, className, ...rest }: ComponentProps<'textarea'> & Words) => {
  const id = useId()
  const words = { label, hint, error, ...(isLabelHidden ? { isLabelHidden } : {}) }
  return (
    <Frame id={id} {...words}>
      <textarea id={id} className={classNames(styles.input, styles.area, className)} {...note(id, words)} {...rest} />
    </Frame>
  )
}
