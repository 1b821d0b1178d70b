import { expect, test } from 'vitest'
import { createRandom } from '../../../../../src-shared/kernel/random.ts'
import type { Key, SectionRole } from '../../../../../src-shared/score/score.ts'
import { sectionsOf } from '../../compose/frame.ts'
import { meterOf } from '../../compose/meter.ts'
import { faultsIn } from './counterpoint/rules.ts'
import { secondKeyOf } from './counterpoint/stage.ts'
import type { Draft } from './draft.ts'
import { composeMinuet } from './forms/minuet.ts'
import { composeSonata } from './forms/sonata.ts'
import { composeFugue } from './fugue/compose-fugue.ts'

const FOUR = [
  { low: 60, high: 86 },
  { low: 53, high: 77 },
  { low: 48, high: 72 },
  { low: 36, high: 62 },
]
const SEEDS = Array.from({ length: 8 }, (_, seed) => seed)
const keyOf = (seed: number): Key => ({ tonic: ['C', 'G', 'D', 'F', 'Bb', 'A'][seed % 6] ?? 'C', mode: seed % 3 === 2 ? 'minor' : 'major' })
const form = (text: string) =>
  sectionsOf(
    text.split(' ').map((word) => {
      const [label = 'A', role, bars] = word.split(':')
      return { label, role: role as SectionRole, barCount: Number(bars), energy: 0.5 }
    }),
  )
const faults = ({ lines, stages, manner, compasses, widest }: Draft) => faultsIn({ voices: lines, stages, manner, compasses, widest })
const request = (seed: number, beats: number, sections: ReturnType<typeof form>) => ({
  key: keyOf(seed),
  meter: meterOf({ beats, unit: 4 }),
  sections,
  compasses: FOUR,
  closes: true,
  themes: createRandom(seed).fork('themes'),
  random: createRandom(seed),
})

test('minuets of several seeds keep every rule and close where the form closes', () => {
  for (const seed of SEEDS) {
    const draft = composeMinuet(request(seed, 3, form('A:verse:8 A:verse:8 B:chorus:12 C:bridge:8 D:solo:8 A:verse:8 B:chorus:13')))
    expect(faults(draft), `seed ${seed}`).toEqual([])
    expect(draft.cadences.filter(({ kind }) => kind === 'perfect').map(({ bar }) => bar)).toEqual([7, 15, 27, 35, 43, 51, 63])
  }
})

test('sonata expositions of several seeds keep every rule and go where they should', () => {
  for (const seed of SEEDS) {
    const draft = composeSonata(request(seed, 4, form('P:verse:8 T:build:8 S:chorus:8 C:outro:9')))
    expect(faults(draft), `seed ${seed}`).toEqual([])
    const second = secondKeyOf(keyOf(seed))
    expect(draft.cadences.find(({ bar }) => bar === 15)).toEqual({ bar: 15, kind: 'half', key: second })
    expect(draft.cadences.filter(({ bar }) => bar > 15).map(({ key }) => key)).toEqual(draft.cadences.filter(({ bar }) => bar > 15).map(() => second))
  }
})

test('fugues of several seeds keep every rule, and the answer is the subject a fifth up but for its head', () => {
  for (const seed of SEEDS) {
    const draft = composeFugue(request(seed, 4, form('X:verse:9 E:bridge:3 M:chorus:2 E:bridge:3 R:drop:2 C:outro:4')))
    expect(faults(draft), `seed ${seed}`).toEqual([])
    const heard = (theme: 'subject' | 'answer') => {
      const entry = draft.entries.find((one) => one.theme === theme)
      return (draft.lines[entry?.voice ?? 0] ?? []).filter(({ at }) => entry && at >= entry.atTicks && at < entry.atTicks + entry.lengthTicks)
    }
    const [subject, answer] = [heard('subject'), heard('answer')]
    const moved = new Set(answer.slice(1).map(({ pitch }, index) => (pitch - (subject[index + 1]?.pitch ?? 0) + 24) % 12))
    expect([...moved], `seed ${seed}`).toEqual([7])
    expect(draft.entries.some(({ theme }) => theme === 'countersubject')).toBe(true)
  }
})
