import type { Part, TempoMap } from '../../../../src-shared/score/score.ts'
import { automationOf } from './automation.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { PartSound } from './part-sound.ts'
import { createFrameClock } from './timeline.ts'

/**
 * The long kick of a drum machine, tuned: a sine that drops an octave and a half in its first 30 ms, decays slowly, is driven so that small
 * speakers hear it, and follows the part's pitch bends without being struck again. One voice; a new note takes it over in 4 ms.
 */
const DROP_SEMITONES = 18
const DROP_SECONDS = 0.011
/** a sixth of its strength is left after this long */
const DECAY_SECONDS = 1.5
const RELEASE_SECONDS = 0.05
const ATTACK_SECONDS = 0.002
const HAND_OVER_SECONDS = 0.004
/** bends are read this often */
const BEND_FRAMES = 32
const LEVEL = 0.5

type SubNote = { readonly start: number; readonly end: number; readonly pitch: number; readonly strength: number }

const notesOf = (part: Part, frameAt: (ticks: number) => number): SubNote[] => {
  const notes = part.notes
    .map((note) => ({
      start: Math.max(0, frameAt(note.startTicks + note.microTicks)),
      end: frameAt(note.startTicks + note.microTicks + note.lengthTicks),
      pitch: note.pitch,
      strength: 0.35 + (0.65 * note.velocity) / 127,
    }))
    .sort((a, b) => a.start - b.start || b.pitch - a.pitch)
  return notes.map((note, i) => ({ ...note, end: Math.min(note.end, notes[i + 1]?.start ?? note.end) }))
}

export const createSubPart = (part: Part, drive: number, tempoMap: TempoMap, kernel: Kernel, sampleRateHz: number, fromFrame: number): PartSound => {
  const frameAt = createFrameClock(tempoMap, sampleRateHz)
  const notes = notesOf(part, frameAt)
  const bendAt = automationOf(part.controls, frameAt).voice?.bendCentsAt ?? (() => 0)
  const gain = 1 + 5 * drive
  const norm = LEVEL / Math.tanh(gain)
  const release = Math.round(RELEASE_SECONDS * sampleRateHz)
  let index = 0
  let phase = 0
  /** the last sound of a note that was taken over, falling to nothing */
  let left = 0
  let last = 0
  const fall = Math.exp(-1 / (HAND_OVER_SECONDS * sampleRateHz))

  const sampleOf = (note: SubNote, frame: number, step: number): number => {
    const seconds = (frame - note.start) / sampleRateHz
    phase += step * 2 ** ((DROP_SEMITONES * Math.exp(-seconds / DROP_SECONDS)) / 12)
    if (phase >= 1) phase -= Math.floor(phase)
    const attack = Math.min(1, seconds / ATTACK_SECONDS)
    const after = frame - note.end
    const released = after <= 0 ? 1 : Math.max(0, 1 - after / release) ** 2
    const level = note.strength * attack * Math.exp((-1.8 * seconds) / DECAY_SECONDS) * released
    return Math.tanh(gain * level * Math.sin(2 * Math.PI * phase)) * norm
  }

  /** one sample after another: where a note's wave stands depends on its own beginning only */
  const run = (from: number, count: number, write: ((i: number, value: number) => void) | undefined): boolean => {
    let isHeard = false
    let step = 0
    let stepAt = -1
    for (let i = 0; i < count; i++) {
      const frame = from + i
      while (notes[index + 1] && (notes[index + 1] as SubNote).start <= frame) {
        index++
        if ((notes[index] as SubNote).start === frame) {
          phase = 0
          left += last
        }
        stepAt = -1
      }
      const note = notes[index]
      left *= fall
      last = 0
      if (note && frame >= note.start && frame < note.end + release) {
        const block = Math.floor((frame - note.start) / BEND_FRAMES)
        if (block !== stepAt) {
          stepAt = block
          step = (440 * 2 ** ((note.pitch - 69 + bendAt(note.start + block * BEND_FRAMES) / 100) / 12)) / sampleRateHz
        }
        last = sampleOf(note, frame, step)
      }
      const value = last + left
      if (Math.abs(value) > 1e-6) isHeard = true
      write?.(i, value)
    }
    return isHeard
  }

  // the note that sounds at the first frame, and the one it took over from, are played from their beginnings
  const first = Math.max(0, notes.findLastIndex((note) => note.start <= fromFrame) - 1)
  index = first
  const begin = Math.min(fromFrame, notes[first]?.start ?? fromFrame)
  run(begin, fromFrame - begin, undefined)

  return {
    render(leftAt, rightAt, from, count) {
      const note = notes[index]
      const next = notes[index + 1]
      const isSilent = (!note || from >= note.end + release || from + count <= note.start) && (!next || next.start >= from + count)
      if (isSilent && Math.abs(left) < 1e-7) return false
      const [l, r] = [kernel.view(leftAt, count), kernel.view(rightAt, count)]
      run(from, count, (i, value) => {
        l[i] = (l[i] as number) + value
        r[i] = (r[i] as number) + value
      })
      return true
    },
  }
}
