import type { Random } from '../../../../../../src-shared/kernel/random.ts'
import type { Key } from '../../../../../../src-shared/score/score.ts'
import type { Meter } from '../../../compose/meter.ts'
import { type Cell, drawCell, held } from '../counterpoint/diminution.ts'
import type { Compass, Line, Tone } from '../counterpoint/line.ts'
import { realise } from '../counterpoint/realise.ts'
import { keyOfDegree, type Stage, stageOf } from '../counterpoint/stage.ts'
import type { Cadence } from '../draft.ts'
import { type Beginning, type CadenceKind, type PhraseBar, phraseOf } from './phrase.ts'
import type { Bar, Schema } from './schemata.ts'

/** One phrase of a section as the form orders it. `goal`: the key that it reaches after its first idea. */
export type PhraseOrder = {
  readonly barCount: number
  readonly begin: Beginning
  readonly cadence: CadenceKind
  readonly key: Key
  readonly goal?: Key
  readonly opening?: Schema
}

export type SectionOrder = {
  readonly phrases: readonly PhraseOrder[]
  /** 0..1: how many notes the melody has */
  readonly liveliness: number
  /** ideas of the melody are drawn from here, so that sections that share a theme share its rhythm */
  readonly motifs: Random
  /** schemata are drawn from here */
  readonly plan: Random
  readonly random: Random
  /** the last chord is followed by silence: a caesura, or the breath before a repeat */
  readonly breathTicks: number
}

/** A section that begins at tick 0. */
export type SectionMusic = {
  readonly stages: readonly Stage[]
  readonly lines: readonly Line[]
  readonly cadences: readonly Cadence[]
  readonly schemata: readonly { readonly bar: number; readonly name: string }[]
}

export const WIDEST = 16

/** The beats of a bar shared out among its events, the first ones longer. */
export const eventTicks = (count: number, meter: Meter): readonly { readonly at: number; readonly length: number }[] => {
  const { beats, barTicks } = meter
  if (count > beats.length) return Array.from({ length: count }, (_, i) => ({ at: Math.round((i * barTicks) / count), length: Math.round(barTicks / count) }))
  const starts = Array.from({ length: count }, (_, i) => beats[Math.ceil((i * beats.length) / count)]?.startTicks ?? 0)
  return starts.map((at, i) => ({ at, length: (starts[i + 1] ?? barTicks) - at }))
}

export const stagesOfBar = (bar: number, events: Bar, key: Key, meter: Meter): Stage[] => {
  const places = eventTicks(events.length, meter)
  return events.map(({ numeral, on, top }, index) => {
    const { at, length } = places[index] ?? { at: 0, length: meter.barTicks }
    return stageOf(bar * meter.barTicks + at, length, numeral, on === undefined ? key : keyOfDegree(key, on), top)
  })
}

type Ordered = PhraseBar & { readonly key: Key; readonly place: number; readonly span: number }

const ordered = (order: SectionOrder): { bars: Ordered[]; cadences: Cadence[]; schemata: { bar: number; name: string }[] } => {
  const bars: Ordered[] = []
  const cadences: Cadence[] = []
  const schemata: { bar: number; name: string }[] = []
  order.phrases.forEach(({ barCount, begin, cadence, key, goal, opening }, index) => {
    const phrase = phraseOf(barCount, begin, cadence, (goal ?? key).mode, order.plan.fork(`phrase ${index}`), opening)
    const turn = goal
      ? Math.min(
          barCount - 1,
          phrase.bars.findIndex(({ idea }) => idea === 'run' || idea === 'cadence'),
        )
      : barCount
    const start = bars.length
    for (const name of phrase.schemata) schemata.push({ bar: start, name })
    phrase.bars.forEach((bar, place) => void bars.push({ ...bar, key: place >= turn ? (goal ?? key) : key, place, span: barCount }))
    if (cadence !== 'open') cadences.push({ bar: bars.length - 1, kind: cadence, key: goal ?? key })
  })
  return { bars, cadences, schemata }
}

