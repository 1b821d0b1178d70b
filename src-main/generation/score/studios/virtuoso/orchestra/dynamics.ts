import type { ControlEvent, Direction } from '../../../../../../src-shared/score/score.ts'
import type { Draft } from '../draft.ts'

/** Loudness marks and their level 0..1. */
const MARKS: readonly (readonly [mark: string, level: number])[] = [
  ['pp', 0.18],
  ['p', 0.34],
  ['mp', 0.48],
  ['mf', 0.62],
  ['f', 0.78],
  ['ff', 0.92],
]
const nearestMark = (level: number): readonly [string, number] => MARKS.toSorted((a, b) => Math.abs(a[1] - level) - Math.abs(b[1] - level))[0] ?? ['mf', 0.62]

/** A phrase between two cadences, with the loudness it is written for. */
type PhraseSpan = { readonly fromBar: number; readonly toBar: number; readonly mark: string; readonly level: number }

export type Dynamics = {
  /** 0..1 at a moment, hairpins included */
  levelAt(ticks: number): number
  readonly directions: readonly Direction[]
  /** expression for instruments that can swell on a tone */
  readonly swells: readonly ControlEvent[]
  readonly isTutti: (bar: number) => boolean
}

const phrasesOf = (draft: Draft): PhraseSpan[] => {
  const { sections, cadences } = draft
  const heard = new Map<string, number>()
  return sections.flatMap((section) => {
    const end = section.startBar + section.barCount
    const inside = cadences.map(({ bar }) => bar + 1).filter((bar) => bar > section.startBar && bar < end)
    const cuts = [section.startBar, ...new Set(inside), end]
    // what is heard again is an echo: softer the second time, as players do
    const again = heard.get(section.label) ?? 0
    heard.set(section.label, again + 1)
    return cuts.slice(0, -1).map((fromBar, index): PhraseSpan => {
      const contrast = index % 2 === 1 ? 0.14 : 0
      const [mark, level] = nearestMark(Math.max(0.2, Math.min(0.92, 0.18 + 0.72 * section.energy + contrast - (again % 2) * 0.18)))
      return { fromBar, toBar: cuts[index + 1] ?? end, mark, level }
    })
  })
}

/** Terraces by section, a swell in every phrase: it grows to two thirds and sinks to the cadence; the last one of a loud piece does not sink. */
export const dynamicsOf = (draft: Draft): Dynamics => {
  const { barTicks } = draft.meter
  const phrases = phrasesOf(draft)
  const last = phrases.at(-1)
  const peak = (phrase: PhraseSpan): number => Math.round((phrase.fromBar + (phrase.toBar - phrase.fromBar) * 0.66) * barTicks)
  const shape = (phrase: PhraseSpan, ticks: number): number => {
    const [from, to, top] = [phrase.fromBar * barTicks, phrase.toBar * barTicks, peak(phrase)]
    if (ticks < top) return (ticks - from) / Math.max(1, top - from)
    return phrase === last && phrase.level > 0.6 ? 1 : 1 - (ticks - top) / Math.max(1, to - top)
  }
  const phraseAt = (ticks: number): PhraseSpan | undefined => phrases.findLast(({ fromBar }) => fromBar * barTicks <= ticks)
  const levelAt = (ticks: number): number => {
    const phrase = phraseAt(ticks)
    return phrase ? Math.max(0, Math.min(1, phrase.level - 0.05 + 0.13 * shape(phrase, ticks))) : 0.5
  }
  const directions = phrases.flatMap((phrase, index): Direction[] => {
    const [from, to, top] = [phrase.fromBar * barTicks, phrase.toBar * barTicks, peak(phrase)]
    const mark: Direction[] = phrases[index - 1]?.mark === phrase.mark ? [] : [{ atTicks: from, kind: 'dynamic', text: phrase.mark }]
    if (phrase.toBar - phrase.fromBar < 3) return mark
    const falls: Direction[] =
      phrase === last && phrase.level > 0.6
        ? []
        : [
            { atTicks: top, kind: 'hairpin', text: 'diminuendo' },
            { atTicks: to - barTicks / 2, kind: 'hairpin', text: 'stop' },
          ]
    return [...mark, { atTicks: from, kind: 'hairpin', text: 'crescendo' }, { atTicks: top, kind: 'hairpin', text: 'stop' }, ...falls]
  })
  const swells: ControlEvent[] = []
  const barCount = draft.accompaniment.length
  for (let half = 0; half < barCount * 2; half++) {
    const atTicks = Math.round((half * barTicks) / 2)
    swells.push({ kind: 'cc', atTicks, number: 11, value: Math.round(92 + 35 * levelAt(atTicks)) })
  }
  return { levelAt, directions, swells, isTutti: (bar) => (phraseAt(bar * barTicks)?.level ?? 0) >= 0.6 || draft.accompaniment[bar] === 'tutti' }
}
