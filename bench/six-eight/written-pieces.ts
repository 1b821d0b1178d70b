import { composeScore } from '../../src-main/generation/score/compose/index.ts'
import { planFromPrompt } from '../../src-main/generation/score/plan/index.ts'
import type { StyleId } from '../../src-shared/generation/plan.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import { TICKS_PER_QUARTER as QUARTER } from '../../src-shared/kernel/units.ts'
import type { Part, Score, TimeSignature } from '../../src-shared/score/score.ts'
import type { StudioId } from '../../src-shared/studios/studio-id.ts'

/** A way to play: dotted beats of six or twelve eighths, or what could be mistaken for them. */
export const COMPOUND_KINDS = ['ballad', 'jig', 'siciliana', 'rock', 'folk', 'march', 'doo-wop', 'slow-blues'] as const
export const OTHER_KINDS = ['shuffle', 'swung', 'triplets', 'triplet-hats', 'waltz', 'broken-waltz'] as const
export type Kind = (typeof COMPOUND_KINDS)[number] | (typeof OTHER_KINDS)[number]
export const isCompound = (kind: string): boolean => (COMPOUND_KINDS as readonly string[]).includes(kind)

const EIGHTH = QUARTER / 2
const [KICK, SNARE, HAT, PEDAL] = [36, 38, 42, 44]
const MINOR = [
  [0, 3, 7],
  [5, 8, 0],
  [7, 10, 2],
  [8, 0, 3],
  [3, 7, 10],
  [10, 2, 5],
]
const MAJOR = [
  [0, 4, 7],
  [5, 9, 0],
  [7, 11, 2],
  [9, 0, 4],
  [2, 5, 9],
  [4, 7, 11],
]
const BROKEN = [
  [0, 1, 2, 3, 2, 1],
  [0, 2, 1, 2, 1, 2],
  [0, 1, 2, 1, 2, 1],
  [0, 1, 2, 0, 1, 2],
]

/** felt beats a minute: from, and how many more */
const TEMPI: Readonly<Record<Kind, readonly [number, number]>> = {
  ballad: [48, 36],
  jig: [95, 40],
  siciliana: [42, 22],
  rock: [60, 45],
  folk: [48, 36],
  march: [88, 34],
  'doo-wop': [54, 36],
  'slow-blues': [54, 36],
  shuffle: [85, 60],
  swung: [120, 80],
  triplets: [80, 50],
  'triplet-hats': [62, 30],
  waltz: [90, 80],
  'broken-waltz': [90, 80],
}

export const meterOfKind = (kind: Kind): TimeSignature => {
  if (kind === 'doo-wop' || kind === 'slow-blues') return { beats: 12, unit: 8 }
  if (isCompound(kind)) return { beats: 6, unit: 8 }
  return { beats: kind === 'waltz' || kind === 'broken-waltz' ? 3 : 4, unit: 4 }
}

type Role = 'drums' | 'bass' | 'chords' | 'lead'
type Note = Part['notes'][number]

