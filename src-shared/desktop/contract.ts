import { z } from 'zod'
import { call, NoInput } from '../ipc/call.ts'
import { OfferId, TrackId } from '../kernel/ids.ts'
import { Excerpt } from '../mixdown/excerpt.ts'

/** What only a desktop window can do. The command line has no such calls. */
export const desktop = {
  /** opens the system's file dialog; `undefined` when closed */
  chooseImport: call({ input: NoInput, output: z.object({ offerId: OfferId.optional() }) }),
  /** opens the system's folder dialog for models; `undefined` when closed */
  chooseModels: call({ input: NoInput, output: z.object({ offerId: OfferId.optional() }) }),
  /** opens the system's file dialog for a LoRA; `undefined` when closed */
  chooseLora: call({ input: NoInput, output: z.object({ offerId: OfferId.optional() }) }),
  /** opens the system's folder dialog, told what for; `undefined` when closed */
  chooseFolders: call({ input: z.object({ purpose: z.enum(['watch', 'older-studio']) }), output: z.object({ offerId: OfferId.optional() }) }),
  /** starts dragging a real WAV or MIDI file with the song's name out of the window */
  startDrag: call({
    input: Excerpt,
    output: z.object({}),
    failures: ['track.not-found', 'export.no-score', 'export.bad-options', 'separation.not-found', 'audio.missing', 'disk.full', 'disk.read-only'],
  }),
  showInFolder: call({ input: z.object({ trackId: TrackId }), output: z.object({}), failures: ['track.not-found'] }),
  openDataFolder: call({ input: NoInput, output: z.object({}) }),
  about: call({ input: NoInput, output: z.object({ version: z.string(), electron: z.string(), dataFolder: z.string(), notices: z.string() }) }),
} as const
