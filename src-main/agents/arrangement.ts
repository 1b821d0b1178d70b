import type { Intent } from '../../src-shared/agents/intent.ts'
import type { Arranging } from '../../src-shared/generation/engine.ts'
import type { Take, TakeSection } from '../../src-shared/project/document.ts'
import { ticksPerBar, ticksToSeconds } from '../../src-shared/score/musical-time.ts'

/** Bars that are to be played anew, and how. */
export type ArrangedSpan = {
  readonly name: string
  readonly startFrame: number
  readonly endFrame: number
  readonly arranging: Arranging
  readonly lines: readonly string[]
}

type Arrange = Extract<Intent, { kind: 'arrange' }>
type Marked = { readonly startFrame: number; readonly endFrame: number }

/** Sections that stand for one another where a song has none of the name. */
const LIKE: Readonly<Partial<Record<Arrange['section'], readonly string[]>>> = {
  chorus: ['chorus', 'drop'],
  drop: ['drop', 'chorus'],
  bridge: ['bridge', 'break', 'solo'],
  break: ['break', 'bridge'],
  build: ['build'],
}

const clamp = (value: number): number => Math.max(0.05, Math.min(1, value))
const percent = (value: number): string => `${Math.round(value * 100)} %`
const ORDINALS = { first: 0, second: 1, third: 2 } as const

const pick = <T>(items: readonly T[], which: Arrange['which']): readonly T[] => {
  if (which === 'every') return items
  const one = which === 'last' ? items.at(-1) : items[ORDINALS[which]]
  return one === undefined ? [] : [one]
}

/** Names of a song's parts as a musician reads them: "verse, chorus, bridge". */
export const partsOf = (take: Take): string => [...new Set(take.sections.map(({ role }) => (role === 'part' ? 'part' : role)))].join(', ')

const spanOf = (take: Take, { startBar, barCount }: TakeSection): Marked => {
  const { tempoMap = [], timeSignature = { beats: 4, unit: 4 as const }, firstBarFrame, sampleRateHz, lengthFrames } = take
  const frameOf = (bar: number): number => Math.round(firstBarFrame + ticksToSeconds(tempoMap, bar * ticksPerBar(timeSignature)) * sampleRateHz)
  return { startFrame: Math.max(0, frameOf(startBar)), endFrame: Math.min(lengthFrames, frameOf(startBar + barCount)) }
}

/** In a song of A A B A nobody is called a bridge, and everybody calls B one: the only part between others that does not return. */
const middleEight = (sections: readonly TakeSection[]): readonly TakeSection[] => {
  const once = sections.slice(1, -1).filter(({ label }) => sections.filter((other) => other.label === label).length === 1)
  return once.length === 1 ? once : []
}

/** Where a wish means, or a sentence why it means nothing in this song. Only parts that the song has, only what the wish names. */
export const arrangeSpans = (wish: Arrange, take: Take, marked: Marked | undefined): readonly ArrangedSpan[] | string => {
  const { energy, rests, section, which } = wish
  const sections = take.sections
  const lively = (span: Marked): number => {
    const seconds = (frame: number) => (frame - take.firstBarFrame) / take.sampleRateHz
    const middle = seconds((span.startFrame + span.endFrame) / 2)
    return sections.findLast((one) => seconds(spanOf(take, one).startFrame) <= middle)?.energy ?? take.plan?.mood.energy ?? 0.5
  }
  const arranged = (name: string, span: Marked): ArrangedSpan => {
    const old = lively(span)
    const fresh = clamp(old + energy)
    const lines = [
      ...(energy === 0
        ? []
        : [`Liveliness from ${percent(old)} to ${percent(fresh)}: ${energy < 0 ? 'fewer and softer notes' : 'more players and more notes, struck harder'}`]),
      ...(rests.length === 0 ? [] : [`Silent there: ${rests.join(', ')}`]),
      'The tune, the chords and everything outside these bars stay',
    ]
    return { name, ...span, arranging: { ...(energy !== 0 && { energy: fresh }), rests: [...rests] }, lines }
  }
  if (section === 'marked') return marked ? [arranged('the marked bars', marked)] : 'No bars are marked. Mark some in the waveform, or name a part.'
  if (section === 'all') return [arranged('the whole song', { startFrame: 0, endFrame: take.lengthFrames })]
  const names = LIKE[section] ?? [section]
  const named = names.map((name) => sections.filter(({ role }) => role === name)).find((some) => some.length > 0) ?? []
  const found = named.length === 0 && section === 'bridge' ? middleEight(sections) : named
  if (found.length === 0)
    return sections.length === 0
      ? 'The parts of this song are not known yet. Mark the bars you mean.'
      : `This song has no ${section}. It has: ${partsOf(take)}. Name one of them, or mark the bars you mean.`
  const meant = pick(found, which)
  if (meant.length === 0) return `There ${found.length === 1 ? `is only one ${section}` : `are only ${found.length} of them`}.`
  return meant.map((one) => arranged(`${one.role}${found.length > 1 ? ` ${found.indexOf(one) + 1}` : ''}`, spanOf(take, one)))
}
