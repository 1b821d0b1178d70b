import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './IconButton.module.css'
import { Tooltip } from './Tooltip.tsx'

export type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> & {
  /** its name for everyone: tip and screen reader */
  readonly label: string
  readonly icon: ReactNode
  readonly keys?: readonly string[] | undefined
  readonly isPressed?: boolean | undefined
  readonly size?: 'small' | 'medium' | 'large'
  readonly variant?: 'quiet' | 'tonal' | 'solid'
  readonly tipSide?: 'top' | 'right' | 'bottom' | 'left'
  /** a `SharedTip` around it says its name */
  readonly isTipShared?: boolean
}

export const IconButton = ({
  label,
  icon,
  keys,
  isPressed,
  size = 'medium',
  variant = 'quiet',
  tipSide = 'top',
  isTipShared = false,
  className,
  ...rest
}: IconButtonProps) => {
  const button = (
    <button
      type="button"
      aria-label={label}
      aria-pressed={isPressed}
      className={classNames(styles.button, styles[size], styles[variant], className)}
      data-shared-tip={isTipShared ? '' : undefined}
      {...rest}
    >
      {icon}
    </button>
  )
  return isTipShared ? (
    button
  ) : (
    <Tooltip text={label} keys={keys} side={tipSide}>
      {button}
    </Tooltip>
  )
}
