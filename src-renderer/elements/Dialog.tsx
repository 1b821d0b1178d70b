import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { classNames } from './class-names.ts'
import styles from './Dialog.module.css'
import { IconButton } from './IconButton.tsx'
import { pressPrimary } from './press-primary.ts'
import { keepTabInside } from './tabbable.ts'

export type DialogProps = {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly title: string
  readonly description?: ReactNode
  readonly children?: ReactNode
  readonly footer?: ReactNode
  readonly width?: 'narrow' | 'wide'
}

const hearKey = (event: KeyboardEvent<HTMLDivElement>): void => {
  keepTabInside(event)
  pressPrimary(event)
}

export const Dialog = ({ isOpen, onClose, title, description, children, footer, width = 'narrow' }: DialogProps) => {
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup ref={popup} initialFocus={popup} onKeyDown={hearKey} className={classNames(styles.popup, styles[width])}>
          <header className={styles.header}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            <IconButton label="Close" icon={<X />} size="small" onClick={onClose} />
          </header>
          {description && <Base.Description className={styles.description}>{description}</Base.Description>}
          {children && (
            <div className={styles.body} {...(width === 'wide' ? { tabIndex: 0, role: 'region', 'aria-label': title } : {})}>
              {children}
            </div>
          )}
          {footer && <footer className={styles.footer}>{footer}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