/** Notes of a kind for a studio's band: what the band plays by itself in these meters is often 3/4, or two beats of sixteenths. */
export const writePiece = (kind: Kind, seed: number, seconds: number, studio: StudioId, style: StyleId): Score => {
  const random = createRandom(seed)
  const chance = (share: number): boolean => random.next() < share
  const pick = <T>(among: readonly T[]): T => among[Math.floor(random.next() * among.length)] as T
  const timeSignature = meterOfKind(kind)
  const [least, more] = TEMPI[kind]
  const tempoBpm = Math.round((least + random.next() * more) * (isCompound(kind) ? 1.5 : 1))
  const plan = planFromPrompt({ prompt: 'a song', seed, seconds: seconds + 4, overrides: { style, timeSignature, tempoBpm }, studio })
  const score = structuredClone(composeScore(plan, createRandom(seed))) as Score & { tempoMap: unknown; chords: unknown; parts: Part[] }
  const bar = (timeSignature.beats * QUARTER * 4) / timeSignature.unit
  const bars = Math.ceil((((seconds + 3) * tempoBpm) / 60) * (QUARTER / bar))
  const key = Math.floor(random.next() * 12)
  const chords = chance(0.5) ? MINOR : MAJOR
  const progression = [chords[0] as number[], pick(chords), pick(chords), pick(chords)]
  const written: Record<Role, Note[]> = { drums: [], bass: [], chords: [], lead: [] }
  const add = (role: Role, at: number, length: number, pitch: number, velocity: number): void => {
    const shaken = Math.round(velocity + (random.next() - 0.5) * 14)
    written[role].push({
      startTicks: Math.round(at),
      lengthTicks: Math.max(30, Math.round(length)),
      pitch,
      velocity: Math.max(1, Math.min(127, shaken)),
      microTicks: Math.round((random.next() - 0.5) * 24),
    } as Note)
  }
  const hasDrums = kind !== 'siciliana' && chance(0.75)
  const hat = pick([HAT, 51, 46])
  const kicks = pick([[0], [0, 5], [0, 2], [0, 3]])
  const figure = pick(BROKEN)
  const swing = kind === 'swung' ? pick([0.62, 2 / 3]) : 2 / 3
  for (let index = 0; index < bars; index++) {
    const from = index * bar
    const chord = progression[index % 4] as number[]
    const root = 36 + ((key + (chord[0] as number)) % 12)
    const tone = (place: number, base = 60): number => base + ((key + (chord[place % 3] as number)) % 12)
    const strum = (at: number, length: number, velocity: number, base?: number): void => {
      for (const i of [0, 1, 2]) add('chords', at, length, tone(i, base), velocity)
    }
    const sing = (at: number, length: number, velocity: number): void => add('lead', at, length, 72 + ((key + pick([...chord, ...chord, 2, 5])) % 12), velocity)
    if (isCompound(kind))
      for (let beat = 0; beat < timeSignature.beats / 3; beat++) {
        const at = from + beat * 3 * EIGHTH
        const [isFirst, isBack] = [beat % 2 === 0, beat % 2 === 1]
        if (hasDrums) {
          for (const eighth of isFirst ? (kind === 'rock' ? kicks : [0]) : []) add('drums', at + eighth * EIGHTH, 100, KICK, 105)
          if (isBack) add('drums', at, 100, SNARE, 105)
          if (kind === 'march') for (const eighth of [2, 5]) if (chance(0.6)) add('drums', at + eighth * EIGHTH * 0.5, 60, SNARE, 62)
          const isFull = kind === 'jig' || kind === 'march' ? chance(0.5) : true
          for (const eighth of [0, 1, 2]) if (eighth === 0 || isFull) add('drums', at + eighth * EIGHTH, 60, hat, eighth === 0 ? 85 : 58)
        }
        add('bass', at, kind === 'jig' ? EIGHTH * 2 : EIGHTH * 3, root + (isBack ? pick([0, 7]) : 0), 95)
        if (chance(0.25)) add('bass', at + 2 * EIGHTH, EIGHTH, root + pick([0, 5, 7]), 75)
        if (kind === 'doo-wop' || kind === 'slow-blues') for (const eighth of [0, 1, 2]) strum(at + eighth * EIGHTH, EIGHTH * 0.8, eighth === 0 ? 80 : 62)
        else if (kind === 'jig' || kind === 'march') for (const eighth of [0, 2]) strum(at + eighth * EIGHTH, EIGHTH * 0.5, eighth === 0 ? 70 : 55)
        else if (kind === 'rock') {
          strum(at, EIGHTH * 2.5, 90, 52)
          if (chance(0.6)) add('chords', at + 2 * EIGHTH, EIGHTH, tone(0, 52), 75)
        } else
          for (const eighth of [0, 1, 2]) {
            const place = figure[(beat * 3 + eighth) % 6] as number
            add('chords', at + eighth * EIGHTH, EIGHTH * 2, tone(place, place > 1 ? 60 : 52), eighth === 0 ? 85 : 66)
          }
        const tunes =
          kind === 'jig' || kind === 'march'
            ? [[0, 1, 2], [0, 1, 2], [0, 2], [0]]
            : kind === 'siciliana'
              ? [[0, 1.5, 2], [0, 2], [0, 1.5, 2], [0]]
              : [[0, 2], [0], [0, 1, 2], [0, 2], [2], []]
        for (const eighth of pick(tunes)) sing(at + eighth * EIGHTH, EIGHTH, eighth === 0 ? 92 : 76)
      }
    else if (timeSignature.beats === 3)
      for (let beat = 0; beat < 3; beat++) {
        const at = from + beat * QUARTER
        if (hasDrums) {
          add('drums', at, 100, beat === 0 ? KICK : SNARE, beat === 0 ? 105 : 80)
          add('drums', at, 60, hat, 75)
          if (chance(0.7)) add('drums', at + EIGHTH, 60, hat, 55)
        }
        if (beat === 0) add('bass', at, QUARTER * 2, root, 98)
        else if (chance(0.3)) add('bass', at, QUARTER, root + 7, 80)
        if (kind === 'broken-waltz')
          for (const half of [0, 1]) add('chords', at + half * EIGHTH, EIGHTH * 2, tone(figure[beat * 2 + half] as number), half === 0 ? 82 : 66)
        else if (beat > 0) strum(at, QUARTER * 0.7, 72)
        for (const half of pick([[0], [0, 1], [0], []])) sing(at + half * EIGHTH, QUARTER, 84)
      }
    else
      for (let beat = 0; beat < 4; beat++) {
        const at = from + beat * QUARTER
        const late = at + QUARTER * swing
        if (kind === 'triplet-hats') {
          // sixteenths, and now and then a beat in triplets, as trap and drill have them
          const parts = chance(0.3) ? pick([3, 6]) : 4
          for (let i = 0; i < parts; i++) add('drums', at + (i * QUARTER) / parts, 60, HAT, i === 0 ? 82 : 62)
        } else {
          add('drums', at, 60, hat, 80)
          if (kind === 'triplets') add('drums', at + EIGHTH, 60, HAT, 60)
          if (kind === 'shuffle' || beat % 2 === 1) add('drums', late, 60, hat, 62)
        }
        if (kind === 'swung') {
          if (beat % 2 === 1) add('drums', at, 80, PEDAL, 80)
        } else add('drums', at, 100, beat % 2 === 0 ? KICK : SNARE, 104)
        add('bass', at, QUARTER * 0.9, root + pick([0, 4, 7, 9]), 96)
        if (kind === 'shuffle') add('bass', late, QUARTER * 0.3, root + pick([0, 7]), 76)
        if (kind === 'triplets' && chance(0.3)) for (const third of [0, 1, 2]) add('chords', at + (third * QUARTER) / 3, QUARTER / 3, tone(third), 75)
        else if (kind === 'triplets' || kind === 'triplet-hats') strum(at, QUARTER * 0.9, 75)
        else if (chance(0.45)) strum(pick([at, late, late]), QUARTER * 0.4, 72)
        const tunes = kind === 'triplet-hats' ? [[0, 0.5], [0], [0.25, 0.75], []] : [[0, swing], [0], [swing], [], [0, 1 / 3, 2 / 3]]
        for (const part of pick(tunes)) sing(at + part * QUARTER, QUARTER * 0.4, 84)
      }
  }
  const part = (...roles: readonly string[]) => score.parts.find(({ role, voice }) => roles.includes(role) && voice.kind !== 'texture' && voice.kind !== 'sub')
  const players = new Map<Part | undefined, Role>([
    [part('lead', 'counter'), 'lead'],
    [part('chords', 'arp', 'pad'), 'chords'],
    [part('bass'), 'bass'],
    [part('drums'), 'drums'],
  ])
  const parts = score.parts.map((one) => ({
    ...one,
    controls: [],
    notes: (written[players.get(one) as Role] ?? []).toSorted((a, b) => a.startTicks - b.startTicks || a.pitch - b.pitch),
  }))
  return { ...score, tempoMap: [{ atTicks: 0, tempoBpm }], chords: [], parts } as Score
}
