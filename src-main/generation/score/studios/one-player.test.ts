import { expect, test } from 'vitest'
import { DEFAULT_REMIX_CONTROLS } from '../../../../src-shared/generation/plan.ts'
import { FailureError } from '../../../../src-shared/kernel/failure.ts'
import { createRandom } from '../../../../src-shared/kernel/random.ts'
import { ticksPerBar } from '../../../../src-shared/score/musical-time.ts'
import { type Note, type Part, Score } from '../../../../src-shared/score/score.ts'
import type { StudioId } from '../../../../src-shared/studios/studio-id.ts'
import { DRUM } from '../compose/figures/drums.ts'
import { recomposeBars } from '../compose/index.ts'
import { slotsOf } from '../compose/remix/bars.ts'
import { findInstrumentByVoice } from '../instruments.ts'
import { recomposeOne } from '../recompose-one.ts'
import { consoleViolations } from './chiptune/voices.ts'
import { cardOf } from './index.ts'
import { MUTED_TICKS } from './ironclad/guitars-and-bass.ts'
import { METAL_KIT } from './ironclad/metal-drums.ts'
import { pieceOf } from './piece-for-tests.ts'
import { faultsIn } from './virtuoso/counterpoint/rules.ts'
import { linesOf } from './virtuoso/recompose.ts'

type Alone = { readonly name: string; readonly old: Score; readonly made: Score; readonly isInside: (note: Note) => boolean }

/** Every player of pieces of all styles of a studio, four bars alone; those who are refused by what they are told. */
const everybodyAlone = async (studio: StudioId, seeds: readonly number[], fromBar = 8): Promise<{ played: Alone[]; refused: Map<string, string> }> => {
  const played: Alone[] = []
  const refused = new Map<string, string>()
  for (const style of cardOf(studio)?.styles ?? [])
    for (const seed of seeds) {
      const { plan, score: old } = await pieceOf(studio, seed, { style, seconds: 60 })
      const bar = ticksPerBar(old.timeSignature)
      const span = [fromBar * bar, (fromBar + 4) * bar] as const
      const isInside = ({ startTicks }: Note): boolean => startTicks >= span[0] && startTicks < span[1]
      for (const name of new Set(old.parts.flatMap((part) => (part.notes.some(isInside) ? [part.name] : []))))
        try {
          const request = { fromBar, toBar: fromBar + 4, controls: DEFAULT_REMIX_CONTROLS, plan, arranging: { rests: [], only: name } }
          const made = recomposeOne(old, name, span, (attempt) => recomposeBars(old, { ...request, random: createRandom(70 + seed + 7_919 * attempt) }))
          played.push({ name, old, made, isInside })
        } catch (error) {
          if (!(error instanceof FailureError)) throw error
          refused.set(`${style} ${name}`, error.failure.message)
        }
    }
  return { played, refused }
}

const onlyOneChanged = (played: readonly Alone[]): void => {
  for (const { name, old, made, isInside } of played) {
    Score.parse(made)
    expect(made.chords).toEqual(old.chords)
    let fresh = 0
    made.parts.forEach((part, index) => {
      const before = old.parts[index]
      if (part.name !== name) {
        expect(part).toBe(before)
        return
      }
      expect(part.notes.filter((note) => !isInside(note))).toEqual(before?.notes.filter((note) => !isInside(note)))
      expect(part.mix).toEqual(before?.mix)
      const known = new Set(before?.notes.map(({ startTicks, pitch }) => `${startTicks} ${pitch}`))
      fresh += part.notes.filter(({ startTicks, pitch }) => !known.has(`${startTicks} ${pitch}`)).length
      fresh += Math.max(0, (before?.notes.length ?? 0) - part.notes.length)
    })
    expect(fresh, name).toBeGreaterThan(0)
  }
}
const partOf = ({ parts }: Score, role: Part['role']): Part | undefined => parts.find((part) => part.role === role)
const startsOf = (part: Part | undefined, pitch?: number): Set<number> =>
  new Set(part?.notes.flatMap((note) => (pitch === undefined || note.pitch === pitch ? [note.startTicks] : [])))

test('Chiptune: each channel alone, and still nothing that the console could not play', async () => {
  const { played, refused } = await everybodyAlone('chiptune', [1, 2])
  onlyOneChanged(played)
  for (const { made } of played) expect(consoleViolations(made)).toEqual([])
  expect(new Set(played.map(({ name }) => name))).toEqual(new Set(['Console noise', 'Console triangle', 'Console pulse 1', 'Console pulse 2']))
  expect(refused.size).toBeLessThan(3)
})

test('Cypher: whoever plays alone, the 808 still follows the kick and every bend is back for the next note', async () => {
  const { played } = await everybodyAlone('cypher', [1, 2])
  onlyOneChanged(played)
  const with808 = played.filter(({ old }) => partOf(old, 'bass')?.voice.kind === 'sub' && old.style !== 'boom-bap')
  expect(new Set(with808.map(({ name }) => name)).size).toBeGreaterThan(4)
  for (const { name, old, made, isInside } of with808) {
    const share = (score: Score): number => {
      const kicks = startsOf(partOf(score, 'drums'), DRUM.kick)
      const inside = partOf(score, 'bass')?.notes.filter(isInside) ?? []
      return inside.filter(({ startTicks }) => kicks.has(startTicks)).length / Math.max(1, inside.length)
    }
    expect(share(made), name).toBeGreaterThanOrEqual(share(old) - 1e-9)
    const bass = partOf(made, 'bass')
    const bends = bass?.controls.filter((event) => event.kind === 'bend') ?? []
    for (const note of bass?.notes ?? []) {
      const at = bends.findLast(({ atTicks }) => atTicks <= Math.max(0, note.startTicks + note.microTicks))
      expect(at?.kind === 'bend' && at.semitones).toBe(0)
    }
  }
})

