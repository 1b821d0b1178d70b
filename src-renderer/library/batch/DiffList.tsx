import { useEffect, useRef } from 'react'
import { useRowsInSight } from '../use-rows-in-sight.ts'
import styles from './Batch.module.css'
import { changedWords } from './changed-words.ts'

/** Old and new of one thing. `problem`: why it stays as it is; `warning`: it is changed, but look at it. */
export type Diff = {
  readonly title: string
  readonly diffs: readonly { readonly field: string; readonly before: string; readonly after: string }[]
  readonly problem?: string | undefined
  readonly warning?: string | undefined
}

const ROW_PX = 44

type Props = {
  /** by their place in the list; those that are not here yet come as they are looked at */
  readonly rows: ReadonlyMap<number, Diff>
  readonly shown: number
  /** said in place of an empty list */
  readonly nothing?: string | undefined
  readonly onReach?: ((place: number) => void) | undefined
}

/** Old and new, row by row; only the rows in sight exist. */
export const DiffList = ({ rows, shown, nothing, onReach }: Props) => {
  const scroll = useRef<HTMLElement>(null)
  const { heightPx, layer, first, last, topOf } = useRowsInSight(scroll, shown, ROW_PX)
  useEffect(() => {
    if (shown === 0) return
    onReach?.(first)
    onReach?.(last)
  }, [first, last, shown, onReach])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must come to it
    <section ref={scroll} className={styles.diffs} tabIndex={0} aria-label="What would change">
      {shown === 0 && nothing && <p className={styles.nothing}>{nothing}</p>}
      <div style={{ height: heightPx }}>
        <ul ref={layer} className={styles.list}>
          {Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i).map((index) => (
            <li key={index} className={styles.diff} style={{ transform: `translateY(${topOf(index)}px)` }} aria-posinset={index + 1} aria-setsize={shown}>
              <DiffRow row={rows.get(index)} />
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

const shownWord = (text: string) => (text === '' ? 'none' : text)

const Change = ({ field, before, after }: Diff['diffs'][number]) => {
  const cut = changedWords(before, after)
  return (
    <span title={`${field}: ${shownWord(before)} → ${shownWord(after)}`}>
      <span className={styles.note}>{field} </span>
      <del>{shownWord(cut.before)}</del> → <ins>{shownWord(cut.after)}</ins>
    </span>
  )
}

const DiffRow = ({ row }: { readonly row: Diff | undefined }) => {
  if (!row) return <span className={styles.note}>…</span>
  return (
    <>
      <span className={styles.song} title={row.title}>
        {row.title}
      </span>
      <span className={styles.changes}>
        {row.problem ? (
          <span className={styles.problem} title={row.problem}>
            {row.problem} It stays as it is.
          </span>
        ) : row.diffs.length === 0 && !row.warning ? (
          <span className={styles.note}>no change</span>
        ) : (
          row.diffs.map(({ field, before, after }) => <Change key={field} field={field} before={before} after={after} />)
        )}
        {row.warning && (
          <span className={styles.warning} title={row.warning}>
            {row.warning}
          </span>
        )}
      </span>
    </>
  )
}
