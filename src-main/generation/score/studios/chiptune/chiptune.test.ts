import { expect, test } from 'vitest'
import { createRandom } from '../../../../../src-shared/kernel/random.ts'
import { pieceOf } from '../piece-for-tests.ts'
import { loopForm, loopOf } from './structure.ts'
import { consoleViolations } from './voices.ts'

const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1)
const pieces = Promise.all(SEEDS.map((seed) => pieceOf('chiptune', seed, { prompt: 'piano and strings, heroic', seconds: 70 })))

test('only what the console can play: four channels, a note each, tones in the registers, four duty cycles', async () => {
  for (const { score } of await pieces) expect(consoleViolations(score)).toEqual([])
})

test('the checker finds what is wrong', async () => {
  const [piece] = await pieces
  if (!piece) throw new Error('no piece')
  const { score } = piece
  const lead = score.parts.find(({ role }) => role === 'lead')
  if (!lead?.notes[0]) throw new Error('no tune')
  const chord = { ...lead, notes: [{ ...lead.notes[0], lengthTicks: 9_000 }, ...lead.notes.slice(1)] }
  const low = { ...lead, notes: [{ ...lead.notes[0], pitch: 20 }] }
  const wheel = { ...lead, controls: [{ kind: 'cc' as const, atTicks: 0, number: 70, value: 50 }] }
  for (const part of [chord, low, wheel]) expect(consoleViolations({ ...score, parts: [part] })).not.toEqual([])
  expect(consoleViolations({ ...score, parts: [lead, lead] })).not.toEqual([])
})

test('instruments that the console has not are left where they are: not understood', async () => {
  for (const { plan } of await pieces) expect(plan.instrumentation.every(({ instrument }) => instrument.startsWith('console-'))).toBe(true)
})

test('chords are heard as arpeggios: pulse 2 touches three pitch classes in most bars of its own', async () => {
  for (const { score } of await pieces) {
    const arp = score.parts.find(({ role }) => role === 'arp')
    const bars = Array.from(
      { length: score.barCount - 1 },
      (_, bar) => new Set(arp?.notes.filter((n) => Math.floor(n.startTicks / 3840) === bar).map((n) => n.pitch % 12)),
    )
    const played = bars.filter((classes) => classes.size > 0)
    expect(played.filter((classes) => classes.size >= 3).length / played.length).toBeGreaterThan(0.6)
  }
})

test('the loop has no seam: it starts on the home chord, ends on one that leads there, and nothing rings over', async () => {
  for (const { score } of await pieces) {
    const { startBar, endBar } = loopOf(score)
    const [from, to] = [startBar * 3840, endBar * 3840]
    expect(endBar - startBar).toBeGreaterThanOrEqual(8)
    const first = score.chords.find(({ startTicks }) => startTicks === from)
    const last = score.chords.findLast(({ startTicks }) => startTicks < to)
    expect(last?.root).not.toBe(first?.root)
    for (const part of score.parts) {
      expect(part.notes.filter((n) => n.startTicks < to && n.startTicks + n.microTicks + n.lengthTicks > to)).toEqual([])
      // a player that jumps back finds the duty cycle set at the loop's first tick
      if (part.controls.length > 0) expect(part.controls.some(({ atTicks }) => atTicks === from)).toBe(true)
    }
  }
})

test('forms of any number of bars add up, intro first and turn last where there is room', () => {
  for (let bars = 1; bars < 140; bars++)
    for (const closes of [true, false]) {
      const form = loopForm(bars, closes, createRandom(bars))
      expect(form.reduce((sum, { barCount }) => sum + barCount, 0)).toBe(Math.max(bars, closes ? 2 : 1))
      expect(form.every(({ barCount }) => barCount > 0)).toBe(true)
    }
  const form = loopForm(45, true, createRandom(1))
  expect([form[0]?.role, form.at(-1)?.label]).toEqual(['intro', 'Turn'])
})
