import type { Random } from '../../../../../../src-shared/kernel/random.ts'
import type { Key } from '../../../../../../src-shared/score/score.ts'
import { tonicOf } from '../../../compose/chord-spec.ts'
import type { Meter } from '../../../compose/meter.ts'
import { broken, drawCell } from '../counterpoint/diminution.ts'
import { indexAt, intervalClass, type Line, type Tone, toneAt } from '../counterpoint/line.ts'
import { faultsIn } from '../counterpoint/rules.ts'
import { type Stage, stageOf } from '../counterpoint/stage.ts'
import { asTheme, beatOf, type Theme, type ThemeTone, themeStages } from './theme.ts'

/** Harmonies that a subject outlines; all lead to the tonic on the next downbeat. */
const PATTERNS: readonly (readonly (readonly string[])[])[] = [
  [
    ['I', 'V'],
    ['I', 'V7'],
  ],
  [
    ['I', 'IV'],
    ['V', 'V7'],
  ],
  [
    ['I', 'vi'],
    ['ii', 'V'],
  ],
  [
    ['I', 'V'],
    ['vi', 'V'],
  ],
  [
    ['I', 'ii'],
    ['V', 'V7'],
  ],
  [
    ['I', 'IV'],
    ['viio', 'V'],
  ],
]
const TRIES = 60

const range = (line: Line): number => Math.max(...line.map(({ pitch }) => pitch)) - Math.min(...line.map(({ pitch }) => pitch))

/** How much a line sounds like a subject: an octave's compass, one or two leaps, more than one note value, motion that quickens. */
const character = (line: Line, barTicks: number): number => {
  const sizes = line.slice(1).map(({ pitch }, index) => Math.abs(pitch - (line[index]?.pitch ?? pitch)))
  const leaps = sizes.filter((size) => size > 4).length
  const values = new Set(line.map(({ length }) => length)).size
  const compass = range(line)
  const repeats = sizes.filter((size) => size === 0).length
  const first = line.filter(({ at }) => at < barTicks).length
  const second = line.filter(({ at }) => at >= barTicks && at < 2 * barTicks).length
  return (
    -Math.abs(compass - 10) * 0.5 - Math.abs(leaps - 2) - repeats * 1.5 + Math.min(values, 3) + (second > first ? 1 : 0) - Math.abs(first + second - 11) * 0.25
  )
}

const chordPitches = ({ chord }: Stage, around: number, reach: number): number[] => {
  const pitches: number[] = []
  for (let pitch = around - reach; pitch <= around + reach; pitch++) if (chord.tones.includes(pitch % 12)) pitches.push(pitch)
  return pitches
}

const drawLine = (stages: readonly Stage[], arrival: Stage, tonicPitch: number, meter: Meter, random: Random): Tone[] => {
  const beat = beatOf(meter)
  const onFifth = random.chance(0.5)
  let pitch = tonicPitch + (onFifth ? 7 : 0)
  const goals = [pitch]
  for (const stage of stages.slice(1)) {
    const reachable = chordPitches(stage, pitch, 9).filter((other) => other !== pitch && other >= tonicPitch - 5 && other <= tonicPitch + 12)
    if (reachable.length > 0) pitch = random.pick(reachable)
    goals.push(pitch)
  }
  const endings = [tonicPitch, tonicPitch + 12, ...[3, 4].map((third) => tonicPitch + third).filter((other) => arrival.chord.tones.includes(other % 12))]
  const ending = endings.toSorted((a, b) => Math.abs(a - pitch) - Math.abs(b - pitch))[0] ?? tonicPitch
  const tones = stages.flatMap((stage, index) => {
    const isHead = index === 0
    // a first tone on the fifth lasts one beat exactly, because the answer changes it
    const cell = isHead ? [{ step: 'S' as const, ticks: stage.lengthTicks }] : drawCell(stage.lengthTicks, 1 + (index / stages.length) * 1.4, random)
    return broken(cell, goals[index] ?? pitch, goals[index + 1] ?? ending, stage)
  })
  // the head may be tied when it is the tonic
  const [head, second] = tones
  if (head && second && head.pitch === second.pitch && !onFifth)
    return [{ ...head, length: head.length + second.length }, ...tones.slice(2), { at: arrival.startTicks, length: beat, pitch: ending }]
  return [...tones, { at: arrival.startTicks, length: beat, pitch: ending }]
}

