import type { ReactNode } from 'react'
import type { TrackDetail } from '../../../src-shared/library/contract.ts'
import { Button, Dialog } from '../../elements/index.ts'
import { clockTime, keyWord, tempoWord } from '../../words/index.ts'
import { SongCover } from '../grid/SongCover.tsx'
import { askForFileTags } from '../tags/file-tags-store.ts'
import { cellWords } from '../track-cells.ts'
import { closeFacts, useFacts } from './facts-store.ts'
import styles from './SongFacts.module.css'

const factsOf = (song: TrackDetail): readonly (readonly [name: string, value: ReactNode])[] => {
  const { artist, album, year, tempoBpm, fileBpm, key, isrc, fileComment } = song
  const loudness = cellWords('loudness', song, { now: Date.now(), trashDays: undefined })
  const all: readonly (readonly [string, ReactNode])[] = [
    ['Artist', artist],
    ['Album', album],
    ['Year', year],
    ['Length', clockTime(song.seconds)],
    ['Tempo', tempoBpm === undefined ? undefined : tempoWord(tempoBpm)],
    ['Tempo by its file', fileBpm === undefined || fileBpm === tempoBpm ? undefined : tempoWord(fileBpm)],
    ['Key', key && keyWord(key)],
    ['Loudness', loudness],
    ['Stars', song.rating > 0 && `${'★'.repeat(song.rating)} (${song.rating} of 5)`],
    ['Mood', song.mood],
    ['Tags', song.tags.join(', ')],
    ['ISRC', isrc],
    ['Comment', fileComment],
    ['Sound', `${song.sampleRateHz / 1_000} kHz, ${song.channelCount === 1 ? 'mono' : song.channelCount === 2 ? 'stereo' : `${song.channelCount} channels`}`],
    ['File', song.sourceName],
    ['Prompt', song.prompt],
    ['Licence', song.licence],
  ]
  return all.filter(([, value]) => value !== undefined && value !== '' && value !== false)
}

/** All that is known of a song, with the picture that its file carries. */
export const SongFactsDialog = () => {
  const song = useFacts((state) => state.song)
  const tags = (direction: 'write' | 'read') => () => {
    closeFacts()
    if (song) askForFileTags(direction, [song.id])
  }
  return (
    <Dialog
      isOpen={song !== undefined}
      onClose={closeFacts}
      title={song?.title ?? ''}
      width="wide"
      footer={
        <>
          {song?.origin === 'imported' && (
            <>
              <Button onClick={tags('read')}>Read tags from the file…</Button>
              <Button onClick={tags('write')}>Write tags to the file…</Button>
            </>
          )}
          <Button variant="primary" onClick={closeFacts}>
            Close
          </Button>
        </>
      }
    >
      {song && (
        <div className={styles.facts}>
          <SongCover audioSha256={song.audioSha256} coverSha256={song.coverSha256} label={`Cover of ${song.title}`} className={styles.cover} />
          <dl className={styles.list}>
            {factsOf(song).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </Dialog>
  )
}
