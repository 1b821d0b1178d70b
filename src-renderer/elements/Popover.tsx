import { Popover as Base } from '@base-ui/react/popover'
import { X } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import floating from './floating.module.css'
import { IconButton } from './IconButton.tsx'
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
  /** an instrument beside the work: it takes neither the focus nor the keys, and stays until it is closed by its trigger, its key or Escape inside it */
  readonly isBesideWork?: boolean
}

type OpenChange = NonNullable<Base.Root.Props['onOpenChange']>
type OpenDetails = Parameters<OpenChange>[1]

/** Work goes on around what stands beside it: a press outside or a focus that goes elsewhere close nothing, nor does an Escape meant for something else. */
const isWorkElsewhere = ({ reason, event }: OpenDetails): boolean =>
  reason === 'outside-press' ||
  reason === 'focus-out' ||
  (reason === 'escape-key' && !(event.target instanceof Element && event.target.closest('[data-beside-work],[data-popup-open]')))

export const Popover = ({ trigger, title, children, align = 'start', side = 'bottom', isOpen, onOpenChange, isBesideWork = false }: PopoverProps) => (
  <Base.Root
    {...(isOpen === undefined ? {} : { open: isOpen })}
    onOpenChange={(next, details) => {
      if (isBesideWork && !next && isWorkElsewhere(details)) {
        details.cancel()
        details.allowPropagation()
        return
      }
      onOpenChange?.(next)
    }}
  >
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner className={floating.positioner} sideOffset={8} align={align} side={side} collisionPadding={12}>
        <Base.Popup
          className={classNames(floating.popup, styles.popup)}
          {...(isBesideWork ? { role: 'region', initialFocus: false, 'data-beside-work': true } : {})}
        >
          {isBesideWork ? (
            <header className={styles.header}>
              <Base.Title className={styles.title}>{title}</Base.Title>
              <Base.Close render={<IconButton label={`Close: ${title}`} size="small" icon={<X />} />} />
            </header>
          ) : (
            <Base.Title className={styles.title}>{title}</Base.Title>
          )}
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)