test('Ironclad: drums and leads play alone; the riff and the thirds do not, and are told why', async () => {
  const { played, refused } = await everybodyAlone('ironclad', [1, 2])
  onlyOneChanged(played)
  const names = new Set(played.map(({ name }) => name))
  expect([names.has('Power drum kit'), names.has('High-gain guitar 1'), names.has('Picked bass')]).toEqual([true, false, false])
  expect(refused.get('metal Picked bass')).toContain('doubles the riff')
  expect(refused.get('thrash High-gain guitar 1')).toContain('play one riff')
  expect(refused.get('doom Lead guitar')).toContain('in thirds')
  expect(refused.get('doom Harmony guitar')).toContain('a third away')
  for (const { old, made } of played) {
    // two feet: the kick stays on the sixteenths, never twice on one
    const kicks = [...(partOf(made, 'drums')?.notes ?? [])].filter(({ pitch }) => pitch === METAL_KIT.kick).map(({ startTicks }) => startTicks)
    expect(new Set(kicks).size).toBe(kicks.length)
    expect(kicks.every((ticks) => ticks % 240 === 0)).toBe(true)
    expect(partOf(made, 'chords')).toBe(partOf(old, 'chords'))
  }
})

test('Ironclad: a drummer who plays alone still has the kick under the palm that stands', async () => {
  const { plan, score } = await pieceOf('ironclad', 1, { style: 'metal', seconds: 100 })
  const verse = score.sections.find(({ role }) => role === 'verse')?.startBar ?? 0
  const [from, to] = [verse * 3840, (verse + 3) * 3840]
  const request = {
    fromBar: verse,
    toBar: verse + 3,
    controls: { ...DEFAULT_REMIX_CONTROLS, weirdness: 1 },
    plan,
    arranging: { rests: [], only: 'Power drum kit' },
  }
  const made = recomposeBars(score, { ...request, random: createRandom(5) })
  const mutes = new Set(partOf(score, 'chords')?.notes.flatMap(({ startTicks, lengthTicks }) => (lengthTicks <= MUTED_TICKS ? [startTicks] : [])))
  const kicks = [...startsOf(partOf(made, 'drums'), METAL_KIT.kick)].filter((ticks) => ticks >= from && ticks < to)
  expect(kicks.length).toBeGreaterThan(4)
  expect(kicks.filter((ticks) => mutes.has(ticks)).length / kicks.length).toBeGreaterThan(0.9)
})

test('Blue Note: everybody alone over the same changes: roots where chords begin, hi-hat on two and four, everyone inside the instrument', async () => {
  const { played } = await everybodyAlone('blue-note', [1, 2])
  onlyOneChanged(played)
  const roles = new Set(played.flatMap(({ name, old }) => old.parts.flatMap((part) => (part.name === name ? [part.role] : []))))
  expect(roles).toEqual(new Set(['drums', 'bass', 'chords', 'lead']))
  for (const { name, made, isInside } of played)
    for (const part of made.parts.filter((one) => one.name === name)) {
      const range = findInstrumentByVoice(part.voice, part.role)?.range ?? { low: 0, high: 127 }
      const inside = part.notes.filter(isInside)
      expect(inside.every(({ pitch }) => pitch >= range.low && pitch <= range.high)).toBe(true)
      if (part.role === 'drums' && made.style === 'swing')
        expect(inside.filter(({ pitch }) => pitch === 44).every(({ startTicks }) => [960, 2880].includes(startTicks % 3840))).toBe(true)
      if (part.role !== 'bass') continue
      for (const { startTicks, pitch } of inside) {
        const chord = made.chords.find((one) => one.startTicks === startTicks)
        if (chord) expect([chord.root, chord.bass].map((tone) => ((tone % 12) + 12) % 12)).toContain(pitch % 12)
      }
    }
})

test('Virtuoso: a new line makes no fault with the voices that stand', async () => {
  const { played, refused } = await everybodyAlone('virtuoso', [1])
  onlyOneChanged(played)
  expect(played.length).toBeGreaterThan(refused.size * 2)
  for (const { name, old, made } of played) {
    const manner = old.style === 'fugue' ? 'strict' : 'galant'
    const faults = ({ parts }: Score): number => faultsIn({ voices: linesOf(parts), stages: slotsOf(old), manner }).length
    expect(faults(made), `${old.style} ${name}`).toBeLessThanOrEqual(faults(old))
  }
})

test('who rests in the bars, or has one way only, is refused in words', async () => {
  const { plan, score } = await pieceOf('cypher', 2, { style: 'trap', seconds: 60 })
  const rests = score.parts.find(({ role, notes }) => role === 'lead' && !notes.some(({ startTicks }) => startTicks >= 8 * 3840 && startTicks < 12 * 3840))
  if (!rests) throw new Error('everybody plays')
  const request = { fromBar: 8, toBar: 12, controls: DEFAULT_REMIX_CONTROLS, plan, arranging: { rests: [], only: rests.name } }
  const ask = () => recomposeOne(score, rests.name, [8 * 3840, 12 * 3840], (attempt) => recomposeBars(score, { ...request, random: createRandom(attempt) }))
  expect(ask).toThrow(`${rests.name} does not play in these bars`)
})
