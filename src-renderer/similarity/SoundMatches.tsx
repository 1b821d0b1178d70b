import { AudioLines, Play } from 'lucide-react'
import type { ReactElement } from 'react'
import { useStore } from 'zustand'
import type { Track } from '../../src-shared/library/contract.ts'
import { EmptyState } from '../elements/index.ts'
import { clockTime, keyWord, tempoWord } from '../words/index.ts'
import styles from './SoundSearch.module.css'
import { soundSearch } from './sound-search-store.ts'

type Props = {
  readonly onPlay: (track: Track, list: readonly Track[]) => void
  readonly onOpen: (track: Track) => void
  /** right-click, as in any list of songs */
  readonly menu: (track: Track, list: readonly Track[], row: ReactElement) => ReactElement
}

/** Songs by how much they are like what was asked, best first, and why. */
export const SoundMatches = ({ onPlay, onOpen, menu }: Props) => {
  const { matches, status } = useStore(soundSearch)
  const list = matches.map(({ track }) => track)
  if (status === 'ready' && matches.length === 0)
    return (
      <EmptyState icon={<AudioLines />} title="No other song to compare with">
        Songs are read in the background when the studio is quiet. Make or import some more, and they are found here.
      </EmptyState>
    )
  if (status === 'searching' && matches.length === 0)
    return (
      <div role="status">
        <EmptyState icon={<AudioLines />} title="Listening for songs like it…">
          Songs are compared on this machine. While other work runs, this may take a moment.
        </EmptyState>
      </div>
    )
  return (
    <ol className={styles.matches} aria-label="Songs like it" aria-busy={status === 'searching'}>
      {matches.map(({ track, score, why }) => (
        <li key={track.id}>
          {menu(
            track,
            list,
            <div className={styles.match}>
              <button type="button" className={styles.play} aria-label={`Play ${track.title}`} onClick={() => onPlay(track, list)}>
                <Play aria-hidden />
              </button>
              <button type="button" className={styles.title} onClick={() => onOpen(track)}>
                {track.title}
              </button>
              <span className={styles.detail} title={why}>
                {why}
              </span>
              <span className={styles.detail}>{track.tempoBpm === undefined ? '' : tempoWord(Math.round(track.tempoBpm))}</span>
              <span className={styles.detail}>{track.key ? keyWord(track.key) : ''}</span>
              <span className={styles.detail}>{clockTime(track.seconds)}</span>
              <span className={styles.alike} title="1 is first in every way of looking">
                <span className={styles.track} aria-hidden>
                  <span className={styles.fill} style={{ width: `${Math.round(score * 100)}%` }} />
                </span>
                {score.toFixed(2)}
              </span>
            </div>,
          )}
        </li>
      ))}
    </ol>
  )
}
