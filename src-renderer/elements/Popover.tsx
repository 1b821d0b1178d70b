import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import floating from './floating.module.css'
import styles from './Popover.module.css'

export type PopoverProps = {
  readonly trigger: ReactElement
  /** read aloud and shown as a small heading */
  readonly title: string
  readonly children: ReactNode
  readonly align?: 'start' | 'center' | 'end'
  readonly side?: 'top' | 'right' | 'bottom' | 'left'
  readonly isOpen?: boolean
  readonly onOpenChange?: (isOpen: boolean) => void
}

export const Popover = ({ trigger, title, children, align = 'start', side = 'bottom', isOpen, onOpenChange }: PopoverProps) => (
  <Base.Root {...(isOpen === undefined ? {} : { open: isOpen })} onOpenChange={(next) => onOpenChange?.(next)}>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner className={floating.positioner} sideOffset={8} align={align} side={side} collisionPadding={12}>
        <Base.Popup className={classNames(floating.popup, styles.popup)}>
          <Base.Title className={styles.title}>{title}</Base.Title>
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)
