import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../../src-shared/kernel/random.ts'
import { ticksPerBar } from '../../../../../src-shared/score/musical-time.ts'
import type { Chord, Note, Score } from '../../../../../src-shared/score/score.ts'
import { specOfChord } from '../../compose/chord-spec.ts'
import { slotsOf } from '../../compose/remix/bars.ts'
import { findInstrumentByVoice } from '../../instruments.ts'
import { pieceOf } from '../piece-for-tests.ts'
import { chordScale, guideTones } from './chord-scale.ts'
import { COMPING_RANGE, GUITAR_RANGE, movement, rootlessVoicing } from './rootless-voicing.ts'
import { substituted, tritoneSubstitute } from './substitutions.ts'
import { swingAmountAt, swingRatioAt } from './swing-ratio.ts'
import { WALKING_RANGE } from './walking-line.ts'

const SEEDS = [1, 2, 3, 4, 5, 6]
const pieces = await Promise.all(SEEDS.map((seed) => pieceOf('blue-note', seed, { style: 'swing', seconds: 110 })))

const partOf = (score: Score, role: string): readonly Note[] => score.parts.find((part) => part.role === role)?.notes ?? []
const chordAt = (score: Score, ticks: number): Chord | undefined => score.chords.findLast((chord) => chord.startTicks <= ticks)
const share = (flags: readonly boolean[]): number => flags.filter(Boolean).length / Math.max(1, flags.length)
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
/** everything but the final chord, which everybody lands on together */
const lastBarOf = (score: Score): number => (score.barCount - 1) * ticksPerBar(score.timeSignature)
const isSoloBar = (score: Score, ticks: number): boolean => {
  const bar = Math.floor(ticks / ticksPerBar(score.timeSignature))
  return score.sections.some((section) => section.role === 'solo' && bar >= section.startBar && bar < section.startBar + section.barCount)
}

describe('harmony', () => {
  const slots = pieces.map(({ score }) => slotsOf(score))

  it.each(['rootless', 'drop-2'] as const)('%s voicings have third and seventh and no root, and stay in their register', (kind) => {
    const range = kind === 'rootless' ? COMPING_RANGE : GUITAR_RANGE
    for (const song of slots) {
      let previous: readonly number[] | undefined
      for (const { chord } of song) {
        const voicing = rootlessVoicing(chord, previous, kind)
        const classes = voicing.map((pitch) => pitch % 12)
        expect(voicing).toHaveLength(4)
        expect(classes).toEqual(expect.arrayContaining([...guideTones(chord)]))
        expect(classes).not.toContain(chord.root)
        expect(Math.min(...voicing)).toBeGreaterThanOrEqual(range.low)
        expect(Math.max(...voicing)).toBeLessThanOrEqual(range.high)
        previous = voicing
      }
    }
  })

  it('leads its voices: a step on average, never more than a tritone each', () => {
    for (const song of slots) {
      const moves: number[] = []
      let previous: readonly number[] | undefined
      for (const { chord } of song) {
        const voicing = rootlessVoicing(chord, previous)
        if (previous) moves.push(movement(previous, voicing) / 4)
        previous = voicing
      }
      expect(mean(moves)).toBeLessThanOrEqual(2)
      expect(Math.max(...moves)).toBeLessThanOrEqual(6)
    }
  })

  it('substitutes keep third and seventh of the dominant', () => {
    expect(tritoneSubstitute('V7')).toBe('bII7')
    expect(tritoneSubstitute('V7b9/ii')).toBe('bII7/ii')
    expect(tritoneSubstitute('ii7')).toBeUndefined()
    const bars = [['Imaj7'], ['V7/ii'], ['ii7', 'V7'], ['Imaj7']]
    expect(substituted(bars, 0, createRandom(1))).toEqual(bars)
    const bold = SEEDS.map((seed) => substituted(bars, 1, createRandom(seed)))
    expect(bold.some((song) => song[1]?.[0] === 'iih7/ii')).toBe(true)
    for (const song of bold) expect([song[0], song[3]]).toEqual([['Imaj7'], ['Imaj7']])
  })

  it('cadences: most dominants fall a fifth or a half step', () => {
    const falls = pieces.flatMap(({ score }) =>
      score.chords.flatMap((chord, index) => {
        const next = score.chords[index + 1]
        const has = (step: number): boolean => chord.pitchClasses.includes((chord.root + step) % 12)
        if (!next || !has(4) || !has(10) || next.root === chord.root) return []
        return [[5, 11].includes((next.root - chord.root + 12) % 12)]
      }),
    )
    expect(share(falls)).toBeGreaterThan(0.6)
  })

  it('closes on the tonic, and writes songs of eights or twelves', () => {
    for (const { score, plan } of pieces) {
      expect(score.chords.at(-1)?.roman).toMatch(/^(I69|i6)$/)
      const main = plan.form.filter(({ role }) => role === 'verse' || role === 'bridge' || role === 'solo')
      expect(main.slice(0, -1).every(({ barCount }) => barCount === 8 || barCount === 12)).toBe(true)
    }
  })

  it('knows a blues and rhythm changes when they are asked for', async () => {
    const blues = await pieceOf('blue-note', 3, { prompt: 'twelve-bar blues in F major', seconds: 100 })
    expect(blues.plan.form.filter(({ label }) => label === 'Blues').every(({ barCount }) => barCount === 12)).toBe(true)
    expect(blues.score.chords.some(({ symbol }) => symbol === 'Bb7')).toBe(true)
    const rhythm = await pieceOf('blue-note', 3, { prompt: 'rhythm changes in Bb', seconds: 100 })
    expect(rhythm.score.chords.map(({ symbol }) => symbol)).toEqual(expect.arrayContaining(['D7', 'G7', 'C7', 'F7']))
  })
})

