import type { Plan, PlannedPart, PlanOverrides } from '../../../src-shared/generation/plan.ts'
import { StyleId } from '../../../src-shared/generation/plan.ts'
import type { Key, TimeSignature } from '../../../src-shared/score/score.ts'
import type { Facts } from '../entries/facts.ts'
import { foldTempo } from '../retrieval/music-distance.ts'
import type { Wanted } from '../retrieval/wanted.ts'

/** What a prompt says and no song may change: what is wanted, and who may play. */
export type Wish = Wanted & { readonly swing: number | undefined; readonly withoutRoles: ReadonlySet<string>; readonly only: boolean }

/** The first song counts twice the second. */
const weightOf = (place: number): number => 1 / (place + 1)

const mostLiked = <T>(votes: readonly (T | undefined)[], same: (a: T) => string): T | undefined => {
  const tally = new Map<string, { value: T; weight: number }>()
  votes.forEach((vote, place) => {
    if (vote === undefined) return
    const known = tally.get(same(vote)) ?? { value: vote, weight: 0 }
    known.weight += weightOf(place)
    tally.set(same(vote), known)
  })
  return [...tally.values()].toSorted((a, b) => b.weight - a.weight)[0]?.value
}

const weightedMean = (values: readonly (number | undefined)[]): number | undefined => {
  let [sum, weights] = [0, 0]
  values.forEach((value, place) => {
    if (value === undefined) return
    sum += value * weightOf(place)
    weights += weightOf(place)
  })
  return weights > 0 ? sum / weights : undefined
}

/** In octaves of tempo: 80 and 120 meet at 98, not at 100. Half and double tempos are read as the first song's. */
const tempoOf = (facts: readonly Facts[]): number | undefined => {
  const first = facts.find(({ tempoBpm }) => tempoBpm !== undefined)?.tempoBpm
  if (first === undefined) return undefined
  const logs = weightedMean(facts.map(({ tempoBpm }) => (tempoBpm === undefined ? undefined : Math.log2(foldTempo(tempoBpm, first)))))
  return logs === undefined ? undefined : Math.round(Math.max(40, Math.min(240, 2 ** logs)))
}

/** The songs' own key, of the mode that the words say. A mood alone says major or minor, too. */
const keyOf = (facts: readonly Facts[], wish: Wish, planned: Key): Key | undefined => {
  if (wish.tonic !== undefined) return undefined
  const isDark = (mode: Key['mode']): boolean => mode === 'minor' || mode === 'dorian' || mode === 'phrygian'
  const fits = (key: Key): boolean =>
    wish.mode !== undefined ? key.mode === wish.mode : wish.valence === undefined || isDark(key.mode) === isDark(planned.mode)
  return mostLiked(
    facts.map(({ key }) => (key && fits(key) ? key : undefined)),
    ({ tonic, mode }) => `${tonic} ${mode}`,
  )
}

const meterOf = (facts: readonly Facts[]): TimeSignature | undefined =>
  mostLiked(
    facts.map(({ timeSignature }) => timeSignature),
    ({ beats, unit }) => `${beats}/${unit}`,
  )

/**
 * Who plays: everybody that the words name keeps the chair; the other chairs go to whom the songs seat there. A chair that the songs leave
 * empty stays empty only where the words do not ask for it.
 */
const bandOf = (facts: readonly Facts[], wish: Wish, planned: readonly PlannedPart[]): readonly PlannedPart[] | undefined => {
  const songs = facts.filter(({ parts }) => parts.length > 0)
  if (wish.only || songs.length === 0) return undefined
  const named = planned.filter(({ instrument }) => wish.instruments.includes(instrument))
  const taken = new Set(named.map(({ role }) => role))
  const roles = [...new Set([...songs.flatMap(({ parts }) => parts.map(({ role }) => role))])]
  const lent = roles.flatMap((role): PlannedPart[] => {
    if (taken.has(role) || wish.withoutRoles.has(role)) return []
    const chairs = songs.map(({ parts }) => parts.find((part) => part.role === role && !wish.without.has(part.instrument))?.instrument)
    const filled = chairs.reduce((sum, chair, place) => sum + (chair === undefined ? 0 : weightOf(place)), 0)
    const all = chairs.reduce((sum, _, place) => sum + weightOf(place), 0)
    const instrument = filled * 2 >= all ? mostLiked(chairs, (id) => id) : undefined
    return instrument === undefined ? [] : [{ role, instrument }]
  })
  const band = [...named, ...lent]
  const order = (part: PlannedPart): number => planned.findIndex(({ role }) => role === part.role)
  return band.length > 0 ? band.toSorted((a, b) => (order(a) < 0 ? 99 : order(a)) - (order(b) < 0 ? 99 : order(b))) : undefined
}

