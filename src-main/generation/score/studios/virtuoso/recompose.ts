import type { Chord, ControlEvent, Direction, Note, Part, Score } from '../../../../../src-shared/score/score.ts'
import { chordsOf } from '../../compose/compose-score.ts'
import type { Piece, PieceRequest, Region } from '../../compose/piece.ts'
import { slotsOf, sortNotes } from '../../compose/remix/bars.ts'
import { LEAN } from '../../compose/remix/lean.ts'
import { type Form, writePiece } from './compose.ts'
import { endOf, type Line, type Tone } from './counterpoint/line.ts'
import { faultsIn, type Manner } from './counterpoint/rules.ts'
import { mendSeams } from './mend-seams.ts'

/** How many versions are written; the one whose seams keep the rules best is taken. */
const TAKES = 6
const GOOD = 8
/** of each, at how many places the seams are rewritten, where voices are strict */
const MENDED = 3

type Span = { readonly fromTicks: number; readonly toTicks: number }
const outside = ({ fromTicks, toTicks }: Span, ticks: number): boolean => ticks < fromTicks || ticks >= toTicks

/** A whole list with one stretch taken from another one. */
const spliced = <T>(old: readonly T[], fresh: readonly T[], ticksOf: (item: T) => number, span: Span): T[] => [
  ...old.filter((item) => ticksOf(item) < span.fromTicks),
  ...fresh.filter((item) => !outside(span, ticksOf(item))),
  ...old.filter((item) => ticksOf(item) >= span.toTicks),
]

/** The real voices as the page has them. */
export const linesOf = (parts: readonly { readonly notes: readonly Note[] }[]): Line[] => {
  const lines = new Map<number, Tone[]>()
  for (const { notes } of parts)
    for (const { startTicks, pitch, engraving } of notes) {
      if (!engraving || engraving.hidden) continue
      const line = lines.get(engraving.voice) ?? []
      line.push({ at: startTicks, length: engraving.lengthTicks, pitch })
      lines.set(engraving.voice, line)
    }
  return [...lines]
    .toSorted(([a], [b]) => a - b)
    .map(([, line]) =>
      line
        .toSorted((a, b) => a.at - b.at || b.length - a.length)
        .filter((tone, index, all) => all[index - 1]?.at !== tone.at)
        .map((tone, index, all) => ({ ...tone, length: Math.min(tone.length, (all[index + 1]?.at ?? endOf(tone)) - tone.at) })),
    )
}

/** What a strict reader would mark around the two seams, and how far voices leap there, in semitones. */
const seamCost = (score: Score, span: Span, barTicks: number, manner: Manner): number => {
  const voices = linesOf(score.parts)
  const stages = slotsOf(score)
  const reach = manner === 'strict' ? barTicks : barTicks / 2
  return [span.fromTicks, span.toTicks].reduce((sum, seam) => {
    const faults = faultsIn({ voices, stages, manner }, seam - reach, seam + reach).length
    const leaps = voices.reduce((all, line) => {
      const after = line.find(({ at }) => at >= seam)
      const before = line.findLast(({ at }) => at < seam)
      return all + (before && after && after.at - endOf(before) < 480 ? Math.max(0, Math.abs(after.pitch - before.pitch) - 4) : 0)
    }, 0)
    return sum + 12 * faults + leaps
  }, 0)
}

/** Notes that ring into what follows stop where the same player goes on. */
const stopped = (fresh: readonly Note[], next: Note | undefined): Note[] =>
  fresh.map((note) => {
    if (!next) return note
    const room = next.startTicks + next.microTicks - note.startTicks - note.microTicks
    return room > 0 && note.lengthTicks > room ? { ...note, lengthTicks: room } : note
  })

const chordsWith = (old: readonly Chord[], fresh: readonly Chord[], span: Span): Chord[] => {
  const cut = (chord: Chord, from: number, to: number): Chord[] => {
    const [start, end] = [Math.max(chord.startTicks, from), Math.min(chord.startTicks + chord.lengthTicks, to)]
    if (end <= start) return []
    return start === chord.startTicks && end === chord.startTicks + chord.lengthTicks ? [chord] : [{ ...chord, startTicks: start, lengthTicks: end - start }]
  }
  return [
    ...old.flatMap((chord) => cut(chord, 0, span.fromTicks)),
    ...fresh.flatMap((chord) => cut(chord, span.fromTicks, span.toTicks)),
    ...old.flatMap((chord) => cut(chord, span.toTicks, Number.POSITIVE_INFINITY)),
  ]
}

