import { z } from 'zod'
import { call, push } from '../ipc/call.ts'
import { Sha256, TrackId } from '../kernel/ids.ts'
import { ProjectCommand } from './commands.ts'
import { ProjectDocument, Take } from './document.ts'

/** One line of the song's named history. `isUndone` entries are ahead of the present and can be redone. */
export const HistoryEntry = z.object({
  index: z.number().int(),
  label: z.string(),
  at: z.number(),
  actor: z.enum(['person', 'agent', 'pipeline']),
  isUndone: z.boolean(),
})
export type HistoryEntry = z.output<typeof HistoryEntry>

/** Everything the editor draws, sent whole (a few kB): document, the takes it names, history. */
export const ProjectView = z.object({
  document: ProjectDocument,
  revision: z.number().int(),
  title: z.string(),
  takes: z.array(Take),
  history: z.array(HistoryEntry),
})
export type ProjectView = z.output<typeof ProjectView>

/** How to read a take's audio file by byte range over the media protocol. Interleaved little-endian PCM from `dataOffset`. */
export const AudioLayout = z.object({
  audioSha256: Sha256,
  sampleRateHz: z.number().int(),
  channelCount: z.number().int(),
  lengthFrames: z.number().int(),
  encoding: z.enum(['pcm16', 'pcm24', 'pcm32', 'float32']),
  dataOffset: z.number().int(),
})
export type AudioLayout = z.output<typeof AudioLayout>

const track = z.object({ trackId: TrackId })
const codes = ['track.not-found', 'project.damaged'] as const

export const project = {
  open: call({ input: track, output: ProjectView, failures: codes }),
  /** `revision` is the one the sender saw; a stale one is refused, so two windows cannot overwrite each other */
  apply: call({
    input: track.extend({ command: ProjectCommand, revision: z.number().int().optional() }),
    output: ProjectView,
    failures: [...codes, 'project.stale', 'project.invalid-edit', 'take.not-found', 'region.not-found', 'marker.not-found'],
  }),
  undo: call({ input: track, output: ProjectView, failures: [...codes, 'history.nothing-to-undo'] }),
  redo: call({ input: track, output: ProjectView, failures: [...codes, 'history.nothing-to-redo'] }),
  /** jump: -1 is the very beginning */
  goTo: call({ input: track.extend({ index: z.number().int().min(-1) }), output: ProjectView, failures: [...codes, 'history.not-found'] }),
  audioLayout: call({ input: z.object({ audioSha256: Sha256 }), output: AudioLayout, failures: ['audio.not-found', 'audio.damaged'] }),
  /** nobody looks at this sound's spectrogram any more: where it is still being computed, that ends */
  leaveSpectrum: call({ input: z.object({ audioSha256: Sha256 }), output: z.object({}), failures: [] }),
  changed: push(ProjectView),
} as const
