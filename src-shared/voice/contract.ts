import { z } from 'zod'
import { call, NoInput, push } from '../ipc/call.ts'
import { JobId } from '../kernel/ids.ts'

export const RecordingId = z
  .string()
  .regex(/^rec_[0-9a-z]{8,32}$/)
  .brand<'RecordingId'>()
export type RecordingId = z.output<typeof RecordingId>

/** Two or three letters as Whisper names languages ("en"); undefined: whichever it sounds like. */
export const SpokenLanguage = z.string().regex(/^[a-z]{2,3}$/)

/** A spoken prompt is a few sentences. */
export const MAX_RECORDING_SECONDS = 120
/** One piece of a recording: 16-bit little-endian mono, in base64. */
const MAX_PIECE_CHARACTERS = 512_000

const one = z.object({ recordingId: RecordingId })

/**
 * A prompt by voice. The sound goes to main in pieces while it is recorded, is written down on this machine, and is deleted then.
 */
export const voice = {
  /** The person pressed record: for the next moments the page may ask for the microphone. */
  begin: call({ input: NoInput, output: z.object({ recordingId: RecordingId }), failures: ['model.not-installed'] }),
  append: call({
    input: one.extend({ sampleRateHz: z.number().int().min(8_000).max(192_000), pcm16: z.string().max(MAX_PIECE_CHARACTERS) }),
    output: z.object({}),
    failures: ['voice.recording-gone', 'voice.too-long'],
  }),
  finish: call({
    input: one.extend({ language: SpokenLanguage.optional() }),
    output: z.object({ jobId: JobId }),
    failures: ['voice.recording-gone', 'voice.nothing-heard', 'disk.full', 'disk.read-only'],
  }),
  discard: call({ input: one, output: z.object({}) }),
  /** what was said; `text` may be empty: nobody spoke */
  heard: push(z.object({ jobId: JobId, text: z.string(), language: z.string().optional(), seconds: z.number() })),
} as const