describe('rhythm section', () => {
  it('swings less the faster it is', () => {
    const ratios = [60, 120, 180, 240, 300].map(swingRatioAt)
    expect(ratios).toEqual(ratios.toSorted((a, b) => b - a))
    for (const ratio of ratios) expect(ratio).toBeGreaterThanOrEqual(1.15)
    for (const ratio of ratios) expect(ratio).toBeLessThanOrEqual(2.3)
    for (const { plan } of pieces) expect(plan.swing).toBeCloseTo(swingAmountAt(plan.tempoBpm), 2)
  })

  it('plays even eighths in a bossa', async () => expect((await pieceOf('blue-note', 1, { style: 'bossa' })).plan.swing).toBe(0.5))

  it('walks: root on every new chord, chord tones on strong beats, a step into each change, inside the instrument', () => {
    for (const { score } of pieces) {
      const notes = partOf(score, 'bass').filter((note) => note.startTicks % 960 === 0 && note.startTicks < lastBarOf(score))
      const arrivals = notes.filter((note) => chordAt(score, note.startTicks)?.startTicks === note.startTicks)
      for (const note of arrivals) expect(note.pitch % 12).toBe(chordAt(score, note.startTicks)?.root)
      const strong = notes.filter((note) => note.startTicks % 1920 === 0)
      expect(share(strong.map((note) => chordAt(score, note.startTicks)?.pitchClasses.includes(note.pitch % 12) ?? false))).toBe(1)
      const steps = arrivals.flatMap((note) => {
        const last = notes[notes.indexOf(note) - 1]
        return last && note.startTicks - last.startTicks === 960 ? [Math.abs(last.pitch - note.pitch)] : []
      })
      expect(share(steps.map((step) => step >= 1 && step <= 2))).toBeGreaterThan(0.95)
      for (const { pitch } of notes) expect(pitch >= WALKING_RANGE.low && pitch <= WALKING_RANGE.high).toBe(true)
    }
  })

  it('closes the hi-hat on two and four and keeps the ride going', () => {
    for (const { score } of pieces) {
      const drums = partOf(score, 'drums').filter((note) => note.startTicks < lastBarOf(score))
      const pedal = drums.filter(({ pitch }) => pitch === 44)
      expect(pedal.length).toBeGreaterThan(score.barCount)
      expect(pedal.every((note) => [960, 2880].includes(note.startTicks % 3840))).toBe(true)
    }
  })

  it('comps around the beat with space, never a block on every beat', () => {
    for (const { score } of pieces) {
      const starts = [
        ...new Set(
          partOf(score, 'chords')
            .filter((note) => note.pitch <= COMPING_RANGE.high && note.startTicks < lastBarOf(score))
            .map((note) => note.startTicks),
        ),
      ]
      const perBar = starts.length / score.barCount
      expect(perBar).toBeGreaterThan(0.8)
      expect(perBar).toBeLessThan(6)
      expect(share(starts.map((ticks) => ticks % 960 !== 0))).toBeGreaterThan(0.25)
    }
  })
})

