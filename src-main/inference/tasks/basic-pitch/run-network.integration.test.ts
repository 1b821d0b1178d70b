import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { NoteSettings } from '../../../../src-shared/transcription/notes.ts'
import { createSessionShelf } from '../../sessions/session-shelf.ts'
import { CONTOUR_BINS_PER_SEMITONE } from './frames.ts'
import { goldenPassage, type PassageNote } from './golden-inputs.ts'
import goldens from './goldens.json' with { type: 'json' }
import { pickNotes } from './pick-notes.ts'
import { bendsOf } from './pitch-bends.ts'
import { CONTOUR_SCALE, type Posteriorgram } from './posteriorgram.ts'
import { runNetwork } from './run-network.ts'

/** The network that ships with the studio, over the passage of `models/export/basic-pitch/make_goldens.py`. Origin: see `origin` in goldens.json. */
const GRAPH = join(import.meta.dirname, '../../../../resources/models/basic-pitch/nmp.onnx')
const { sound } = goldens

let heard: Posteriorgram
const told: number[] = []
beforeAll(async () => {
  const sessions = createSessionShelf().forTask({ providers: ['cpu'], threads: 2, memoryCeilingBytes: 1e9 })
  const context = {
    sessions,
    signal: new AbortController().signal,
    checkpoint: async () => undefined,
    progress: (fraction: number) => void told.push(fraction),
  }
  heard = await runNetwork(goldenPassage(sound.passage as unknown as PassageNote[], sound.seconds), GRAPH, context)
})

const sum = (values: ArrayLike<number>, scale = 1): number => Array.from(values).reduce((all, value) => all + value / scale, 0)

test('as many frames as the Python package has, and as much of everything in them, within a thousandth', () => {
  expect(heard.frameCount).toBe(sound.frames)
  expect(Math.abs(sum(heard.note) / sound.sums.note - 1)).toBeLessThan(1e-3)
  expect(Math.abs(sum(heard.onset) / sound.sums.onset - 1)).toBeLessThan(1e-3)
  expect(Math.abs(sum(heard.contour, CONTOUR_SCALE) / sound.sums.contour - 1)).toBeLessThan(1e-3)
})

for (const [index, { settings, notes, bends }] of sound.runs.entries()) {
  test(`the notes of the passage and their bends are those of the Python package: run ${index + 1}`, () => {
    const found = pickNotes(heard, NoteSettings.parse(settings))
    expect(found.map(({ startFrame, endFrame, pitch }) => [startFrame, endFrame, pitch])).toEqual(notes.map(([start, end, pitch]) => [start, end, pitch]))
    found.forEach(({ amplitude }, i) => {
      expect(amplitude).toBeCloseTo(notes[i]?.[3] ?? -1, 3)
    })
    const moved = found.map((note) => bendsOf(heard, note).map((semitones) => Math.round(semitones * CONTOUR_BINS_PER_SEMITONE)))
    expect(moved).toEqual(bends)
  })
}

test('every note that was played is found where it begins, within 50 ms', () => {
  const found = pickNotes(heard, NoteSettings.parse({}))
  for (const [startSeconds, , pitch] of sound.passage) {
    const near = found.filter((note) => note.pitch === pitch && Math.abs(note.startFrame / 86 - (startSeconds ?? 0)) < 0.05)
    expect(near, `${pitch} at ${startSeconds} s`).toHaveLength(1)
  }
})

test('progress rises to the end', () => {
  expect(told.length).toBeGreaterThan(1)
  expect(told).toEqual([...told].sort((a, b) => a - b))
  expect(told.at(-1)).toBeCloseTo(1, 6)
})