/** Draws a subject of two bars: the most characteristic of many that keep the rules alone. */
export const drawSubject = (key: Key, meter: Meter, random: Random): Theme => {
  const tonicPitch = 60 + tonicOf(key)
  let best: { theme: Theme; worth: number } | undefined
  for (let round = 0; round < TRIES || (!best && round < TRIES * 20); round++) {
    const numerals = random.pick(PATTERNS)
    const theme: Theme = { tones: [], numerals, isTonal: false }
    const stages = themeStages(theme, 0, key, meter)
    const arrival = stageOf(2 * meter.barTicks, beatOf(meter), 'I', key)
    const line = drawLine(stages, arrival, tonicPitch, meter, random)
    const all = [...stages, arrival]
    if (line[0]?.pitch === line[1]?.pitch || range(line) > 12 || faultsIn({ voices: [line], stages: all, manner: 'strict' }).length > 0) continue
    const tones = asTheme(line, tonicPitch, all)
    const worth = character(line, meter.barTicks)
    if (!tones || (best && worth <= best.worth)) continue
    best = { theme: { tones, numerals, isTonal: tones[0]?.step === 4 }, worth }
  }
  if (!best) throw new RangeError('no subject keeps the rules')
  return best.theme
}

const INVERTIBLE = new Set([0, 3, 4, 8, 9])

/**
 * Draws a countersubject in double counterpoint at the octave: it keeps the rules above the subject and, an octave or two lower, below it.
 * It begins after the first beat, so that it also fits a tonal answer. Undefined when none was found.
 */
export const drawCountersubject = (theme: Theme, key: Key, meter: Meter, random: Random): ThemeTone[] | undefined => {
  const tonicPitch = 60 + tonicOf(key)
  const stages = themeStages(theme, 0, key, meter)
  const own = stages.slice(1)
  const subject = theme.tones.map(({ at, length, step }): Tone => {
    const stage = stages.findLast(({ startTicks }) => startTicks <= at) as Stage
    return { at, length, pitch: tonicPitch + ((((stage.chord.scale[((step % 7) + 7) % 7] ?? 0) - tonicOf(key) + 12) % 12) + 12 * Math.floor(step / 7)) }
  })
  const arrival = stageOf(2 * meter.barTicks, beatOf(meter), 'I', key)
  const all = [...stages, arrival]
  const attacks = new Set(subject.map(({ at }) => at))
  let best: { tones: ThemeTone[]; worth: number } | undefined
  for (let round = 0; round < TRIES * 3; round++) {
    let pitch = tonicPitch + random.int(0, 12)
    const goals = own.map((stage) => {
      const against = toneAt(subject, stage.startTicks)?.pitch ?? tonicPitch
      const fit = chordPitches(stage, pitch, 7).filter((other) => INVERTIBLE.has(intervalClass(other, against)) && other !== pitch)
      if (fit.length > 0) pitch = random.pick(fit)
      return pitch
    })
    const line = own.flatMap((stage, index) => {
      const span = subject.slice(Math.max(0, indexAt(subject, stage.startTicks)), indexAt(subject, stage.startTicks + stage.lengthTicks - 1) + 1)
      // it moves where the subject rests on a tone
      const density = Math.max(0.5, 2.4 - (span.length * 960) / stage.lengthTicks)
      return broken(drawCell(stage.lengthTicks, density, random), goals[index] ?? pitch, goals[index + 1], stage)
    })
    if (range(line) > 12) continue
    const lift = 12 * Math.ceil((Math.max(...subject.map((tone) => tone.pitch)) - Math.min(...line.map((tone) => tone.pitch))) / 12)
    const drop = 12 * Math.ceil((Math.max(...line.map((tone) => tone.pitch)) - Math.min(...subject.map((tone) => tone.pitch))) / 12)
    const above = line.map((tone) => ({ ...tone, pitch: tone.pitch + lift }))
    const below = line.map((tone) => ({ ...tone, pitch: tone.pitch - drop }))
    const isClean = (voices: readonly Line[]): boolean => faultsIn({ voices, stages: all, manner: 'strict' }).length === 0
    if (!isClean([above, subject]) || !isClean([subject, below])) continue
    const tones = asTheme(line, tonicPitch, stages)
    const complementary = line.filter(({ at }) => !attacks.has(at)).length
    const worth = complementary + new Set(line.map(({ length }) => length)).size - Math.abs(line.length - 8) * 0.4
    if (tones && (!best || worth > best.worth)) best = { tones, worth }
  }
  return best?.tones
}
