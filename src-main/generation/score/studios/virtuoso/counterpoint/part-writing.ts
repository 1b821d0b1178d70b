import type { Random } from '../../../../../../src-shared/kernel/random.ts'
import { type Given, type Layout, layoutsOf, type PricedLayout, type Tendency } from './layouts.ts'
import type { Compass } from './line.ts'
import { motion, tendencyBetween } from './motion.ts'
import type { Stage } from './stage.ts'

export type PartWriting = {
  readonly stages: readonly Stage[]
  /** highest voice first */
  readonly compasses: readonly Compass[]
  /** a written voice keeps its notes, a resting one is silent, others are free */
  readonly given: (stage: number, voice: number) => Given
  /** pitches right before the first stage and right after the last one, where the music goes on */
  readonly before?: readonly (number | undefined)[]
  readonly after?: readonly (number | undefined)[]
  /** the height that the highest voice aims at, by stage */
  readonly summit?: (stage: number) => number | undefined
  readonly widest: number
  readonly random: Random
}

type State = { readonly first: Layout; readonly last: Layout; readonly cost: number; readonly from: State | undefined }

const BEAM = 10
/** how many states are kept when the search has to go back, and how far back it goes */
const WIDE_BEAM = 240
const STEPS_BACK = 3
const NOTHING: Tendency = { leading: undefined, seventh: undefined }

/** Sets of free voices that may fall silent when nothing else is legal, fewest first. */
const silences = (fixed: readonly Given[]): ReadonlySet<number>[] => {
  const free = fixed.flatMap((own, voice) => (own === undefined ? [voice] : [])).toReversed()
  return [new Set<number>(), ...free.map((voice) => new Set([voice])), ...free.flatMap((a, i) => free.slice(i + 1).map((b) => new Set([a, b]))), new Set(free)]
}

const createSearch = (task: PartWriting) => {
  const { stages, compasses, given, summit, after, widest, random } = task
  const fixed = stages.map((_, index) => compasses.map((__, voice) => given(index, voice)))
  // progressions repeat, so layouts are remembered while the task lasts
  const known = new Map<string, PricedLayout[]>()
  const layouts = (index: number, resting: ReadonlySet<number>): PricedLayout[] => {
    const stage = stages[index] as Stage
    const own = fixed[index] ?? []
    const name = `${stage.chord.symbol} ${stage.chord.roman} ${stage.top} ${own.map((one) => (typeof one === 'object' ? `${one.first}/${one.low}/${one.high}` : one)).join()} ${[...resting].join()}`
    const found = known.get(name) ?? layoutsOf({ stage, compasses, fixed: own, resting, widest })
    known.set(name, found)
    return found
  }
  const grow = (index: number, beam: readonly State[], resting: ReadonlySet<number>, width: number): State[] => {
    const stage = stages[index] as Stage
    const own = fixed[index] ?? []
    const aim = summit?.(index)
    const between = tendencyBetween(stages[index - 1], stage)
    const isSet = own.map((one, voice) => typeof one === 'object' && (index === 0 || typeof fixed[index - 1]?.[voice] === 'object'))
    const goesOn = index === stages.length - 1 ? after : undefined
    const grown: State[] = []
    for (const { pitches, cost } of layouts(index, resting)) {
      const melody = pitches[0]
      const off = aim !== undefined && melody !== undefined ? Math.abs(melody - aim) * 0.7 : 0
      const last = pitches.map((pitch, voice) => {
        const one = own[voice]
        return typeof one === 'object' ? one.last : pitch
      })
      const leaving = goesOn
        ? motion(
            last,
            goesOn,
            NOTHING,
            own.map((one) => typeof one === 'object'),
          )
        : 0
      let best: State | undefined
      let least = Number.POSITIVE_INFINITY
      for (const state of beam) {
        const ground = state.cost + cost + off + leaving + (melody !== undefined && melody === state.last[0] ? 1.2 : 0)
        if (ground >= least) continue
        const total = ground + motion(state.last, pitches, between, isSet)
        if (total < least) {
          least = total
          best = state
        }
      }
      if (best) grown.push({ first: pitches, last, cost: least + random.next() * 0.8, from: best })
    }
    return grown.toSorted((a, b) => a.cost - b.cost).slice(0, width)
  }
  const growAtAll = (index: number, beam: readonly State[], width: number): State[] => {
    for (const resting of silences(fixed[index] ?? [])) {
      const grown = grow(index, beam, resting, width)
      if (grown.length > 0) return grown
    }
    return []
  }
  return { grow, growAtAll }
}

/**
 * Lays out a progression for all voices by beam search: every layout in the result obeys the rules of motion against its predecessor. Where the
 * search runs into a wall it goes back a few chords and keeps more ways open; then a free voice rests. Undefined when even that does not help
 * (written voices contradict each other).
 */
export const writeParts = (task: PartWriting): Layout[] | undefined => {
  const start: Layout = task.before ?? task.compasses.map(() => undefined)
  const { grow, growAtAll } = createSearch(task)
  const none: ReadonlySet<number> = new Set()
  const beams: State[][] = [[{ first: start, last: start, cost: 0, from: undefined }]]
  for (let index = 0; index < task.stages.length; index++) {
    let grown = grow(index, beams[index] ?? [], none, BEAM)
    for (let back = 1; grown.length === 0 && back <= Math.min(STEPS_BACK, index); back++) {
      let wide = beams[index - back] ?? []
      for (let again = index - back; again < index && wide.length > 0; again++) wide = grow(again, wide, none, WIDE_BEAM)
      grown = wide.length > 0 ? grow(index, wide, none, BEAM) : []
    }
    if (grown.length === 0) grown = growAtAll(index, beams[index] ?? [], BEAM)
    for (let back = 1; grown.length === 0 && back <= Math.min(STEPS_BACK, index); back++) {
      let wide = beams[index - back] ?? []
      for (let again = index - back; again <= index && wide.length > 0; again++) wide = growAtAll(again, wide, WIDE_BEAM)
      grown = wide
    }
    if (grown.length === 0) return undefined
    beams[index + 1] = grown
  }
  const path: Layout[] = []
  for (let state = beams.at(-1)?.[0]; state?.from; state = state.from) path.unshift(state.first)
  return path
}
