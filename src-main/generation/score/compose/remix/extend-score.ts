import type { Plan, RemixControls } from '../../../../../src-shared/generation/plan.ts'
import type { Random } from '../../../../../src-shared/kernel/random.ts'
import { ticksPerBar } from '../../../../../src-shared/score/musical-time.ts'
import type { Score, Section } from '../../../../../src-shared/score/score.ts'
import { barSecondsOf, endingOf } from '../../plan/index.ts'
import { styleOf } from '../../styles/index.ts'
import { copyBar, openBars } from './bars.ts'
import { recomposeBars } from './recompose-bars.ts'

export type ExtendScoreRequest = {
  /** how much longer; give one of the two. Seconds are kept exactly: the last chord rings for what whole bars leave */
  readonly barCount?: number
  readonly seconds?: number
  readonly direction: 'after' | 'before'
  readonly controls: RemixControls
  readonly prompt?: string | undefined
  readonly random: Random
}

/** The longer piece. Bars before `insertedFromBar` are unchanged objects; from there `insertedBarCount` bars are new and the rest moved later. */
export type ExtendedScore = { readonly score: Score; readonly plan: Plan; readonly insertedFromBar: number; readonly insertedBarCount: number }

const CONNECTING = new Set(['intro', 'outro', 'build', 'break'])

/** Bars that hold tune and groove, longest useful stretch first: what a continuation is made from. */
const mainSections = (score: Score): readonly Section[] => {
  const main = score.sections.filter((section) => !CONNECTING.has(section.role))
  return main.length > 0 ? main : score.sections
}

/** Where a continuation enters: before a closing section, before the last chord or the ritardando into it, or where the fade had begun. */
const joinBar = (score: Score, plan: Plan): number => {
  const last = score.sections.at(-1)
  if (score.ending === 'fade') {
    const { lastDownbeatSeconds, fadeSeconds } = endingOf(plan)
    return Math.max(1, Math.min(score.barCount, Math.floor((lastDownbeatSeconds - fadeSeconds) / barSecondsOf(plan.tempoBpm, plan.timeSignature))))
  }
  if (last?.role === 'outro' && last.startBar > 0) return last.startBar
  const slows = score.tempoMap[1]?.atTicks ?? Number.POSITIVE_INFINITY
  return Math.max(0, Math.min(score.barCount - 1, Math.floor(slows / ticksPerBar(score.timeSignature))))
}

/** Lengths of the new sections: phrases of eight bars, the remainder in the first. */
const chunks = (bars: number): number[] => {
  if (bars <= 11) return [bars]
  const count = Math.floor(bars / 8)
  const first = bars - 8 * (count - 1)
  return first > 11
    ? [first - 4 - (first % 4), 4 + (first % 4), ...new Array<number>(count - 1).fill(8)].filter((size) => size > 0)
    : [first, ...new Array<number>(count - 1).fill(8)]
}

const barsAndLength = (plan: Plan, request: ExtendScoreRequest): { bars: number; lengthSeconds: number } => {
  const barSeconds = barSecondsOf(plan.tempoBpm, plan.timeSignature)
  if (request.seconds === undefined) {
    const bars = Math.max(1, Math.round(request.barCount ?? 4))
    return { bars, lengthSeconds: plan.lengthSeconds + bars * barSeconds }
  }
  const { ringSeconds } = endingOf(plan)
  const nearest = Math.max(1, Math.round(request.seconds / barSeconds))
  const ringAfter = ringSeconds + request.seconds - nearest * barSeconds
  const bars = request.direction === 'after' && plan.ending !== 'fade' && ringAfter < 1.2 ? Math.max(1, nearest - 1) : nearest
  return { bars, lengthSeconds: request.direction === 'before' ? plan.lengthSeconds + bars * barSeconds : plan.lengthSeconds + request.seconds }
}

/** Splits the section that the new bars cut in two, and puts the new ones between. */
const withSections = (score: Score, atBar: number, added: readonly Section[]): Section[] => {
  const count = added.reduce((sum, section) => sum + section.barCount, 0)
  const before = score.sections.flatMap((section) =>
    section.startBar < atBar ? [{ ...section, barCount: Math.min(section.barCount, atBar - section.startBar) }] : [],
  )
  const after = score.sections.flatMap((section): Section[] => {
    if (section.startBar >= atBar + count) return [section]
    const left = section.startBar + section.barCount - atBar
    return section.startBar < atBar && left > 0 ? [{ ...section, startBar: atBar + count, barCount: left }] : []
  })
  return [...before, ...added, ...after]
}

const formOf = (sections: readonly Section[]): Plan['form'] => sections.map(({ label, role, barCount, energy }) => ({ label, role, barCount, energy }))

/**
 * Makes a piece longer. Forwards, its form goes on where the ending stood (main sections return, varied as the controls ask) and the old
 * ending closes it, later. Backwards, a new opening of its own chords leads in and everything moves later.
 */
