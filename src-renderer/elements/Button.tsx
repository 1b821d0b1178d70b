import type { ComponentProps, ReactNode } from 'react'
import styles from './Button.module.css'
import { classNames } from './class-names.ts'

export type ButtonProps = ComponentProps<'button'> & {
  /** primary: the one thing that makes or changes sound; at most one on a screen */
  readonly variant?: 'primary' | 'plain' | 'quiet' | 'danger'
  readonly size?: 'small' | 'medium' | 'large'
  readonly icon?: ReactNode
  readonly isPressed?: boolean | undefined
}

export const Button = ({ variant = 'plain', size = 'medium', icon, isPressed, className, children, ...rest }: ButtonProps) => (
  <button
    type="button"
    data-variant={variant}
    aria-pressed={isPressed}
    className={classNames(styles.button, styles[variant], styles[size], className)}
    {...rest}
  >
    {icon}
    {children !== undefined && <span className={styles.label}>{children}</span>}
  </button>
)
