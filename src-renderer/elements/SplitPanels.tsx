import { type ReactNode, useEffect, useRef } from 'react'
import { Group, Panel, Separator, usePanelRef } from 'react-resizable-panels'
import { observeSize } from './observe-size.ts'
import styles from './SplitPanels.module.css'

export type SplitPanelsProps = {
  /** the chosen width is remembered under this name */
  readonly id: string
  readonly main: ReactNode
  /** undefined: no panel, the main part takes all */
  readonly side: ReactNode | undefined
  /** names the panel and its handle for screen readers */
  readonly sideLabel: string
  readonly sideWidth?: { readonly initial: number; readonly min: number; readonly max: number }
}

/** Main part and a contextual panel on the right; the border between them is dragged or moved by arrow keys. Widths in px. */
export const SplitPanels = ({ side, ...rest }: SplitPanelsProps) =>
  side === undefined ? <div className={styles.main}>{rest.main}</div> : <Split side={side} {...rest} />

/** A window that was too narrow for the chosen width gives it back as soon as there is room. */
const Split = ({ id, main, side, sideLabel, sideWidth = { initial: 320, min: 260, max: 480 } }: SplitPanelsProps) => {
  const name = `segno.${id}.side-px`
  const chosenPx = useRef(Number(localStorage.getItem(name)) || sideWidth.initial)
  const group = useRef<HTMLDivElement>(null)
  const panel = usePanelRef()
  useEffect(() => {
    if (!group.current) return
    return observeSize(group.current, () => panel.current?.resize(`${chosenPx.current}px`))
  }, [panel])
  return (
    <Group
      orientation="horizontal"
      className={styles.group}
      elementRef={group}
      onLayoutChanged={({ side: share }, { isUserInteraction }) => {
        if (!isUserInteraction || share === undefined || !group.current) return
        chosenPx.current = Math.round((share / 100) * group.current.offsetWidth)
        localStorage.setItem(name, String(chosenPx.current))
      }}
    >
      <Panel id="main" className={styles.main} minSize="340px">
        {main}
      </Panel>
      <Separator className={styles.separator} aria-label={`Resize ${sideLabel}`} />
      <Panel
        id="side"
        panelRef={panel}
        className={styles.side}
        defaultSize={`${chosenPx.current}px`}
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
