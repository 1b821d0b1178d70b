import { expect, test } from 'vitest'
import type { Note, Score } from '../../../../../src-shared/score/score.ts'
import { DRUM } from '../../compose/figures/drums.ts'
import { pieceOf } from '../piece-for-tests.ts'
import { WIDEST_GLIDE } from './bass-808.ts'

const SEEDS = Array.from({ length: 10 }, (_, index) => index + 1)
const piecesOf = (style: 'boom-bap' | 'trap' | 'drill') => Promise.all(SEEDS.map((seed) => pieceOf('cypher', seed, { style, seconds: 70 })))
const notesOf = (score: Score, role: string): Note[] => score.parts.find((part) => part.role === role)?.notes ?? []
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

test('boom bap swings as its plan says: the second sixteenth of a pair falls where the ratio puts it', async () => {
  for (const { plan, score } of await piecesOf('boom-bap')) {
    const late = notesOf(score, 'drums').filter(({ startTicks }) => (startTicks / 240) % 2 === 1)
    const ratio = mean(late.map(({ microTicks }) => (240 + microTicks) / 480))
    expect(late.length).toBeGreaterThan(10)
    expect(ratio).toBeGreaterThanOrEqual(0.55)
    expect(Math.abs(ratio - plan.swing)).toBeLessThan(0.02)
  }
})

test('snares have ghosts around them, softer than half', async () => {
  for (const { score } of await piecesOf('boom-bap')) {
    const snares = notesOf(score, 'drums').filter(({ pitch }) => pitch === DRUM.snare)
    const loud = Math.max(...snares.map(({ velocity }) => velocity))
    const ghosts = snares.filter(({ velocity }) => velocity < loud * 0.55)
    expect(ghosts.length).toBeGreaterThan(4)
  }
})

test.each(['trap', 'drill'] as const)('%s: the 808 follows the kick and slides within an octave, back at zero for every new note', async (style) => {
  let slides = 0
  for (const { score } of await piecesOf(style)) {
    const kicks = new Set(
      notesOf(score, 'drums')
        .filter(({ pitch }) => pitch === DRUM.kick)
        .map(({ startTicks }) => startTicks),
    )
    const bass = score.parts.find(({ role }) => role === 'bass')
    if (!bass) throw new Error('no 808')
    const body = bass.notes.filter(({ startTicks }) => startTicks < (score.barCount - 1) * 3840)
    expect(body.filter(({ startTicks }) => kicks.has(startTicks)).length / body.length).toBeGreaterThan(0.85)
    expect(bass.notes.every(({ pitch }) => pitch >= 24 && pitch <= 52)).toBe(true)
    const bends = bass.controls.flatMap((event) => (event.kind === 'bend' ? [event] : []))
    expect(bends.every(({ semitones }) => Math.abs(semitones) <= WIDEST_GLIDE)).toBe(true)
    slides += bends.filter(({ semitones }, i) => semitones === 0 && i > 0).length
    for (const note of bass.notes) {
      const at = bends.findLast(({ atTicks }) => atTicks <= Math.max(0, note.startTicks + note.microTicks))
      expect(at?.semitones).toBe(0)
    }
  }
  expect(slides / SEEDS.length).toBeGreaterThan(style === 'drill' ? 5 : 2)
})

test.each(['trap', 'drill'] as const)('%s: hats roll off the sixteenth grid', async (style) => {
  for (const { score } of await piecesOf(style)) {
    const hats = notesOf(score, 'drums').filter(({ pitch }) => pitch === DRUM.hat)
    expect(hats.filter(({ startTicks }) => startTicks % 240 !== 0).length).toBeGreaterThan(6)
  }
})

test('the styles differ where it counts: half-time snare, hats in threes', async () => {
  const shareAt = (score: Score, pitches: readonly number[], step: number): number => {
    const hits = notesOf(score, 'drums').filter(({ pitch, velocity }) => pitches.includes(pitch) && velocity > 60)
    return hits.filter(({ startTicks }) => (startTicks / 240) % 16 === step).length / Math.max(1, hits.length)
  }
  const [boom] = await piecesOf('boom-bap')
  const [trap] = await piecesOf('trap')
  if (!boom || !trap) throw new Error('no pieces')
  expect(shareAt(boom.score, [DRUM.snare], 4)).toBeGreaterThan(0.25)
  expect(shareAt(trap.score, [DRUM.snare, DRUM.clap], 4)).toBeLessThan(0.1)
  expect(shareAt(trap.score, [DRUM.snare, DRUM.clap], 8)).toBeGreaterThan(0.4)
})