export const extendScore = (score: Score, plan: Plan, request: ExtendScoreRequest): ExtendedScore => {
  const { bars, lengthSeconds } = barsAndLength(plan, request)
  const { random, controls } = request
  const atBar = request.direction === 'before' ? 0 : joinBar(score, plan)
  const main = mainSections(score)
  const added: Section[] = []
  let startBar = atBar
  const sizes = chunks(bars)
  const firstMain = main[0]
  const lastMain = main.findLast((section) => section.startBar < atBar) ?? main.at(-1)
  const own = styleOf(plan.style)
  const given = request.direction === 'after' ? own.continuation?.(bars) : undefined
  for (const section of given ?? []) {
    added.push({ ...section, startBar })
    startBar += section.barCount
  }
  if (!given)
    sizes.forEach((size, index) => {
      const fromEnd = sizes.length - 1 - index
      const distinct = main.filter((section) => section.label !== lastMain?.label)
      const source =
        request.direction === 'before'
          ? firstMain
          : fromEnd % 2 === 0
            ? distinct.length === 0 || sizes.length > 1
              ? lastMain
              : distinct.at(-1)
            : (distinct.at(-1) ?? lastMain)
      const opening = request.direction === 'before' && index === 0
      added.push({
        label: opening ? 'Intro' : (source?.label ?? 'A'),
        role: opening ? 'intro' : (source?.role ?? 'verse'),
        startBar,
        barCount: size,
        energy: opening ? 0.28 : Math.min(1, (source?.energy ?? 0.6) + (request.direction === 'after' ? 0.04 : -0.08)),
      })
      startBar += size
    })

  let longer = openBars(score, atBar, bars)
  longer = { ...longer, sections: withSections(longer, atBar, added) }
  for (const section of added) {
    const source = (section.role === 'intro' ? firstMain : main.findLast((candidate) => candidate.label === section.label)) ?? firstMain
    if (!source) continue
    const usable = source.startBar + source.barCount === score.barCount && score.ending !== 'fade' ? Math.max(1, source.barCount - 1) : source.barCount
    for (let bar = 0; bar < section.barCount; bar++) {
      const fromOldBar = source.startBar + ((((usable - section.barCount) % usable) + usable + bar) % usable)
      const fromBar = fromOldBar >= atBar ? fromOldBar + bars : fromOldBar
      longer = copyBar(longer, fromBar, section.startBar + bar)
    }
  }
  const newPlan: Plan = { ...plan, form: formOf(longer.sections), lengthSeconds }
  if (own.recompose) {
    // one stretch of new music by the composer's own rules, all of it new
    const controls = { ...request.controls, weirdness: 1, melodyLoyalty: 0 }
    longer = recomposeBars(longer, { fromBar: atBar, toBar: atBar + bars, controls, plan: newPlan, random: random.fork('piece') })
    return { score: withRing(longer, score, plan, newPlan, request.direction), plan: newPlan, insertedFromBar: atBar, insertedBarCount: bars }
  }
  for (const section of added) {
    const opening = section.role === 'intro' && request.direction === 'before'
    longer = recomposeBars(longer, {
      fromBar: section.startBar,
      toBar: section.startBar + section.barCount,
      controls: opening ? { ...controls, melodyLoyalty: 0, weirdness: Math.max(0.5, controls.weirdness), structureConsistency: 1 } : controls,
      plan: newPlan,
      prompt: request.prompt,
      random: random.fork(`section ${section.startBar}`),
    })
    if (opening) longer = rearranged(longer, section)
  }
  return { score: withRing(longer, score, plan, newPlan, request.direction), plan: newPlan, insertedFromBar: atBar, insertedBarCount: bars }
}

/** An opening is quiet: drums and bass join for its second half only, the tune waits. */
const rearranged = (score: Score, section: Section): Score => {
  const barTicks = ticksPerBar(score.timeSignature)
  const [from, half, to] = [section.startBar, section.startBar + Math.ceil(section.barCount / 2), section.startBar + section.barCount].map(
    (bar) => bar * barTicks,
  ) as [number, number, number]
  const carriers = score.parts.filter(
    (part) => ['chords', 'pad', 'arp'].includes(part.role) && part.notes.some((note) => note.startTicks >= from && note.startTicks < to),
  )
  return {
    ...score,
    parts: score.parts.map((part) => {
      const until =
        part.role === 'lead' || part.role === 'counter' ? to : part.role === 'drums' || part.role === 'percussion' || part.role === 'bass' ? half : from
      if (until === from || (carriers.length === 0 && part.role === 'lead')) return part
      return { ...part, notes: part.notes.filter((note) => note.startTicks < from || note.startTicks >= until) }
    }),
  }
}

/** Lets the moved last chord ring as long as the longer piece leaves it. */
const withRing = (longer: Score, old: Score, oldPlan: Plan, newPlan: Plan, direction: ExtendScoreRequest['direction']): Score => {
  if (old.ending !== 'ring' || direction === 'before') return longer
  const difference = endingOf(newPlan).ringSeconds - endingOf(oldPlan).ringSeconds
  if (Math.abs(difference) < 0.001) return longer
  const lastBarTicks = (longer.barCount - 1) * ticksPerBar(longer.timeSignature)
  const ticks = Math.round((difference * newPlan.tempoBpm * 960) / 60)
  return {
    ...longer,
    parts: longer.parts.map((part) => ({
      ...part,
      notes: part.notes.map((note) =>
        note.startTicks >= lastBarTicks && note.lengthTicks > 960 ? { ...note, lengthTicks: Math.max(480, note.lengthTicks + ticks) } : note,
      ),
    })),
  }
}
