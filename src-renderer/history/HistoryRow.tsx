import { AudioLines, Bookmark, Disc3, type LucideIcon, MessageSquare, Music } from 'lucide-react'
import { useId } from 'react'
import type { HistoryKind, HistoryLine } from '../../src-shared/history/contract.ts'
import { ProgressBar } from '../elements/index.ts'
import { timeAgo } from '../words/index.ts'
import styles from './History.module.css'

const ACTORS = { person: '', agent: 'by an agent', pipeline: 'by the studio' } as const

const KINDS: { readonly [K in HistoryKind]: { readonly icon: LucideIcon; readonly word: string } } = {
  sound: { icon: AudioLines, word: 'Sound' },
  song: { icon: Music, word: 'Name and marks' },
  comment: { icon: MessageSquare, word: 'Comment' },
  album: { icon: Disc3, word: 'Album' },
  search: { icon: Bookmark, word: 'Smart album' },
}

const Kind = ({ kind }: { readonly kind: HistoryKind }) => {
  const { icon: Icon, word } = KINDS[kind]
  return (
    <span className={styles.kind} title={word}>
      <Icon aria-hidden />
    </span>
  )
}

type RowProps = { readonly line: HistoryLine; readonly isPresent: boolean; readonly onGo: () => void }

/** One thing that was done: what it is about, its name, by whom and when. */
export const HistoryRow = ({ line, isPresent, onGo }: RowProps) => {
  const { kind, label, songTitle, actor, at, isUndone, fraction } = line
  const id = useId()
  const detail = [songTitle && `in ${songTitle}`, ACTORS[actor], timeAgo(at, Date.now())].filter(Boolean).join(' · ')
  return (
    <li>
      <button
        type="button"
        className={styles.line}
        data-undone={isUndone}
        aria-current={isPresent ? 'step' : undefined}
        aria-label={[label, detail, isUndone && 'undone'].filter(Boolean).join(', ')}
        aria-describedby={id}
        onClick={onGo}
      >
        <Kind kind={kind} />
        <span className={styles.label} title={label}>
          {label}
        </span>
        {/* apart also for those who read the words of the button in one line */ ' '}
        <span className={styles.detail}>{detail}</span>
        {fraction !== undefined && <ProgressBar label={label} fraction={fraction} />}
      </button>
      <span id={id} className="visually-hidden">
        {KINDS[kind].word}
      </span>
    </li>
  )
}

type BeginningProps = { readonly label: string; readonly kind: HistoryKind; readonly isPresent: boolean; readonly onGo: () => void }

/** Before all that was done. */
export const BeginningRow = ({ label, kind, isPresent, onGo }: BeginningProps) => (
  <li>
    <button type="button" className={styles.line} aria-current={isPresent ? 'step' : undefined} onClick={onGo}>
      <Kind kind={kind} />
      <span className={styles.label} title={label}>
        {label}
      </span>
    </button>
  </li>
)
