import { describe, expect, it } from 'vitest'
import { DEFAULT_REMIX_CONTROLS } from '../../../../../src-shared/generation/plan.ts'
import { createRandom } from '../../../../../src-shared/kernel/random.ts'
import { ticksPerBar } from '../../../../../src-shared/score/musical-time.ts'
import type { Note, Part, Score } from '../../../../../src-shared/score/score.ts'
import { scaleOf, specOfChord, tonicOf } from '../../compose/chord-spec.ts'
import { extendScore, recomposeBars } from '../../compose/index.ts'
import { pieceOf } from '../piece-for-tests.ts'
import { FRETS_PER_SECOND, gripFor, HAND_SPAN, PICKS_PER_SECOND, positionOf } from './fretboard.ts'
import { MUTED_TICKS } from './guitars-and-bass.ts'
import { BLAST_FROM_BPM, doubleBassStep, FEET_PER_SECOND, METAL_KIT } from './metal-drums.ts'
import { drawRiff } from './riff.ts'
import { FRETS, lowestRoot, lowestString, type Tuning, tuningFor } from './tunings.ts'

const STYLES = ['metal', 'thrash', 'doom'] as const
const SEEDS = [1, 2, 3, 4]
const pieces = (await Promise.all(STYLES.flatMap((style) => SEEDS.map((seed) => pieceOf('ironclad', seed, { style, seconds: 100 }))))).map(
  ({ plan, score }) => ({
    plan,
    score,
    tuning: tuningFor(tonicOf(score.key)),
    seconds: (ticks: number): number => (ticks / 960) * (60 / plan.tempoBpm),
  }),
)

const guitarsOf = (score: Score): readonly Part[] => score.parts.filter(({ role }) => role === 'chords')
const drumsOf = (score: Score): readonly Note[] => score.parts.find(({ role }) => role === 'drums')?.notes ?? []
const gripsOf = (part: Part): { ticks: number; notes: readonly Note[] }[] =>
  [...Map.groupBy(part.notes, ({ startTicks }) => startTicks)].map(([ticks, notes]) => ({ ticks, notes }))
const isMuted = (notes: readonly Note[]): boolean => notes.length === 1 && (notes[0]?.lengthTicks ?? 999) <= MUTED_TICKS

describe('guitars', () => {
  it('tune to the key, and every pitch lies on a string', () => {
    expect(tuningFor(4).name).toBe('E standard')
    expect(tuningFor(2)).toMatchObject({ name: 'drop D', strings: [38, 45, 50, 55, 59, 64] })
    expect(lowestString(tuningFor(0))).toBe(36)
    for (const { score, tuning } of pieces)
      for (const { notes } of guitarsOf(score).flatMap(gripsOf))
        for (const { pitch } of notes) expect(tuning.strings.some((open) => pitch >= open && pitch <= open + FRETS)).toBe(true)
  })

  it('are playable: one hand holds every chord, reaches the next in time, and picks no faster than it can', () => {
    for (const { score, tuning, seconds } of pieces)
      for (const part of guitarsOf(score)) {
        let last: { at: number; position: number } | undefined
        for (const { ticks, notes } of gripsOf(part)) {
          const grip = gripFor(
            notes.map(({ pitch }) => pitch),
            tuning,
            last?.position ?? 3,
          )
          expect(grip).toBeDefined()
          const fretted = (grip ?? []).filter(({ fret }) => fret > 0).map(({ fret }) => fret)
          if (fretted.length > 0) expect(Math.max(...fretted) - Math.min(...fretted)).toBeLessThanOrEqual(HAND_SPAN)
          const position = positionOf(grip ?? [])
          if (position === undefined) continue
          // the forefinger covers its neighbours without moving
          if (last) expect(Math.max(0, Math.abs(position - last.position) - 3)).toBeLessThanOrEqual(FRETS_PER_SECOND * seconds(ticks - last.at))
          last = { at: ticks, position }
        }
        const starts = gripsOf(part).map(({ ticks }) => seconds(ticks))
        for (const [index, start] of starts.slice(1).entries()) expect(start - (starts[index] ?? 0)).toBeGreaterThanOrEqual(1 / PICKS_PER_SECOND - 1e-6)
      }
  })

  it('play nothing but roots, fifths and octaves at once', () => {
    for (const { score } of pieces)
      for (const { notes } of guitarsOf(score).flatMap(gripsOf)) {
        if (notes.length === 1) continue
        const [root = 0, ...others] = notes.map(({ pitch }) => pitch).toSorted((a, b) => a - b)
        for (const pitch of others) expect([7, 12]).toContain(pitch - root)
      }
  })

  const palmAgrees = (score: Score, tuning: Tuning): void => {
    for (const part of guitarsOf(score)) {
      const palm = part.controls.filter((event) => event.kind === 'cc' && event.number === 67)
      for (const { ticks, notes } of gripsOf(part)) {
        const [first] = notes
        const chord = score.chords.findLast(({ startTicks }) => startTicks <= ticks)
        if (!first || !chord) continue
        if (isMuted(notes)) expect(first.pitch).toBe(lowestRoot(chord.root, tuning))
        const state = palm.findLast(({ atTicks }) => atTicks <= first.startTicks + first.microTicks)
        expect(state?.kind === 'cc' && state.value >= 64).toBe(isMuted(notes))
      }
    }
  }

  it('mute only the pedal tone, with the palm down exactly then', () => {
    for (const { score, tuning } of pieces) palmAgrees(score, tuning)
  })

  it('stay one machine when bars are regenerated or added: guitars alike, palms right', () => {
    for (const { plan, score, tuning } of pieces) {
      const controls = { ...DEFAULT_REMIX_CONTROLS, structureConsistency: 1 }
      const made = recomposeBars(score, { fromBar: 9, toBar: 13, controls, plan, random: createRandom(plan.tempoBpm) })
      const longer = extendScore(score, plan, { seconds: 20, direction: 'after', controls, random: createRandom(3) })
      for (const song of [made, longer.score]) {
        palmAgrees(song, tuning)
        const [left, right] = guitarsOf(song)
        expect(right?.notes.map(({ startTicks, pitch }) => [startTicks, pitch])).toEqual(left?.notes.map(({ startTicks, pitch }) => [startTicks, pitch]))
      }
    }
  })

  it('are recorded twice: the same riff left and right by different hands', () => {
    for (const { score } of pieces) {
      const [left, right] = guitarsOf(score)
      expect([left?.mix.pan, right?.mix.pan]).toEqual([-0.86, 0.86])
      expect(right?.notes.map(({ startTicks, pitch }) => [startTicks, pitch])).toEqual(left?.notes.map(({ startTicks, pitch }) => [startTicks, pitch]))
      expect(right?.notes.map(({ microTicks }) => microTicks)).not.toEqual(left?.notes.map(({ microTicks }) => microTicks))
    }
  })

  it('thin sixteenths out where no hand could pick them', () => {
    expect(drawRiff('thrash', 190, createRandom(1)).strokes.some(({ step }) => step % 2 === 1)).toBe(true)
    expect(drawRiff('thrash', 235, createRandom(1)).strokes.every(({ step }) => step % 2 === 0)).toBe(true)
  })
})

