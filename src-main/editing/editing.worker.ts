import { serveTasks, type TaskContext, transfer } from '../platform/threads/worker-task.ts'
import { type MeasureTakeRequest, measureTake, traceSong } from './measure-take.ts'
import { type HearMelodyRequest, hearMelody } from './melody-likeness.ts'
import { type PasteRequest, pasteAndProve } from './paste-task.ts'

/** Everything of editing that reads or writes whole songs. */
export default serveTasks({
  pasteAndProve: (request: PasteRequest, { flags }: TaskContext) => pasteAndProve(request, flags),
  measureTake: (request: MeasureTakeRequest, { flags }: TaskContext) => measureTake(request, flags),
  hearMelody: async (request: HearMelodyRequest, { flags }: TaskContext) => {
    const melody = await hearMelody(request, flags)
    return transfer(melody, [melody.buffer])
  },
  traceSong: async ({ path }: { path: string }, { flags }: TaskContext) => {
    const energies = await traceSong(path, flags)
    return transfer(energies, [energies.buffer])
  },
})
