import type { NoteMark } from '../../../../../../src-shared/score/score.ts'
import type { Meter } from '../../../compose/meter.ts'
import { endOf } from '../counterpoint/line.ts'
import type { PageTone } from './texture.ts'

/** A written note with its marks and how long it sounds. `accent` is added to its loudness, 0..1. */
export type Articulated = PageTone & { readonly marks: readonly NoteMark[]; readonly soundTicks: number; readonly accent: number }

export type Touch = {
  readonly meter: Meter
  /** quarter notes a minute: quick music is played shorter */
  readonly tempoBpm: number
  /** organ and harpsichord have no slurs to show, strings and winds do */
  readonly slurs: boolean
  /** share of a plain note that sounds, 0..1 */
  readonly detached: number
}

const EIGHTH = 480
const isStep = (a: PageTone, b: PageTone): boolean => Math.abs(a.pitch - b.pitch) <= 2 && a.pitch !== b.pitch

/** Groups that one bow or breath takes: steps in a row that fill a beat or start with a longer tone, never over the bar line. */
const slurred = (tones: readonly PageTone[], meter: Meter): Map<PageTone, NoteMark> => {
  const marks = new Map<PageTone, NoteMark>()
  let start = 0
  const bar = (tone: PageTone | undefined): number => (tone ? Math.floor(tone.at / meter.barTicks) : -1)
  for (let i = 1; i <= tones.length; i++) {
    const [before, tone] = [tones[i - 1], tones[i]]
    const goesOn = before && tone && endOf(before) === tone.at && isStep(before, tone) && bar(before) === bar(tone) && tone.length <= 960 && i - start < 6
    if (goesOn) continue
    const [first, last] = [tones[start], tones[i - 1]]
    if (first && last && i - start >= 2 && !first.isFigure && i - start <= 6) {
      marks.set(first, 'slur-start')
      marks.set(last, 'slur-stop')
    }
    start = i
  }
  return marks
}

/** Marks and sounding lengths of one real voice, in order. */
export const articulate = (tones: readonly PageTone[], { meter, tempoBpm, slurs, detached }: Touch): Articulated[] => {
  const bows = slurs ? slurred(tones, meter) : new Map<PageTone, NoteMark>()
  let inSlur = false
  return tones.map((tone, index): Articulated => {
    const next = tones[index + 1]
    const before = tones[index - 1]
    const bow = bows.get(tone)
    if (bow === 'slur-start') inSlur = true
    const isUnderSlur = inSlur && bow !== 'slur-stop'
    if (bow === 'slur-stop') inSlur = false
    const joins = next !== undefined && endOf(tone) === next.at
    const isRepeated = joins && next.pitch === tone.pitch
    const leaps =
      (joins && Math.abs(next.pitch - tone.pitch) > 2) || (before !== undefined && endOf(before) === tone.at && Math.abs(before.pitch - tone.pitch) > 4)
    const isShort = tone.length <= EIGHTH && tempoBpm >= 96
    const isSyncopated = tone.length >= 960 && tone.at % 960 !== 0
    const isStaccato = !bow && !isUnderSlur && isShort && (isRepeated || leaps || tone.isFigure === true)
    const marks: NoteMark[] = [
      ...(bow ? [bow] : []),
      ...(isStaccato && !tone.isFigure ? (['staccato'] as const) : []),
      ...(isSyncopated && !bow ? (['accent'] as const) : []),
    ]
    const share = isUnderSlur ? 1.02 : isStaccato ? 0.5 : bow === 'slur-stop' || isRepeated ? Math.min(detached, 0.86) : tone.length >= 1920 ? 0.96 : detached
    return {
      ...tone,
      marks,
      soundTicks: Math.max(60, Math.round(tone.length * share)),
      accent: isSyncopated ? 0.06 : tone.at % meter.barTicks === 0 ? 0.035 : 0,
    }
  })
}
