// biome-ignore-all lint/a11y/useSemanticElements: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
// biome-ignore-all lint/a11y/useFocusableInteractive: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { TrackSort } from '../../src-shared/library/contract.ts'
import { classNames } from '../elements/index.ts'
import type { Column } from './column-ids.ts'
import styles from './TrackTable.module.css'

/** The grid owns its heads, though they stay in place while it scrolls. */
export const HEADS_ID = 'song-columns'

type Props = {
  readonly columns: readonly Column[]
  readonly isTrash: boolean
  readonly sort: TrackSort | undefined
  readonly isDescending: boolean
  readonly onSort: ((sort: TrackSort) => void) | undefined
}

export const ColumnHeads = ({ columns, isTrash, sort, isDescending, onSort }: Props) => {
  const head = (name: string, own: TrackSort | undefined, className: string | undefined) => {
    const isSorted = own !== undefined && own === sort
    return (
      <span key={name} role="columnheader" className={className} aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : undefined}>
        {own && onSort ? (
          <button type="button" className={styles.head} onClick={() => onSort(own)}>
            {isTrash && own === 'createdAt' ? 'Deleted in' : name}
            {isSorted && (isDescending ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden />)}
          </button>
        ) : (
          name
        )}
      </span>
    )
  }
  return (
    <div id={HEADS_ID} role="row" aria-rowindex={1} className={classNames(styles.heads, styles.columns)}>
      <span role="columnheader" className={styles.play}>
        <span className="visually-hidden">Play</span>
      </span>
      <span role="columnheader" className={styles.wave}>
        <span className="visually-hidden">Waveform</span>
      </span>
      {head('Title', 'title', styles.name)}
      {columns.map(({ name, sort: own, isNumber }) => head(name, own, classNames(styles.cell, isNumber && styles.number)))}
      <span role="columnheader" className={styles.buttons}>
        <span className="visually-hidden">Actions</span>
      </span>
    </div>
  )
}
