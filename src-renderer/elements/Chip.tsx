import type { ComponentProps, ReactNode } from 'react'
import styles from './Chip.module.css'
import { classNames } from './class-names.ts'

export type ChipProps = ComponentProps<'button'> & {
  readonly isSelected?: boolean | undefined
  /** set by hand, not by the prompt's words */
  readonly isChanged?: boolean
  readonly icon?: ReactNode
}

/** A small pressable fact: a style, a tempo, an instrument. */
export const Chip = ({ isSelected, isChanged, icon, className, children, ...rest }: ChipProps) => (
  <button type="button" aria-pressed={isSelected} className={classNames(styles.chip, isChanged && styles.changed, className)} {...rest}>
    {icon}
    <span className={styles.text}>{children}</span>
    {isChanged && <span className={styles.dot} role="img" aria-label="changed by you" />}
  </button>
)
