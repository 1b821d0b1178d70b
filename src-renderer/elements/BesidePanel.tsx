import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './BesidePanel.module.css'
import { IconButton } from './IconButton.tsx'

export type BesidePanelProps = {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/**
 * An instrument beside the work: above its trigger, in its wrapper (`position: relative`). It is no dialog: it takes neither the focus nor the keys,
 * and nothing that is done elsewhere closes it.
 */
export const BesidePanel = ({ title, onClose, children }: BesidePanelProps) => (
  <section className={styles.panel} aria-label={title}>
    <div className={styles.head}>
      <h2 className={styles.title}>{title}</h2>
      <IconButton label={`Close: ${title}`} size="small" icon={<X />} onClick={onClose} />
    </div>
    {children}
  </section>
)
