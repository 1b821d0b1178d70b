import { Pause, Play } from 'lucide-react'
import { useState } from 'react'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import type { Track } from '../../../src-shared/library/contract.ts'
import type { DuplicateGroup } from '../../../src-shared/library/duplicates.ts'
import { Button, Dialog, IconButton } from '../../elements/index.ts'
import { useTransport } from '../../transport/index.ts'
import { clockTime, counted } from '../../words/index.ts'
import { engineWord } from '../facets/facet-words.ts'
import { trashTracks } from '../track-deeds.ts'
import { playTrack } from '../track-source.ts'
import styles from './Duplicates.module.css'
import { closeDuplicates, compareWaiting, useDuplicates, useDuplicatesAreOpen } from './duplicates-store.ts'

const MOST_SHOWN = 50

const likenessOf = ({ pairs }: DuplicateGroup, trackId: TrackId): string => {
  const best = Math.max(0, ...pairs.filter(({ trackIds }) => trackIds.includes(trackId)).map(({ likeness }) => likeness))
  return best === 0 ? 'same bytes' : `${Math.round(100 * best)} % alike`
}

const madeWith = (engine: string): string => (engine === 'score' ? 'made here, from a score' : `made with ${engineWord(engine)}`)

const factsOf = ({ seconds, sampleRateHz, channelCount, sourceName, engine }: Track): string =>
  [clockTime(seconds), `${sampleRateHz / 1_000} kHz`, channelCount === 1 ? 'mono' : 'stereo', sourceName ?? madeWith(engine)].join(' · ')

const PlayButton = ({ track, group }: { readonly track: Track; readonly group: DuplicateGroup }) => {
  const isPlaying = useTransport((state) => state.status === 'playing' && state.source?.audioSha256 === track.audioSha256)
  return (
    <IconButton
      label={isPlaying ? `Pause ${track.title}` : `Play ${track.title}`}
      icon={isPlaying ? <Pause /> : <Play />}
      size="small"
      onClick={() => void playTrack(track, group.tracks)}
    />
  )
}

const Group = ({ group }: { readonly group: DuplicateGroup }) => {
  const [keepId, setKeepId] = useState<TrackId>(group.keepId)
  const kept = group.tracks.find(({ id }) => id === keepId) ?? group.tracks[0]
  const others = group.tracks.filter(({ id }) => id !== kept?.id)
  return (
    <fieldset className={styles.group}>
      <legend className="visually-hidden">Which to keep of {group.tracks.map(({ title }) => title).join(', ')}</legend>
      {group.tracks.map((track) => (
        <div key={track.id} className={styles.song} data-kept={track.id === kept?.id || undefined}>
          <PlayButton track={track} group={group} />
          <label className={styles.choice}>
            <input type="radio" checked={track.id === kept?.id} onChange={() => setKeepId(track.id)} />
            <span className={styles.words}>
              <span className={styles.title}>{track.title}</span>
              <span className={styles.facts}>
                {factsOf(track)} · {likenessOf(group, track.id)}
                {track.id === group.keepId && ` · suggested: ${group.why}`}
              </span>
            </span>
          </label>
        </div>
      ))}
      <Button size="small" onClick={() => void trashTracks(others.map(({ id }) => id))}>
        Keep the chosen one, move {others.length === 1 ? 'the other' : `${others.length} others`} to the trash
      </Button>
    </fieldset>
  )
}

const Groups = () => {
  const { groups, waiting } = useDuplicates()
  return (
    <>
      {waiting > 0 && (
        <p className={styles.note}>
          {counted(waiting, 'song')} not compared yet; that happens by itself when the studio is quiet.{' '}
          <Button size="small" onClick={() => void compareWaiting()}>
            Compare now
          </Button>
        </p>
      )}
      {groups.length === 0 && <p className={styles.note}>No two songs sound the same.</p>}
      {groups.slice(0, MOST_SHOWN).map((group) => (
        <Group key={group.tracks.map(({ id }) => id).join()} group={group} />
      ))}
      {groups.length > MOST_SHOWN && <p className={styles.note}>{groups.length - MOST_SHOWN} more come up as these are settled.</p>}
    </>
  )
}

/** Recordings that are in the library more than once, whatever their files are: hear them, keep one. */
export const DuplicatesDialog = () => {
  const isOpen = useDuplicatesAreOpen()
  return (
    <Dialog
      isOpen={isOpen}
      onClose={closeDuplicates}
      width="wide"
      title="Duplicates"
      description="Songs that are one recording, found by what they sound like. What is moved to the trash can be restored."
      footer={<Button onClick={closeDuplicates}>Done</Button>}
    >
      {isOpen && <Groups />}
    </Dialog>
  )
}