/** Rhythm and ornament of the melody: bars with the same idea get the same cell for the same length. */
const melodyCells = (bars: readonly Ordered[], order: SectionOrder, meter: Meter): ((stage: Stage) => readonly Cell[]) => {
  const density = 0.7 + 1.3 * order.liveliness
  const spare = order.random.fork('cells')
  return ({ startTicks, lengthTicks }) => {
    const bar = bars[Math.floor(startTicks / meter.barTicks)]
    const idea = bar?.idea ?? 'a'
    const isLast = bar !== undefined && bar.place === bar.span - 1
    if (isLast) return [held(lengthTicks)]
    const place = startTicks % meter.barTicks === 0 ? 'strong' : 'weak'
    const busy = idea === 'run' ? density * 1.25 : idea === 'cadence' ? density * 0.8 : density
    const own = drawCell(lengthTicks, busy, order.motifs.fork(`${idea} ${place} ${lengthTicks}`))
    return [own, drawCell(lengthTicks, busy, spare), drawCell(lengthTicks, busy, spare), drawCell(lengthTicks, busy * 0.7, spare)]
  }
}

const lowerCells = (order: SectionOrder, bars: readonly Ordered[], meter: Meter, lowest: number): ((stage: Stage, voice: number) => readonly Cell[]) => {
  const random = order.random.fork('lower cells')
  return ({ startTicks, lengthTicks }, voice) => {
    const bar = bars[Math.floor(startTicks / meter.barTicks)]
    if (bar && bar.place === bar.span - 1) return []
    const moves = voice === lowest ? 0.25 + 0.45 * order.liveliness : 0.12 + 0.2 * order.liveliness
    return random.chance(moves) ? [drawCell(lengthTicks, 1, random), drawCell(lengthTicks, 1, random)] : []
  }
}

const breathed = (line: Line, endTicks: number, breathTicks: number): Tone[] =>
  line.map((tone) => (tone.at + tone.length > endTicks - breathTicks ? { ...tone, length: Math.max(240, endTicks - breathTicks - tone.at) } : tone))

/** Writes a section whose melody leads: phrases in order, four voices, galant manners. */
export const composeSection = (order: SectionOrder, meter: Meter, compasses: readonly Compass[]): SectionMusic => {
  const { bars, cadences, schemata } = ordered(order)
  const stages = bars.flatMap(({ events, key }, bar) => stagesOfBar(bar, events, key, meter))
  const melody = melodyCells(bars, order, meter)
  const lower = lowerCells(order, bars, meter, compasses.length - 1)
  const top = compasses[0] as Compass
  const centre = top.low + (top.high - top.low) * 0.5
  const request = {
    stages,
    compasses,
    manner: 'galant' as const,
    widest: WIDEST,
    written: compasses.map(() => []),
    isWritten: () => false,
    cells: (index: number, voice: number) => (voice === 0 ? melody(stages[index] as Stage) : lower(stages[index] as Stage, voice)),
    suspends: 0.15,
    ties: false,
    summit: (index: number) => {
      const bar = bars[Math.floor((stages[index]?.startTicks ?? 0) / meter.barTicks)]
      return bar ? centre + 5 * Math.sin((Math.PI * (bar.place + 0.5)) / bar.span) : undefined
    },
    random: order.random.fork('voices'),
  }
  // a prescribed melody that cannot be harmonised by the rules is set free
  const lines = realise(request) ?? realise({ ...request, stages: stages.map(({ top: _, ...stage }) => stage) })
  if (!lines) throw new RangeError('a progression without any legal layout')
  const endTicks = bars.length * meter.barTicks
  return { stages, lines: order.breathTicks > 0 ? lines.map((line) => breathed(line, endTicks, order.breathTicks)) : lines, cadences, schemata }
}