const withStretch = (score: Score, piece: Piece, span: Span): Score => ({
  ...score,
  chords: chordsWith(score.chords, chordsOf(piece.slots), span),
  parts: score.parts.map((part): Part => {
    const fresh = piece.parts.get(part.id)
    if (!fresh) return part
    const after = part.notes.filter(({ startTicks }) => startTicks >= span.toTicks)
    const inside = fresh.notes.filter(({ startTicks }) => !outside(span, startTicks))
    const directions = spliced<Direction>(part.directions ?? [], fresh.directions, ({ atTicks }) => atTicks, span)
    return {
      ...part,
      notes: [...part.notes.filter(({ startTicks }) => startTicks < span.fromTicks), ...sortNotes(stopped(inside, after[0])), ...after],
      controls: spliced<ControlEvent>(part.controls, fresh.controls, ({ atTicks }) => atTicks, span),
      ...(directions.length > 0 && { directions }),
    }
  }),
})

const clamp = (value: number): number => Math.max(0, Math.min(1, value))

/** How many of the bars are new: loyalty to the tune and little weirdness keep some, because voices that belong together cannot be changed alone. */
const newBars = ({ fromBar, toBar, controls }: Region): number =>
  Math.max(1, Math.round((toBar - fromBar) * (1 - clamp(2 * controls.melodyLoyalty - 1)) * (0.5 + 0.5 * controls.weirdness)))

/** Bars that shall be livelier or calmer are played louder or softer, by as much as others lean; who shall rest is silent in all of them. */
const arranged = (made: Score, old: Score, { frame, fromBar, toBar, arranging }: PieceRequest & Region): Score => {
  const { barTicks } = frame.meter
  const span = { fromTicks: fromBar * barTicks, toTicks: toBar * barTicks }
  const own = old.sections.findLast(({ startBar }) => startBar <= fromBar)?.energy
  const wanted = frame.places[fromBar]?.section.energy
  const factor = own === undefined || wanted === undefined ? 1 : 1 + LEAN * (wanted - own)
  return {
    ...made,
    parts: made.parts.map((part, index): Part => {
      if (arranging?.rests.includes(part.role)) return { ...part, notes: part.notes.filter(({ startTicks }) => outside(span, startTicks)) }
      const kept = new Set(old.parts[index]?.notes)
      return {
        ...part,
        notes: part.notes.map((note) =>
          outside(span, note.startTicks) || (kept.has(note) && arranging?.energy === undefined)
            ? note
            : { ...note, velocity: Math.round(Math.max(1, Math.min(127, note.velocity * factor))) },
        ),
      }
    }),
  }
}

/** How many versions are searched for a line that fits the voices that stand. */
const LINES = 8

/** The old score with one player's stretch from a new version; chords and everybody else stay. */
const withLine = (score: Score, piece: Piece, span: Span, name: string): Score => {
  const { parts } = withStretch(score, piece, span)
  return { ...score, parts: score.parts.map((part, index) => (part.name === name ? (parts[index] ?? part) : part)) }
}

/**
 * One player anew against voices that stand: of many versions, the stretch of up to `count` bars with the most new tones where the new line and the
 * old ones make no fault that was not there. The old score itself where no line fits, or where the player doubles somebody.
 */
