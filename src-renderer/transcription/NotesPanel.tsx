import { AudioLines, Download, Play, RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import type { TranscriptionDetail } from '../../src-shared/transcription/contract.ts'
import { DEFAULT_NOTE_SETTINGS } from '../../src-shared/transcription/notes.ts'
import { Button, IconButton, ProgressBar, Select, Slider } from '../elements/index.ts'
import { cancelJob, useJobs } from '../jobs/index.ts'
import { goTo } from '../navigation/index.ts'
import styles from './Notes.module.css'
import { adjustNotes, listenForNotes, removeNotes, renderNotes, saveMidi, setInstrument, showNotes, useNotes } from './notes-store.ts'

/** General MIDI programs that say something about most recordings. */
const INSTRUMENTS = [
  { value: '0', label: 'Piano' },
  { value: '4', label: 'Electric piano' },
  { value: '24', label: 'Nylon guitar' },
  { value: '33', label: 'Bass guitar' },
  { value: '48', label: 'Strings' },
  { value: '52', label: 'Choir' },
  { value: '56', label: 'Trumpet' },
  { value: '65', label: 'Saxophone' },
  { value: '73', label: 'Flute' },
  { value: '80', label: 'Square lead' },
]

export type NotesPanelProps = {
  /** the marked part of the song, seconds */
  readonly marked: { readonly startSeconds: number; readonly endSeconds: number; readonly words: string } | undefined
  readonly onHear: (audioSha256: Sha256) => void
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const JobLine = ({ jobId, words }: { readonly jobId: string; readonly words: string }) => {
  const job = useJobs((state) => state.byId[jobId])
  if (!job || !['queued', 'running', 'paused', 'failed'].includes(job.state)) return null
  if (job.state === 'failed') {
    return (
      <div className={styles.trouble} role="alert">
        <p>{job.error?.message}</p>
        {job.error?.code.startsWith('model.') && (
          <Button size="small" onClick={() => goTo({ place: 'models', modelId: 'basic-pitch' })}>
            Models
          </Button>
        )}
      </div>
    )
  }
  return (
    <div className={styles.job}>
      <span className={styles.quiet}>{job.state === 'queued' ? 'Waiting its turn' : capital(job.stage || words)}</span>
      <ProgressBar label={words} fraction={job.fraction} />
      <Button size="small" variant="quiet" onClick={() => void cancelJob(job.id)}>
        Cancel
      </Button>
    </div>
  )
}

const Settings = ({ shown }: { readonly shown: TranscriptionDetail }) => {
  const { settings } = shown
  return (
    <fieldset className={styles.settings}>
      <legend className="visually-hidden">Which notes count</legend>
      <Slider
        label="Onset threshold"
        value={settings.onsetThreshold}
        min={0.05}
        max={0.95}
        step={0.05}
        valueText={settings.onsetThreshold.toFixed(2)}
        hint="How sure it must be that a note begins. Lower finds more notes."
        onChange={(onsetThreshold) => void adjustNotes({ onsetThreshold })}
      />
      <Slider
        label="Frame threshold"
        value={settings.frameThreshold}
        min={0.05}
        max={0.95}
        step={0.05}
        valueText={settings.frameThreshold.toFixed(2)}
        hint="How sure it must be that a note still sounds. Lower makes longer notes."
        onChange={(frameThreshold) => void adjustNotes({ frameThreshold })}
      />
      <Slider
        label="Shortest note"
        value={settings.minimumMilliseconds}
        min={20}
        max={500}
        step={4}
        valueText={`${settings.minimumMilliseconds} ms`}
        onChange={(minimumMilliseconds) => void adjustNotes({ minimumMilliseconds })}
      />
      <Button size="small" variant="quiet" icon={<RotateCcw />} onClick={() => void adjustNotes(DEFAULT_NOTE_SETTINGS)}>
        As at first
      </Button>
    </fieldset>
  )
}

/** Audio to MIDI for the open song: what to listen to, which notes count, how they sound, where they go. */
export const NotesPanel = ({ marked, onHear }: NotesPanelProps) => {
  const { all, sounds, shown, listeningJobId, renderingJobId, mustListenAgain } = useNotes()
  const [chosen, setChosen] = useState<string>()
  const sound = sounds.find(({ audioSha256 }) => audioSha256 === chosen) ?? sounds[0]
  const listen = (part?: { readonly startSeconds: number; readonly endSeconds: number }) =>
    void listenForNotes({ audioSha256: sound?.audioSha256, ...(part && { startSeconds: part.startSeconds, endSeconds: part.endSeconds }) })
  return (
    <section className={styles.panel} aria-label="Audio to MIDI">
      <p className={styles.quiet}>
        Hears the notes of one pitched instrument well: piano, guitar, bass, a voice. In a full mix it mixes parts up, so split into stems first. Drums have no
        pitch to hear.
      </p>
      {sounds.length > 1 && sound && (
        <Select
          label="Listen to"
          value={sound.audioSha256 as string}
          options={sounds.map(({ audioSha256, name }) => ({ value: audioSha256 as string, label: name }))}
          onChange={setChosen}
        />
      )}
      <div className={styles.deeds}>
        <Button icon={<AudioLines />} variant={shown ? 'plain' : 'primary'} disabled={!sound} onClick={() => listen()}>
          Find the notes
        </Button>
        {marked && <Button onClick={() => listen(marked)}>Only {marked.words.charAt(0).toLowerCase() + marked.words.slice(1)}</Button>}
      </div>
      {listeningJobId && <JobLine jobId={listeningJobId} words="Listening for notes" />}
      {shown && (
        <>
          {all.length > 1 && (
            <Select
              label="Notes"
              value={shown.id as string}
              options={all.map(({ id, name, noteCount, startSeconds, endSeconds }) => ({
                value: id as string,
                label: `${name}, ${Math.round(startSeconds)}–${Math.round(endSeconds)} s`,
                detail: `${noteCount} notes`,
              }))}
              onChange={(id) => void showNotes(all.find((one) => one.id === id)?.id)}
            />
          )}
          <div className={styles.countLine}>
            <p className={styles.count} role="status">
              {shown.noteCount === 0 ? 'No notes were found. Lower the thresholds, or listen to a stem.' : `${shown.noteCount.toLocaleString('en')} notes`}
            </p>
            <IconButton label="Remove these notes" icon={<Trash2 />} size="small" onClick={() => void removeNotes()} />
          </div>
          {mustListenAgain && (
            <div className={styles.trouble} role="alert">
              <p>What was heard is not kept any more. Listen again to use these settings.</p>
              <Button size="small" onClick={() => void listenForNotes({}, shown)}>
                Listen again
              </Button>
            </div>
          )}
          <Settings shown={shown} />
          <Select label="Played by" value={String(shown.program)} options={INSTRUMENTS} onChange={(program) => void setInstrument(Number(program))} />
          {renderingJobId && <JobLine jobId={renderingJobId} words="Playing the notes" />}
          <div className={styles.deeds}>
            <Button icon={<Play />} disabled={shown.noteCount === 0} onClick={() => void renderNotes(onHear)}>
              Hear the notes
            </Button>
            <Button icon={<Download />} disabled={shown.noteCount === 0} onClick={() => void saveMidi()}>
              Save as MIDI…
            </Button>
          </div>
        </>
      )}
    </section>
  )
}