describe('leads', () => {
  it('harmonise in the scale of the moment, a third or a fourth apart', () => {
    let harmonised = 0
    for (const { score } of pieces) {
      const lead = new Map(score.parts.find(({ role }) => role === 'lead')?.notes.map((note) => [note.startTicks, note.pitch]))
      const end = (score.barCount - 1) * ticksPerBar(score.timeSignature)
      for (const note of score.parts.find(({ role }) => role === 'counter')?.notes ?? []) {
        const melody = lead.get(note.startTicks)
        if (melody === undefined || note.startTicks >= end) continue
        const chord = score.chords.findLast(({ startTicks }) => startTicks <= note.startTicks)
        if (!chord) continue
        harmonised++
        expect(specOfChord(chord, score.key).scale).toContain(note.pitch % 12)
        expect(Math.abs(note.pitch - melody)).toBeGreaterThanOrEqual(2)
        expect(Math.abs(note.pitch - melody)).toBeLessThanOrEqual(5)
      }
    }
    expect(harmonised).toBeGreaterThan(200)
  })

  it('run no faster than a picking hand', () => {
    for (const { score, seconds } of pieces) {
      const starts = (score.parts.find(({ role }) => role === 'lead')?.notes ?? []).map(({ startTicks }) => seconds(startTicks))
      for (const [index, start] of starts.slice(1).entries()) expect(start - (starts[index] ?? 0)).toBeGreaterThanOrEqual(1 / PICKS_PER_SECOND - 1e-6)
    }
  })
})

