import { serveTasks, type TaskContext, transfer } from '../platform/threads/worker-task.ts'
import { type CompRequest, compAndProve } from './comp-task.ts'
import { type MeasureTakeRequest, measureTake, traceSong } from './measure-take.ts'
import { type HearMelodyRequest, hearMelody } from './melody-likeness.ts'
import { type PasteRequest, type ProvePastesRequest, pasteAndProve, proveAll } from './paste-task.ts'
import { type StretchLoudnessRequest, stretchLoudness } from './stretch-loudness.ts'

/** Everything of editing that reads or writes whole songs. */
export default serveTasks({
  pasteAndProve: (request: PasteRequest, { flags }: TaskContext) => pasteAndProve(request, flags),
  proveAll: (request: ProvePastesRequest, { flags }: TaskContext) => proveAll(request, flags),
  compAndProve: (request: CompRequest, { flags }: TaskContext) => compAndProve(request, flags),
  stretchLoudness: (request: StretchLoudnessRequest, { flags }: TaskContext) => stretchLoudness(request, flags),
  measureTake: async (request: MeasureTakeRequest, { flags }: TaskContext) => {
    const measured = await measureTake(request, flags)
    return measured && transfer(measured, [measured.energies.buffer])
  },
  hearMelody: async (request: HearMelodyRequest, { flags }: TaskContext) => {
    const melody = await hearMelody(request, flags)
    return transfer(melody, [melody.buffer])
  },
  traceSong: async ({ path }: { path: string }, { flags }: TaskContext) => {
    const energies = await traceSong(path, flags)
    return transfer(energies, [energies.buffer])
  },
})
