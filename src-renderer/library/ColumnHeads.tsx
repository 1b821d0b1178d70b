// biome-ignore-all lint/a11y/useSemanticElements: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
// biome-ignore-all lint/a11y/useFocusableInteractive: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { TrackSort } from '../../src-shared/library/contract.ts'
import { classNames } from '../elements/index.ts'
import styles from './TrackTable.module.css'

const HEADS: readonly { readonly name: string; readonly className: string | undefined; readonly sort?: TrackSort }[] = [
  { name: 'Title', className: styles.name, sort: 'title' },
  { name: 'Style', className: styles.style, sort: 'style' },
  { name: 'Tempo', className: styles.tempo, sort: 'tempoBpm' },
  { name: 'Key', className: styles.key },
  { name: 'Length', className: styles.length, sort: 'seconds' },
  { name: 'Added', className: styles.added, sort: 'createdAt' },
]

type Props = {
  readonly isTrash: boolean
  readonly sort: TrackSort | undefined
  readonly isDescending: boolean
  readonly onSort: ((sort: TrackSort) => void) | undefined
}

export const ColumnHeads = ({ isTrash, sort, isDescending, onSort }: Props) => (
  <div role="row" aria-rowindex={1} className={classNames(styles.heads, styles.columns)}>
    <span role="columnheader" className={styles.play}>
      <span className="visually-hidden">Play</span>
    </span>
    <span role="columnheader" className={styles.wave}>
      <span className="visually-hidden">Waveform</span>
    </span>
    {HEADS.map((head) => {
      const isSorted = head.sort !== undefined && head.sort === sort
      return (
        <span key={head.name} role="columnheader" className={head.className} aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : undefined}>
          {head.sort && onSort ? (
            <button type="button" className={styles.head} onClick={() => head.sort && onSort(head.sort)}>
              {isTrash && head.sort === 'createdAt' ? 'Deleted in' : head.name}
              {isSorted && (isDescending ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden />)}
            </button>
          ) : (
            head.name
          )}
        </span>
      )
    })}
    <span role="columnheader" className={styles.buttons}>
      <span className="visually-hidden">Actions</span>
    </span>
  </div>
)