describe('drummer', () => {
  it('has two feet: kicks within what they can do at every tempo', () => {
    for (const tempo of [60, 120, 180, 210, 230, 240]) expect(tempo / 15 / doubleBassStep(tempo)).toBeLessThanOrEqual(FEET_PER_SECOND)
    for (const { score, seconds } of pieces) {
      const kicks = drumsOf(score).flatMap((note) => (note.pitch === METAL_KIT.kick ? [seconds(note.startTicks)] : []))
      for (const [index, at] of kicks.slice(1).entries()) expect(at - (kicks[index] ?? 0)).toBeGreaterThanOrEqual(1 / FEET_PER_SECOND - 1e-6)
    }
  })

  it('has two hands: never more than two strokes besides the feet', () => {
    for (const { score } of pieces) {
      const hands = Map.groupBy(
        drumsOf(score).filter(({ pitch }) => pitch !== METAL_KIT.kick),
        ({ startTicks }) => startTicks,
      )
      for (const strokes of hands.values()) expect(strokes.length).toBeLessThanOrEqual(2)
    }
  })

  it('blasts hand against foot in fast bridges, breaks down in half time, and beats twice as fast in thrash', () => {
    const barsOf = (score: Score, role: string): number[] => score.sections.flatMap((section) => (section.role === role ? [section.startBar + 1] : []))
    const strokes = (score: Score, bar: number, pitch: number): number[] =>
      drumsOf(score).flatMap((note) => (note.pitch === pitch && Math.floor(note.startTicks / 3840) === bar ? [(note.startTicks % 3840) / 240] : []))
    for (const { score, plan } of pieces) {
      if (plan.style === 'thrash' && plan.tempoBpm >= BLAST_FROM_BPM)
        for (const bar of barsOf(score, 'bridge')) {
          expect(strokes(score, bar, METAL_KIT.snare)).toEqual([1, 3, 5, 7, 9, 11, 13, 15])
          expect(strokes(score, bar, METAL_KIT.kick)).toEqual([0, 2, 4, 6, 8, 10, 12, 14])
        }
      if (plan.style !== 'doom') for (const bar of barsOf(score, 'break')) expect(strokes(score, bar, METAL_KIT.snare)).toEqual([8])
    }
  })

  it('puts the kick under the palm mutes where the beat is heavy', async () => {
    const { score } = await pieceOf('ironclad', 1, { style: 'metal', seconds: 100 })
    const verse = score.sections.find(({ role }) => role === 'verse')
    const at = (verse?.startBar ?? 0) + 1
    const inBar = ({ startTicks }: Note): boolean => Math.floor(startTicks / 3840) === at
    const kicks = new Set(drumsOf(score).flatMap((note) => (note.pitch === METAL_KIT.kick && inBar(note) ? [note.startTicks] : [])))
    const riff = new Set(
      guitarsOf(score)[0]
        ?.notes.filter(inBar)
        .map(({ startTicks }) => startTicks),
    )
    expect([...kicks].filter((ticks) => riff.has(ticks)).length / kicks.size).toBeGreaterThan(0.9)
  })
})

describe('low end and harmony', () => {
  it('lets the bass follow the riff an octave below', () => {
    for (const { score } of pieces) {
      const riff = new Map(
        guitarsOf(score)[0]
          ?.notes.toReversed()
          .map((note) => [note.startTicks, note.pitch]),
      )
      const end = (score.barCount - 1) * ticksPerBar(score.timeSignature)
      for (const note of score.parts.find(({ role }) => role === 'bass')?.notes ?? []) {
        if (note.startTicks >= end) continue
        expect(riff.has(note.startTicks)).toBe(true)
        expect(((riff.get(note.startTicks) ?? 0) - note.pitch) % 12).toBe(0)
        expect(note.pitch).toBeGreaterThanOrEqual(23)
      }
    }
  })

  it('leaves the key only for the tritone, the flat second and the leading tone', () => {
    for (const { score } of pieces) {
      const scale = scaleOf(score.key)
      for (const { notes } of guitarsOf(score).flatMap(gripsOf)) {
        const [lowest] = notes
        const chord = lowest && score.chords.findLast(({ startTicks }) => startTicks <= lowest.startTicks)
        if (!lowest || !chord) continue
        const fromRoot = (lowest.pitch - chord.root + 120) % 12
        expect(scale.includes(lowest.pitch % 12) || specOfChord(chord, score.key).scale.includes(lowest.pitch % 12) || fromRoot === 1 || fromRoot === 6).toBe(
          true,
        )
      }
    }
  })
})

describe('wishes', () => {
  const bandOf = async (prompt: string): Promise<string[]> =>
    (await pieceOf('ironclad', 7, { prompt, seconds: 47 })).plan.instrumentation.map(({ role, instrument }) => `${role} ${instrument}`)
  const wall = ['chords high-gain-guitar', 'chords high-gain-guitar']

  it('keep the wall of guitars beside whatever else is named, unless it is sent away', async () => {
    expect(await bandOf('metal with strings, choir and piano')).toEqual(expect.arrayContaining([...wall, 'chords choir', 'pad strings', 'lead piano']))
    expect((await bandOf('metal with a guitar solo')).filter((chair) => chair.includes('guitar'))).toEqual([
      ...wall,
      'lead lead-guitar',
      'counter harmony-guitar',
    ])
    expect((await bandOf('metal without guitars')).filter((chair) => chair.includes('guitar'))).toEqual([])
  })

  it('follow tempo and manner, and everybody who is seated plays', async () => {
    for (const [prompt, style] of [
      ['furious thrash with blast beats, 200 bpm', 'thrash'],
      ['crushing doom at 60 bpm', 'doom'],
      ['epic heavy metal, 150 bpm, galloping', 'metal'],
      ['sad metal 120 bpm', 'metal'],
    ] as const) {
      const { plan, score } = await pieceOf('ironclad', 7, { prompt, seconds: 47 })
      expect(plan.style).toBe(style)
      expect(plan.tempoBpm).toBe(Number(/(\d+) bpm/.exec(prompt)?.[1]))
      for (const part of score.parts) expect(part.notes.length).toBeGreaterThan(0)
    }
  })
})
