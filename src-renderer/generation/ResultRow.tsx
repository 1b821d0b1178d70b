import { AudioLines, ChevronDown, Ellipsis, Heart, Pause, Play } from 'lucide-react'
import { useState } from 'react'
import type { Track } from '../../src-shared/library/contract.ts'
import { ContextMenu, classNames, IconButton, Menu } from '../elements/index.ts'
import { playTrack, toggleFavourite, trackMenu } from '../library/index.ts'
import { goTo } from '../navigation/index.ts'
import { ProgressWaveform, transport, useTransport } from '../transport/index.ts'
import { clockTime, keyWord, mannerWord, meterWord, tempoWord } from '../words/index.ts'
import styles from './Results.module.css'
import { SongPlan } from './SongPlan.tsx'

const planWords = ({ tempoBpm, key, timeSignature, style, studio }: Track): string =>
  [
    mannerWord({ studio, style }),
    tempoBpm && tempoWord(tempoBpm),
    key && keyWord(key),
    timeSignature && meterWord(timeSignature) !== '4/4' && meterWord(timeSignature),
  ]
    .filter((fact) => typeof fact === 'string')
    // a fact never breaks in its middle
    .map((fact) => fact.replaceAll(' ', '\u00a0'))
    .join(' · ')

/** A finished song, ready to play, its plan one press away. */
export const ResultRow = ({ track, list }: { readonly track: Track; readonly list: readonly Track[] }) => {
  const isLoaded = useTransport((state) => state.source?.audioSha256 === track.audioSha256)
  const isPlaying = useTransport((state) => state.status === 'playing' && state.source?.audioSha256 === track.audioSha256)
  const [isPlanOpen, setPlanOpen] = useState(false)
  const items = () => [
    ...trackMenu([track], { list, isTrash: false, onRename: () => goTo({ place: 'library', view: 'all' }) }).filter(
      (item) => item === 'separator' || item.label !== 'Rename',
    ),
  ]
  return (
    <ContextMenu items={items()}>
      <li className={classNames(styles.result, isLoaded && styles.current)}>
        <IconButton
          variant="tonal"
          label={isPlaying ? `Pause ${track.title}` : `Play ${track.title}`}
          icon={isPlaying ? <Pause fill="currentColor" /> : <Play fill="currentColor" className={styles.playIcon} />}
          onPointerEnter={() => void transport.prepare(track.audioSha256, 0)}
          onClick={() => void playTrack(track, list)}
        />
        <div className={styles.words}>
          <button type="button" className={styles.title} title={track.title} onClick={() => goTo({ place: 'editor', trackId: track.id })}>
            {track.title}
          </button>
          <p className={styles.facts} title={track.prompt}>
            {planWords(track)}
            {track.seed !== undefined && (
              <span className={styles.seed}>
                {planWords(track) === '' ? '' : ' · '}seed&nbsp;{track.seed}
              </span>
            )}
          </p>
        </div>
        <div className={styles.wave}>
          <ProgressWaveform audioSha256={track.audioSha256} title={track.title} />
        </div>
        <span className={styles.length}>{clockTime(track.seconds)}</span>
        <div className={styles.buttons}>
          <IconButton
            size="small"
            label={track.isFavourite ? `Remove ${track.title} from favourites` : `Add ${track.title} to favourites`}
            isPressed={track.isFavourite}
            icon={<Heart fill={track.isFavourite ? 'currentColor' : 'none'} />}
            onClick={() => void toggleFavourite([track.id], [track])}
          />
          <IconButton
            size="small"
            label={`Plan of ${track.title}`}
            aria-expanded={isPlanOpen}
            icon={<ChevronDown className={isPlanOpen ? styles.turned : undefined} />}
            onClick={() => setPlanOpen(!isPlanOpen)}
          />
          <IconButton
            size="small"
            label={`Open ${track.title} in the editor`}
            icon={<AudioLines />}
            onClick={() => goTo({ place: 'editor', trackId: track.id })}
          />
          <Menu align="end" items={items()} trigger={<IconButton size="small" label={`More for ${track.title}`} icon={<Ellipsis />} />} />
        </div>
        {isPlanOpen && (
          <section className={styles.planOf} aria-label={`Plan of ${track.title}`}>
            <SongPlan trackId={track.id} />
          </section>
        )}
      </li>
    </ContextMenu>
  )
}