const recomposeVoice = (form: Form, score: Score, request: PieceRequest & Region, themeSeed: number, count: number, name: string): Score => {
  const { frame, fromBar, toBar, random } = request
  const { barTicks } = frame.meter
  const voicesOf = (isOwn: boolean): Set<number> =>
    new Set(score.parts.flatMap((part) => ((part.name === name) === isOwn ? part.notes.flatMap(({ engraving }) => engraving?.voice ?? []) : [])))
  const others = voicesOf(false)
  if ([...voicesOf(true)].some((voice) => others.has(voice))) return score
  const stages = slotsOf(score)
  const manner = form.isFugal ? 'strict' : 'galant'
  const faultsAround = (voices: readonly Line[], { fromTicks, toTicks }: Span): number =>
    faultsIn({ voices, stages, manner }, fromTicks - barTicks, toTicks + barTicks).length
  const standing = linesOf(score.parts)
  const own = new Set(score.parts.flatMap(({ id, name: player }) => (player === name ? [id] : [])))
  const keysOf = (id: string, notes: readonly Note[]): string[] => notes.map(({ startTicks, pitch }) => `${id} ${startTicks} ${pitch}`)
  const before = new Set(score.parts.flatMap(({ id, notes }) => (own.has(id) ? keysOf(id, notes) : [])))
  const spans = Array.from({ length: count }, (_, less) => count - less).flatMap((bars) =>
    Array.from({ length: toBar - fromBar - bars + 1 }, (_, index) => ({
      fromTicks: (fromBar + index) * barTicks,
      toTicks: (fromBar + index + bars) * barTicks,
    })),
  )
  let best: { score: Score; fresh: number } | undefined
  for (let take = 0; take < LINES; take++) {
    const piece = writePiece(form, { ...request, random: random.fork(`line ${take}`) }, themeSeed)
    const freshIn = (span: Span): number =>
      [...own].reduce((sum, id) => {
        const inside = piece.parts.get(id)?.notes.filter(({ startTicks }) => !outside(span, startTicks)) ?? []
        return sum + keysOf(id, inside).filter((key) => !before.has(key)).length
      }, 0)
    const least = best?.fresh ?? 0
    const wanted = spans.map((span) => ({ span, fresh: freshIn(span) })).filter(({ fresh }) => fresh > least)
    for (const { span, fresh } of wanted.toSorted((x, y) => y.fresh - x.fresh)) {
      const made = withLine(score, piece, span, name)
      if (faultsAround(linesOf(made.parts), span) > faultsAround(standing, span)) continue
      best = { score: made, fresh }
      break
    }
  }
  return best?.score ?? score
}

/**
 * The same themes, keys and form worked out again by other voices, of which a stretch inside the region is taken. Of several versions and
 * places the one that joins what stands with the fewest faults wins. Notes outside the stretch stay the very same objects.
 */
export const recomposePiece =
  (form: Form) =>
  (score: Score, request: PieceRequest & Region): Score => {
    const { frame, fromBar, toBar, random, arranging } = request
    const { barTicks } = frame.meter
    const themeSeed = score.themeSeed ?? random.fork('themes').int(0, 0xffffffff)
    const count = newBars(request)
    const manner = form.isFugal ? 'strict' : 'galant'
    if (arranging?.only !== undefined) return arranged(recomposeVoice(form, score, request, themeSeed, count, arranging.only), score, request)
    const places = Array.from({ length: toBar - fromBar - count + 1 }, (_, index) => fromBar + index)
    let best: { score: Score; cost: number } | undefined
    const consider = (made: Score, cost: number): void => {
      if (!best || cost < best.cost) best = { score: made, cost }
    }
    // no fault, and no leap worth another try
    for (let take = 0; take < TAKES && !(best && best.cost < GOOD); take++) {
      const piece = writePiece(form, { ...request, random: random.fork(`take ${take}`) }, themeSeed)
      const versions = places.map((bar) => {
        const span = { fromTicks: bar * barTicks, toTicks: (bar + count) * barTicks }
        const made = withStretch(score, piece, span)
        return { made, span, cost: seamCost(made, span, barTicks, manner) }
      })
      versions.sort((a, b) => a.cost - b.cost)
      const [nearest] = versions
      if (nearest) consider(nearest.made, nearest.cost)
      if (!form.isFugal || (best && best.cost < GOOD)) continue
      const { entries, compasses } = piece.draft
      for (const { made, span } of versions.slice(0, MENDED)) {
        const mended = mendSeams(made, { ...span, barTicks, entries, compasses, stages: slotsOf(made), linesOf: ({ parts }) => linesOf(parts) })
        consider(mended, seamCost(mended, span, barTicks, manner))
      }
    }
    return arranged(best?.score ?? score, score, request)
  }
