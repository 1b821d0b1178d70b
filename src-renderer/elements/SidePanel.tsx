import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './IconButton.tsx'
import { ResizeEdge } from './ResizeEdge.tsx'
import styles from './SidePanel.module.css'

/** Its place beside the page; `width` in px, remembered by whoever shows it. */
export type SidePanelPlace = { readonly width: number; readonly maxWidth: number; readonly onResize: (width: number) => void; readonly onClose: () => void }

export type SidePanelProps = SidePanelPlace & {
  readonly title: string
  /** what it is called inside a sentence: “Close the assistant” */
  readonly name: string
  /** what can be done with all of it */
  readonly deeds: ReactNode
  /** below what scrolls */
  readonly footer?: ReactNode
  readonly children: ReactNode
}

const NARROWEST = 260

/** A column at the window's right edge: a heading, what scrolls, and an edge to pull. */
export const SidePanel = ({ title, name, width, maxWidth, onResize, onClose, deeds, footer, children }: SidePanelProps) => (
  <aside className={styles.panel} style={{ width }} aria-label={title}>
    <ResizeEdge label={`Resize ${name}`} width={width} min={NARROWEST} max={maxWidth} onResize={onResize} />
    <header className={styles.header}>
      <h2 className={styles.heading}>{title}</h2>
      {deeds}
      <IconButton size="small" label={`Close ${name}`} icon={<X />} onClick={onClose} />
    </header>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard, too */}
    <div className={styles.scroll} tabIndex={0}>
      {children}
    </div>
    {footer}
  </aside>
)
