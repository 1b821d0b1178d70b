import { useEffect, useRef } from 'react'
import type { SongDiff } from '../../../src-shared/library/batch-edit.ts'
import { useRowsInSight } from '../use-rows-in-sight.ts'
import styles from './Batch.module.css'
import { reach, useBatch } from './batch-store.ts'

const ROW_PX = 44

/** Old and new of each song; only the rows in sight exist, and only their pages are fetched. */
export const DiffList = () => {
  const { rows, shown } = useBatch()
  const scroll = useRef<HTMLElement>(null)
  const { heightPx, layer, first, last, topOf } = useRowsInSight(scroll, shown, ROW_PX)
  useEffect(() => {
    if (shown === 0) return
    reach(first)
    reach(last)
  }, [first, last, shown])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must come to it
    <section ref={scroll} className={styles.diffs} tabIndex={0} aria-label="What would change">
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

const DiffRow = ({ row }: { readonly row: SongDiff | undefined }) => {
  if (!row) return <span className={styles.note}>…</span>
  return (
    <>
      <span className={styles.song} title={row.title}>
        {row.title}
      </span>
      <span className={styles.changes}>
        {row.problem ? (
          <span className={styles.problem}>{row.problem} It stays as it is.</span>
        ) : row.diffs.length === 0 ? (
          <span className={styles.note}>no change</span>
        ) : (
          row.diffs.map(({ field, before, after }) => (
            <span key={field} title={`${field}: ${shownWord(before)} → ${shownWord(after)}`}>
              <span className={styles.note}>{field} </span>
              <del>{shownWord(before)}</del> → <ins>{shownWord(after)}</ins>
            </span>
          ))
        )}
        {row.warning && <span className={styles.warning}>{row.warning}</span>}
      </span>
    </>
  )
}