/**
 * What songs of the library make of a wish, the nearest song first: concrete choices for everything that the words and the hand leave open.
 * Stored with the song they need no library to be followed again.
 *
 * @param byHand  what the musician changed in the plan; it stays
 * @param plan    reads the wish with these overrides
 * @returns `byHand` itself where nothing is left open
 */
export const leanPlan = (facts: readonly Facts[], wish: Wish, byHand: PlanOverrides, plan: (overrides: PlanOverrides) => Plan): PlanOverrides => {
  if (facts.length === 0) return byHand
  const style =
    wish.style === undefined
      ? StyleId.safeParse(
          mostLiked(
            facts.map((one) => one.style),
            (id) => id,
          ),
        ).data
      : undefined
  const tempoBpm = wish.tempoBpm === undefined && wish.pace === undefined ? tempoOf(facts) : undefined
  const swing = wish.swing === undefined ? weightedMean(facts.map((one) => one.swing)) : undefined
  const timeSignature = wish.timeSignature === undefined ? meterOf(facts) : undefined
  const lent: PlanOverrides = {
    ...(style !== undefined && { style }),
    ...(tempoBpm !== undefined && { tempoBpm }),
    ...(swing !== undefined && { swing: Math.round(swing * 1000) / 1000 }),
    ...(timeSignature && { timeSignature }),
    ...byHand,
  }
  const planned = plan(lent)
  const key = keyOf(facts, wish, planned.key)
  const band = bandOf(facts, wish, planned.instrumentation)
  const leant = { ...lent, ...(key && { key }), ...(band && { instrumentation: [...band] }), ...byHand }
  return Object.keys(leant).length > Object.keys(byHand).length ? leant : byHand
}

const MOST_INSTRUMENTS = 4
const MOST_MOODS = 3

/** The same for engines that only read words. Every word comes from the studio's own vocabulary, none from a title or a prompt. */
export const leanWords = (
  facts: readonly Facts[],
  wish: Wish,
  names: { readonly instrument: (id: string) => string; readonly style: (id: string) => string },
): string | undefined => {
  if (facts.length === 0) return undefined
  const tempoBpm = wish.tempoBpm === undefined && wish.pace === undefined ? tempoOf(facts) : undefined
  const style =
    wish.style === undefined
      ? mostLiked(
          facts.map((one) => one.style),
          (id) => id,
        )
      : undefined
  const key =
    wish.tonic === undefined && wish.mode === undefined
      ? mostLiked(
          facts.map((one) => one.key),
          (one) => `${one.tonic} ${one.mode}`,
        )
      : undefined
  const instruments = wish.only
    ? []
    : [...new Set(facts.flatMap(({ parts }) => parts.map(({ instrument }) => instrument)))].filter(
        (id) => !wish.without.has(id) && !wish.instruments.includes(id),
      )
  const moods = wish.moodWords.length > 0 ? [] : [...new Set(facts.flatMap(({ moodWords }) => moodWords))]
  const words = [
    style === undefined ? '' : names.style(style),
    ...moods.slice(0, MOST_MOODS),
    ...instruments.slice(0, MOST_INSTRUMENTS).map((id) => names.instrument(id).toLowerCase()),
    tempoBpm === undefined ? '' : `${tempoBpm} bpm`,
    key ? `${key.tonic} ${key.mode}` : '',
  ].filter((word) => word !== '')
  return words.length > 0 ? words.join(', ').slice(0, 500) : undefined
}
