import { readFile, rename, writeFile } from 'node:fs/promises'
import { subProgress } from '../../../../src-shared/kernel/progress.ts'
import type { HeardNote, NoteSettings } from '../../../../src-shared/transcription/notes.ts'
import type { InferenceTask } from '../../protocol.ts'
import { readSound } from '../../sound/read-sound.ts'
import { frameToSeconds, RATE_HZ } from './frames.ts'
import { type PickedNote, pickNotes } from './pick-notes.ts'
import { bendsOf, soundsAlone } from './pitch-bends.ts'
import { type Posteriorgram, packPosteriorgram, unpackPosteriorgram } from './posteriorgram.ts'
import { runNetwork } from './run-network.ts'

const round = (seconds: number): number => Math.round(seconds * 1e4) / 1e4

/** @param offsetSeconds where the sound that was listened to begins in its file */
const hearNotes = (heard: Posteriorgram, settings: NoteSettings, offsetSeconds: number): readonly HeardNote[] => {
  const picked = pickNotes(heard, settings)
  const alone = settings.withBends ? soundsAlone(picked) : []
  const bends = (note: PickedNote, index: number) => (alone[index] ? { bends: [...bendsOf(heard, note)] } : {})
  return picked.map((note, index) => ({
    startSeconds: round(offsetSeconds + frameToSeconds(note.startFrame)),
    endSeconds: round(offsetSeconds + frameToSeconds(note.endFrame)),
    pitch: note.pitch,
    velocity: Math.max(1, Math.min(127, Math.round(127 * note.amplitude))),
    ...bends(note, index),
  }))
}

export type TranscribeNotesInput = {
  /** a working WAV */
  readonly audioPath: string
  readonly graphPath: string
  readonly startSeconds: number
  readonly endSeconds: number
  readonly settings: NoteSettings
  /** what the network heard is kept here for other settings */
  readonly heardPath: string
}

/** What a sound's notes are. */
export const transcribeNotes: InferenceTask<TranscribeNotesInput, { readonly notes: readonly HeardNote[] }> = async (input, context) => {
  const { audioPath, graphPath, startSeconds, endSeconds, settings, heardPath } = input
  context.progress(0, 'reading the sound')
  const [signal = new Float32Array()] = await readSound(audioPath, { rateHz: RATE_HZ, channelCount: 1, fromSeconds: startSeconds, toSeconds: endSeconds })
  await context.checkpoint()
  const heard = await runNetwork(signal, graphPath, { ...context, progress: subProgress(context.progress, 0.05, 0.95) })
  await writeFile(`${heardPath}.part`, packPosteriorgram(heard))
  await rename(`${heardPath}.part`, heardPath)
  await context.checkpoint()
  context.progress(0.96, 'choosing the notes')
  return { notes: hearNotes(heard, settings, startSeconds) }
}

export type PickNotesInput = { readonly heardPath: string; readonly startSeconds: number; readonly settings: NoteSettings }

/** the last one, so that a slider does not read the disk at each step */
let latest: { readonly path: string; readonly heard: Posteriorgram } | undefined

/** Other settings for what was heard before, without the network. `undefined`: what was heard is not there any more. */
export const pickNotesAgain: InferenceTask<PickNotesInput, { readonly notes: readonly HeardNote[] | undefined }> = async (input, { checkpoint }) => {
  const { heardPath, startSeconds, settings } = input
  if (latest?.path !== heardPath) {
    const bytes = await readFile(heardPath).catch(() => undefined)
    const heard = bytes && unpackPosteriorgram(bytes)
    if (!heard) return { notes: undefined }
    latest = { path: heardPath, heard }
  }
  await checkpoint()
  return { notes: hearNotes(latest.heard, settings, startSeconds) }
}
