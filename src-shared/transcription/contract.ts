import { z } from 'zod'
import { call, push } from '../ipc/call.ts'
import { JobId, Sha256, TrackId } from '../kernel/ids.ts'
import { HeardNote, NoteSettings } from './notes.ts'

export const TranscriptionId = z
  .string()
  .regex(/^trs_[0-9a-z]{8,32}$/)
  .brand<'TranscriptionId'>()
export type TranscriptionId = z.output<typeof TranscriptionId>

/** The notes of a song, of a part of it, or of one of its stems, as they were heard. Kept with the song. */
export const Transcription = z.object({
  id: TranscriptionId,
  trackId: TrackId,
  /** what was listened to: a take of the song, or a stem of it */
  audioSha256: Sha256,
  /** "Song", "vocals" */
  name: z.string(),
  startSeconds: z.number(),
  endSeconds: z.number(),
  /** General MIDI program, 0-based: what plays the notes here, and what the file says */
  program: z.number().int().min(0).max(127),
  settings: NoteSettings,
  noteCount: z.number().int(),
  createdAt: z.number(),
})
export type Transcription = z.output<typeof Transcription>

export const TranscriptionDetail = Transcription.extend({ notes: z.array(HeardNote) })
export type TranscriptionDetail = z.output<typeof TranscriptionDetail>

/** A sound of a song that can be listened to. */
export const SongSound = z.object({ audioSha256: Sha256, name: z.string(), seconds: z.number() })
export type SongSound = z.output<typeof SongSound>

/** undefined where it says so: the current take, from its beginning, to its end */
export const TranscribeRequest = z.object({
  trackId: TrackId,
  audioSha256: Sha256.optional(),
  startSeconds: z.number().min(0).optional(),
  endSeconds: z.number().min(0).optional(),
  settings: NoteSettings.prefault({}),
  /** listens again for one that is there, and keeps it */
  transcriptionId: TranscriptionId.optional(),
})
export type TranscribeRequest = z.output<typeof TranscribeRequest>

const one = z.object({ transcriptionId: TranscriptionId })
const gone = 'transcription.not-found'

export const transcription = {
  /** what there is, newest first, and what can be listened to */
  list: call({
    input: z.object({ trackId: TrackId }),
    output: z.object({ transcriptions: z.array(Transcription), sounds: z.array(SongSound) }),
    failures: ['track.not-found'],
  }),
  get: call({ input: one, output: TranscriptionDetail, failures: [gone] }),
  /** The same request again answers the notes that are there. */
  start: call({
    input: TranscribeRequest,
    output: z.object({ jobId: JobId }),
    failures: ['track.not-found', 'transcription.no-such-sound', 'transcription.empty-region', 'model.not-installed', gone],
  }),
  /** other settings for what was heard: new notes within a moment, without listening again */
  adjust: call({ input: one.extend({ settings: NoteSettings }), output: TranscriptionDetail, failures: [gone, 'transcription.must-listen-again'] }),
  setProgram: call({ input: one.extend({ program: z.number().int().min(0).max(127) }), output: Transcription, failures: [gone] }),
  /** renders the notes with the studio's own instruments; the sound comes with `rendered` */
  render: call({ input: one, output: z.object({ jobId: JobId }), failures: [gone] }),
  /** asks where with the system's own dialog; `fileName` is missing when the musician closed it */
  saveMidi: call({
    input: one,
    output: z.object({ fileName: z.string().optional() }),
    failures: [
      gone,
      'transcription.no-notes',
      'track.not-found',
      'export.no-folder',
      'export.not-writable',
      'export.file-exists',
      'disk.full',
      'disk.read-only',
    ],
  }),
  remove: call({ input: one, output: z.object({}), failures: [gone] }),
  /** brings back what was removed */
  restore: call({ input: one, output: Transcription, failures: [gone] }),
  finished: push(z.object({ jobId: JobId, trackId: TrackId, transcriptionId: TranscriptionId })),
  rendered: push(z.object({ jobId: JobId, transcriptionId: TranscriptionId, audioSha256: Sha256 })),
  changed: push(z.object({ trackId: TrackId })),
} as const
