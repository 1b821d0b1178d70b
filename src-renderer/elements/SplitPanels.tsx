import type { ReactNode } from 'react'
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels'
import styles from './SplitPanels.module.css'

export type SplitPanelsProps = {
  /** the layout is remembered under this name */
  readonly id: string
  readonly main: ReactNode
  /** undefined: no panel, the main part takes all */
  readonly side: ReactNode | undefined
  /** names the panel and its handle for screen readers */
  readonly sideLabel: string
  readonly sideWidth?: { readonly initial: number; readonly min: number; readonly max: number }
}

/** Main part and a contextual panel on the right; the border between them is dragged or moved by arrow keys. Widths in px. */
export const SplitPanels = ({ id, main, side, sideLabel, sideWidth = { initial: 320, min: 260, max: 480 } }: SplitPanelsProps) => {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({ id: `segno.${id}`, storage: localStorage })
  if (side === undefined) return <div className={styles.main}>{main}</div>
  return (
    <Group orientation="horizontal" className={styles.group} {...(defaultLayout ? { defaultLayout } : {})} onLayoutChanged={onLayoutChanged}>
      <Panel id="main" className={styles.main} minSize="340px">
        {main}
      </Panel>
      <Separator className={styles.separator} aria-label={`Resize ${sideLabel}`} />
      <Panel
        id="side"
        className={styles.side}
        defaultSize={`${sideWidth.initial}px`}
        minSize={`${sideWidth.min}px`}
        maxSize={`${sideWidth.max}px`}
        groupResizeBehavior="preserve-pixel-size"
      >
        <aside aria-label={sideLabel} className={styles.aside}>
          {side}
        </aside>
      </Panel>
    </Group>
  )
}
