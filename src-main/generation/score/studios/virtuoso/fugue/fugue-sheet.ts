import type { Key } from '../../../../../../src-shared/score/score.ts'
import { tonicOf } from '../../../compose/chord-spec.ts'
import type { Meter } from '../../../compose/meter.ts'
import { type Compass, endOf, type Line, type Tone, toneAt } from '../counterpoint/line.ts'
import { faultsIn } from '../counterpoint/rules.ts'
import type { Stage } from '../counterpoint/stage.ts'
import type { Entry } from '../draft.ts'
import { barStages, beatOf, placesIn, type Theme, type ThemeTone, themeIn, themeStages } from './theme.ts'

type Span = { readonly from: number; readonly to: number }

/** The sheet that a fugue is planned on, bar after bar: chords, themes that stand already, voices that must be silent. */
export type FugueSheet = {
  /** a bar without a theme */
  bar(numerals: readonly string[], key: Key): void
  /** a voice is silent for the last `bars` of what follows next (before it enters) */
  silence(voice: number | undefined, bars: number): void
  /** two bars with the theme in a voice and the countersubject in the voice that had the theme before */
  entry(theme: 'subject' | 'answer', voice: number, key: Key): void
  /** the dominant held in the lowest voice */
  pedal(bars: number, key: Key): void
  done(): {
    readonly stages: readonly Stage[]
    readonly written: readonly Line[]
    readonly isWritten: (stage: number, voice: number) => boolean
    readonly entries: readonly Entry[]
    readonly barCount: number
  }
}

type FugueSheetParts = { readonly subject: Theme; readonly countersubject: readonly ThemeTone[]; readonly meter: Meter; readonly voices: readonly Compass[] }

const crosses = (a: readonly Tone[], b: Line, isAbove: boolean): boolean =>
  a.some((tone) => {
    for (let at = tone.at; at < endOf(tone); at += 240) {
      const other = toneAt(b, at)
      if (other && (isAbove ? tone.pitch < other.pitch : tone.pitch > other.pitch)) return true
    }
    return false
  })

export const createFugueSheet = ({ subject, countersubject, meter, voices }: FugueSheetParts): FugueSheet => {
  const stages: Stage[] = []
  const written: Tone[][] = voices.map(() => [])
  const spans: Span[][] = voices.map(() => [])
  const entries: Entry[] = []
  const { barTicks } = meter
  const beat = beatOf(meter)
  let bars = 0
  let endsTheme = false
  /** where a theme ends, the first beat belongs to its key */
  let themeKey: Key | undefined
  let lastVoice: number | undefined

  const now = (): number => bars * barTicks
  /** until their first entry voices are silent */
  const waiting = new Set(voices.keys())

  /** A countersubject must also connect with what its voice did before. */
  const isClean = (partner: number, voice: number, line: readonly Tone[], chords: readonly Stage[]): boolean => {
    const from = line[0]?.at ?? 0
    const pair = [partner, voice].toSorted((a, b) => a - b)
    const voiced = pair.map((index) => [...(written[index] ?? []), ...(index === partner ? line : [])].toSorted((a, b) => a.at - b.at))
    return faultsIn({ voices: voiced, stages: chords, manner: 'strict' }, from - beat, from + 2 * barTicks).length === 0
  }

  return {
    bar(numerals, key) {
      stages.push(...barStages(now(), numerals, key, meter, endsTheme, endsTheme ? themeKey : undefined))
      endsTheme = false
      bars++
    },
    silence(voice, length) {
      if (voice !== undefined) spans[voice]?.push({ from: now() + barTicks - Math.round(length * barTicks), to: now() + barTicks })
    },
    entry(theme, voice, key) {
      const start = now()
      const home = endsTheme ? themeKey : undefined
      const own = themeStages(subject, start, key, meter, home)
      const isAnswer = theme === 'answer' && subject.isTonal
      // the last tone falls on the next bar, in the harmony that is arrived at
      const tonal = barStages(start, ['I'], key, meter, false)[0] as Stage
      const arrival = { ...tonal, startTicks: start + 2 * barTicks }
      const reference = [...own.map((stage) => (stage.key === key ? stage : { ...tonal, startTicks: stage.startTicks })), arrival]
      const compass = voices[voice] as Compass
      const tonicPitch = placesIn(subject.tones, key, compass, reference)[0] ?? 60 + tonicOf(key)
      const tones = themeIn(subject.tones, start, tonicPitch, reference, isAnswer)
      written[voice]?.push(...tones)
      spans[voice]?.push({ from: start, to: start + 2 * barTicks + beat })
      entries.push({ theme, voice, atTicks: start, lengthTicks: 2 * barTicks + beat, key })
      if (lastVoice !== undefined && lastVoice !== voice) {
        const partner = lastVoice
        const isAbove = partner < voice
        const places = placesIn(countersubject, key, voices[partner] as Compass, reference)
        // the position nearest to the theme that does not cross it
        const distance = (line: readonly Tone[]): number => Math.abs((line[0]?.pitch ?? 0) - (tones[0]?.pitch ?? 0))
        const fit = places
          .map((place) => themeIn(countersubject, start, place, reference))
          .filter((line) => !crosses(line, tones, isAbove) && isClean(partner, voice, line, [...stages, ...own, arrival]))
          .toSorted((a, b) => distance(a) - distance(b))[0]
        if (fit) {
          written[partner]?.push(...fit)
          spans[partner]?.push({ from: start + beat, to: start + 2 * barTicks })
          entries.push({ theme: 'countersubject', voice: partner, atTicks: start + beat, lengthTicks: 2 * barTicks - beat, key })
        }
      }
      for (const other of waiting) if (other !== voice && other !== lastVoice) spans[other]?.push({ from: start, to: start + 2 * barTicks })
      waiting.delete(voice)
      stages.push(...own)
      bars += 2
      endsTheme = true
      themeKey = key
      lastVoice = voice
    },
    pedal(length, key) {
      const lowest = voices.length - 1
      const start = now()
      const dominant = (tonicOf(key) + 7) % 12
      const { low, high } = voices[lowest] as Compass
      const pitch = Array.from({ length: high - low + 1 }, (_, i) => low + i).find((candidate) => candidate % 12 === dominant) ?? low
      const hasPedal = length >= 2
      for (let bar = 0; bar < length; bar++) {
        const numerals = !hasPedal ? ['ii', 'V7'] : bar === length - 1 ? ['I/5', 'V7'] : ['V', 'I/5']
        stages.push(...barStages(now(), numerals, key, meter, endsTheme, endsTheme ? themeKey : undefined))
        endsTheme = false
        bars++
      }
      if (!hasPedal) return
      // the theme's last tone ends first when the lowest voice had it
      const taken = written[lowest]?.at(-1)
      const from = taken && endOf(taken) > start ? endOf(taken) : start
      written[lowest]?.push({ at: from, length: now() - from, pitch })
      spans[lowest]?.push({ from, to: now() })
    },
    done() {
      const lines = written.map((line) => line.toSorted((a, b) => a.at - b.at))
      const isWritten = (index: number, voice: number): boolean => {
        const at = stages[index]?.startTicks ?? 0
        // before its first entry a voice is silent
        const first = entries.find((entry) => entry.voice === voice && entry.theme !== 'countersubject')
        return (first !== undefined && at < first.atTicks) || (spans[voice] ?? []).some(({ from, to }) => at >= from && at < to)
      }
      return { stages, written: lines, isWritten, entries, barCount: bars }
    },
  }
}
