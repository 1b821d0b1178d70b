import { threadId } from 'node:worker_threads'
import type { StudioId } from '../../../src-shared/studios/studio-id.ts'
import { Kernel } from './render/kernel/kernel.ts'
import { type Instruments, SAMPLE_RATE_HZ } from './render/render-score.ts'
import { createSoundBank, openSoundFont } from './render/sound-bank.ts'
import type { SoundSource } from './score-tasks.ts'
import { meterRow } from './studio-meter.ts'
import { loadStudio } from './studios/index.ts'
import { dropEnsemble } from './styles/index.ts'

/** A studio in one thread: its rules, a kernel of its own and the sounds that it has played. */
type Desk = { readonly kernel: Kernel; readonly instruments: Promise<Instruments>; turn: number }

/** Which desks must go so that the rest fits, the one that was left alone longest first; never the one that is needed now. */
export const desksToLeave = <Id>(
  desks: readonly { readonly id: Id; readonly bytes: number; readonly turn: number }[],
  needed: Id,
  ceilingBytes: number,
): Id[] => {
  let sum = desks.reduce((all, { bytes }) => all + bytes, 0)
  const leaving: Id[] = []
  for (const desk of desks.toSorted((a, b) => a.turn - b.turn)) {
    if (sum <= ceilingBytes) break
    if (desk.id === needed) continue
    leaving.push(desk.id)
    sum -= desk.bytes
  }
  return leaving
}

/**
 * The studios of this thread. They are opened when a task needs them and share the file of sounds, read once. Over the ceiling, those that
 * were left alone longest give back their kernel, sounds and rules.
 */
export const createStudioDesks = () => {
  const desks = new Map<StudioId, Desk>()
  let turn = 0
  let row: ReturnType<typeof meterRow> | undefined
  process.once('exit', () => row?.clear())

  const keepUnder = (needed: StudioId, { meter, ceilingBytes }: SoundSource): void => {
    row ??= meter && meterRow(meter, threadId)
    const held = [...desks].map(([id, desk]) => ({ id, bytes: desk.kernel.heldBytes, turn: desk.turn }))
    for (const id of desksToLeave(held, needed, ceilingBytes ?? Number.POSITIVE_INFINITY)) {
      desks.delete(id)
      dropEnsemble(id)
      row?.set(id, 0)
    }
    for (const [id, desk] of desks) row?.set(id, desk.kernel.heldBytes)
  }

  const open = (id: StudioId, sounds: SoundSource): Desk => {
    const kernel = new Kernel()
    const instruments = openSoundFont(sounds.soundFontPath).then((font) => ({
      kernel,
      bank: createSoundBank(font, kernel, SAMPLE_RATE_HZ, sounds.cacheFolder),
    }))
    const desk: Desk = { kernel, instruments, turn: 0 }
    desks.set(id, desk)
    // a file that was missing may be there next time
    instruments.catch(() => desks.get(id) === desk && desks.delete(id))
    return desk
  }

  return {
    /** Works at a studio's desk. What it holds is measured when the work is done. */
    async at<T>(id: StudioId, sounds: SoundSource, work: (instruments: Instruments) => T | Promise<T>): Promise<T> {
      await loadStudio(id)
      const desk = desks.get(id) ?? open(id, sounds)
      turn += 1
      desk.turn = turn
      keepUnder(id, sounds)
      const instruments = await desk.instruments
      try {
        return await work(instruments)
      } finally {
        keepUnder(id, sounds)
      }
    },
  }
}
