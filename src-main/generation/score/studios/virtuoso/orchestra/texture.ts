import type { Meter } from '../../../compose/meter.ts'
import { endOf, type Line, type Tone, toneAt } from '../counterpoint/line.ts'
import type { Stage } from '../counterpoint/stage.ts'
import type { Accompaniment, Draft } from '../draft.ts'

/** A tone as a player has it on the page; `voice` is the real voice behind it. */
export type PageTone = Tone & { readonly voice: number /** part of an accompaniment figure, not of a line */; readonly isFigure?: boolean }

const EIGHTH = 480

/** A held tone in repeated notes of a beat or half of one. */
const pulsed = (tone: Tone, voice: number, unit: number): PageTone[] => {
  if (tone.length < 2 * unit) return [{ ...tone, voice }]
  const count = Math.floor(tone.length / unit)
  return Array.from({ length: count }, (_, index) => ({
    at: tone.at + index * unit,
    length: index === count - 1 ? tone.length - index * unit : unit,
    pitch: tone.pitch,
    voice,
    isFigure: true,
  }))
}

/** Bass on the first beat of a chord, the upper voices on the others. */
const waltzed = (tone: Tone, voice: number, isBass: boolean, meter: Meter): PageTone[] => {
  const beat = meter.beats[0]?.lengthTicks ?? tone.length
  if (tone.length < 2 * beat || tone.at % beat !== 0) return [{ ...tone, voice }]
  if (isBass) return [{ ...tone, length: beat, voice, isFigure: true }]
  return pulsed({ ...tone, at: tone.at + beat, length: tone.length - beat }, voice, beat)
}

/** The lower voices of a keyboard broken into low, high, middle, high. */
const alberti = (lines: readonly Line[], voices: readonly number[], stage: Stage): PageTone[] => {
  const sounding = voices.flatMap((voice) => {
    const tone = toneAt(lines[voice] ?? [], stage.startTicks)
    return tone ? [{ pitch: tone.pitch, voice }] : []
  })
  const end = Math.min(
    stage.startTicks + stage.lengthTicks,
    ...voices.flatMap((voice) =>
      (lines[voice] ?? [])
        .filter(({ at }) => at >= stage.startTicks && at < stage.startTicks + stage.lengthTicks)
        .slice(-1)
        .map(endOf),
    ),
  )
  const sorted = sounding.toSorted((a, b) => a.pitch - b.pitch)
  const [low, middle] = sorted
  const high = sorted.at(-1)
  if (!low || !middle || !high || stage.lengthTicks < 4 * EIGHTH) return []
  const pattern = [low, high, middle, high]
  const count = Math.floor((end - stage.startTicks) / EIGHTH)
  return Array.from({ length: count }, (_, index) => ({
    at: stage.startTicks + index * EIGHTH,
    length: EIGHTH,
    ...(pattern[index % 4] ?? low),
    isFigure: true,
  }))
}

/** What a player of `voices` reads: the real voices, with the accompaniment of the bar where they do not lead. */
export const pageOf = (draft: Draft, voices: readonly number[], isKeyboard: boolean): PageTone[] => {
  const { lines, meter, stages, accompaniment } = draft
  const lowest = lines.length - 1
  const barOf = (ticks: number): number => Math.floor(ticks / meter.barTicks)
  const styleAt = (ticks: number): Accompaniment => accompaniment[barOf(ticks)] ?? 'held'
  const lower = voices.filter((voice) => voice > 0)
  const broken =
    isKeyboard && lower.length >= 3
      ? stages
          .filter((stage) => styleAt(stage.startTicks) === 'alberti')
          .flatMap((stage) => {
            const figure = alberti(lines, lower, stage)
            return figure.length > 0 ? [{ stage, figure }] : []
          })
      : []
  const isBroken = (ticks: number): boolean => broken.some(({ stage }) => ticks >= stage.startTicks && ticks < stage.startTicks + stage.lengthTicks)
  const own = voices.flatMap((voice) =>
    (lines[voice] ?? []).flatMap((tone): PageTone[] => {
      const style = styleAt(tone.at)
      if (voice === 0 || style === 'held' || style === 'lines') return [{ ...tone, voice }]
      if (isBroken(tone.at)) return []
      if (style === 'waltz') return waltzed(tone, voice, voice === lowest, meter)
      if (voice === lowest) return style === 'tutti' ? pulsed(tone, voice, EIGHTH) : [{ ...tone, voice }]
      return pulsed(tone, voice, EIGHTH)
    }),
  )
  return [...own, ...broken.flatMap(({ figure }) => figure)].toSorted((a, b) => a.at - b.at || a.pitch - b.pitch)
}