describe('soloist', () => {
  const solos = pieces.map(({ score }) => ({
    score,
    notes: partOf(score, 'lead').filter((note) => isSoloBar(score, note.startTicks)),
  }))

  it('hits chord tones on one and three, and guide tones where the chord is new', () => {
    const strong = solos.flatMap(({ score, notes }) =>
      notes.filter((note) => note.startTicks % 1920 === 0).map((note) => ({ score, note, chord: chordAt(score, note.startTicks) })),
    )
    expect(strong.length).toBeGreaterThan(60)
    expect(share(strong.map(({ note, chord }) => chord?.pitchClasses.includes(note.pitch % 12) ?? false))).toBeGreaterThan(0.9)
    const changes = strong.filter(({ note, chord }) => chord?.startTicks === note.startTicks)
    expect(
      share(changes.map(({ score, note, chord }) => chord !== undefined && guideTones(specOfChord(chord, score.key)).includes(note.pitch % 12))),
    ).toBeGreaterThan(0.6)
  })

  it('resolves every note outside the scale by a step', () => {
    for (const { score, notes } of solos) {
      const outside = notes.flatMap((note, index) => {
        const chord = chordAt(score, note.startTicks)
        const next = notes[index + 1]
        if (!chord || chordScale(specOfChord(chord, score.key), score.key).includes(note.pitch % 12)) return []
        return [next !== undefined && Math.abs(next.pitch - note.pitch) <= 2]
      })
      expect(share(outside.map((resolved) => !resolved))).toBeLessThan(0.12)
      expect(outside.length / notes.length).toBeLessThan(0.25)
    }
  })

  it('breathes: no phrase runs for more than five bars', () => {
    for (const { notes } of solos) {
      let start = notes[0]?.startTicks ?? 0
      notes.forEach((note, index) => {
        const last = notes[index - 1]
        if (last && note.startTicks - (last.startTicks + last.lengthTicks) >= 480) start = note.startTicks
        expect(note.startTicks - start).toBeLessThanOrEqual(5 * 3840)
      })
    }
  })
})

describe('wishes', () => {
  it('follow tempo, manner and named players, who stay inside their instruments', async () => {
    for (const [prompt, style, chair] of [
      ['up-tempo bebop with alto sax, 210 bpm', 'swing', 'lead alto-sax'],
      ['smoky ballad with muted trumpet, 62 bpm', 'ballad', 'lead muted-trumpet'],
      ['bossa nova with nylon guitar and flute, 130 bpm', 'bossa', 'lead flute'],
      ['swing with a long sax solo, 160 bpm', 'swing', 'lead tenor-sax'],
      ['jazz with accordion, 140 bpm', 'swing', 'lead accordion'],
    ] as const) {
      const { plan, score } = await pieceOf('blue-note', 7, { prompt, seconds: 60 })
      expect(plan.style).toBe(style)
      expect(plan.tempoBpm).toBe(Number(/(\d+) bpm/.exec(prompt)?.[1]))
      expect(plan.instrumentation.map(({ role, instrument }) => `${role} ${instrument}`)).toContain(chair)
      expect(plan.instrumentation.map(({ role }) => role)).toEqual(expect.arrayContaining(['drums', 'bass', 'chords']))
      for (const part of score.parts) {
        const range = findInstrumentByVoice(part.voice, part.role)?.range ?? { low: 0, high: 127 }
        expect(part.notes.length).toBeGreaterThan(0)
        expect(part.notes.filter(({ pitch }) => pitch < range.low || pitch > range.high)).toEqual([])
      }
    }
  })
})
