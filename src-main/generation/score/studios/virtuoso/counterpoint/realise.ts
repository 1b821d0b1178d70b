import type { Random } from '../../../../../../src-shared/kernel/random.ts'
import { broken, type Cell } from './diminution.ts'
import type { Given, Layout } from './layouts.ts'
import { type Compass, endOf, indexAt, type Line, replaced, type Tone, toneAt } from './line.ts'
import { writeParts } from './part-writing.ts'
import { type Fault, faultsIn, type Manner, type Texture } from './rules.ts'
import type { Stage } from './stage.ts'

export type Writing = {
  readonly stages: readonly Stage[]
  readonly compasses: readonly Compass[]
  readonly manner: Manner
  readonly widest: number
  /** tones that stand already, by voice: themes of a fugue, bars that are kept */
  readonly written: readonly Line[]
  /** true where a voice is as `written` says, rests included */
  readonly isWritten: (stage: number, voice: number) => boolean
  /** diminutions to try for a free voice in a stage, best first; none leaves the tone held */
  readonly cells: (stage: number, voice: number) => readonly Cell[]
  /** 0..1: how readily a falling step is delayed into a suspension */
  readonly suspends: number
  /** true: equal neighbours of a free voice are tied */
  readonly ties: boolean
  readonly summit?: (stage: number) => number | undefined
  readonly random: Random
}

const givenBy =
  ({ stages, written, isWritten }: Writing) =>
  (index: number, voice: number): Given => {
    if (!isWritten(index, voice)) return undefined
    const stage = stages[index] as Stage
    const line = written[voice] as Line
    const first = toneAt(line, stage.startTicks)
    // a voice that is silent on the chord itself may enter later in it
    if (!first) return 'rest'
    const inside = line.slice(indexAt(line, stage.startTicks), indexAt(line, stage.startTicks + stage.lengthTicks - 1) + 1).map(({ pitch }) => pitch)
    return { first: first.pitch, last: inside.at(-1) ?? first.pitch, low: Math.min(...inside), high: Math.max(...inside) }
  }

const beside = (line: Line, ticks: number, side: 'before' | 'after'): number | undefined => {
  const index = indexAt(line, ticks - (side === 'before' ? 1 : 0))
  const tone = line[side === 'before' ? index : index]
  if (side === 'before') return tone && endOf(tone) > ticks - 480 ? tone.pitch : undefined
  return tone && tone.at === ticks ? tone.pitch : undefined
}

const nameOf = ({ rule, atTicks, voices }: Fault): string => `${rule} ${atTicks} ${voices.join()}`

/** Tries to write some tones in place of others; keeps them when no rule is broken that was not broken before. */
const attempt = (lines: Line[], voice: number, stage: Stage, tones: readonly Tone[], texture: Omit<Texture, 'voices'>, from: number, to: number): boolean => {
  const old = lines[voice] as Line
  const before = new Set(faultsIn({ ...texture, voices: lines }, from, to, voice).map(nameOf))
  lines[voice] = replaced(old, stage.startTicks, stage.startTicks + stage.lengthTicks, tones)
  if (faultsIn({ ...texture, voices: lines }, from, to, voice).every((fault) => before.has(nameOf(fault)))) return true
  lines[voice] = old
  return false
}

const laid = ({ stages, written, compasses, isWritten }: Writing, layouts: readonly Layout[]): Line[] =>
  compasses.map((_, voice) => {
    const kept = (written[voice] as Line).filter(({ at }) => {
      const index = stages.findLastIndex(({ startTicks }) => startTicks <= at)
      const stage = stages[index]
      return index < 0 || !stage || at >= stage.startTicks + stage.lengthTicks || isWritten(index, voice)
    })
    const fresh = stages.flatMap(({ startTicks, lengthTicks }, index): Tone[] => {
      const pitch = layouts[index]?.[voice]
      return pitch === undefined || isWritten(index, voice) ? [] : [{ at: startTicks, length: lengthTicks, pitch }]
    })
    return [...kept, ...fresh].toSorted((a, b) => a.at - b.at)
  })

/** Ties equal neighbours of the free voices together; an anticipation is struck again. */
const tied = (line: Line, isFree: (tone: Tone) => boolean): Tone[] => {
  const result: Tone[] = []
  for (const tone of line) {
    const last = result.at(-1)
    if (last && last.pitch === tone.pitch && endOf(last) === tone.at && isFree(tone) && isFree(last) && last.length < 3840)
      result[result.length - 1] = { ...last, length: last.length + tone.length }
    else result.push(tone)
  }
  return result
}

/**
 * Writes the free voices of a progression: first the held tones by search, then suspensions and diminutions, each of which stays only if the
 * rules allow it. Undefined when the written voices contradict each other.
 */
export const realise = (writing: Writing): Line[] | undefined => {
  const { stages, compasses, manner, widest, written, isWritten, cells, suspends, ties, random } = writing
  const first = stages[0]
  const final = stages.at(-1)
  if (!first || !final) return written.map((line) => [...line])
  const endTicks = final.startTicks + final.lengthTicks
  const after = written.map((line) => beside(line, endTicks, 'after'))
  const layouts = writeParts({
    stages,
    compasses,
    given: givenBy(writing),
    before: written.map((line) => beside(line, first.startTicks, 'before')),
    ...(after.some((pitch) => pitch !== undefined) ? { after } : {}),
    ...(writing.summit ? { summit: writing.summit } : {}),
    widest,
    random: random.fork('parts'),
  })
  if (!layouts) return undefined
  const lines: Line[] = laid(writing, layouts)
  const texture = { stages, manner, compasses, widest }
  const span = (index: number): readonly [number, number] => {
    const [before, next] = [stages[index - 1] ?? stages[index], stages[index + 1] ?? stages[index]]
    return [before?.startTicks ?? 0, (next?.startTicks ?? 0) + (next?.lengthTicks ?? 0) + 1]
  }
  const delays = random.fork('suspensions')
  const lowest = compasses.length - 1
  stages.forEach((stage, index) => {
    compasses.forEach((_, voice) => {
      const [from, to] = span(index)
      const pitch = layouts[index]?.[voice]
      if (isWritten(index, voice) || pitch === undefined) return
      const previous = index > 0 && !isWritten(index - 1, voice) ? layouts[index - 1]?.[voice] : undefined
      const draws = delays.next() < suspends
      if (draws && previous !== undefined && voice !== lowest && [1, 2].includes(previous - pitch) && stage.lengthTicks >= 960) {
        const half = stage.lengthTicks >= 1920 ? 960 : 480
        const line = lines[voice] as Line
        const last = line[indexAt(line, stage.startTicks - 1)]
        if (last && last.pitch === previous && endOf(last) === stage.startTicks) {
          const earlier = stages[index - 1] as Stage
          const joint = { ...stage, startTicks: earlier.startTicks, lengthTicks: stage.startTicks + stage.lengthTicks - earlier.startTicks }
          const kept = line.filter(({ at }) => at >= earlier.startTicks && at < last.at)
          const tones = [...kept, { ...last, length: last.length + half }, { at: stage.startTicks + half, length: stage.lengthTicks - half, pitch }]
          if (attempt(lines, voice, joint, tones, texture, stages[index - 2]?.startTicks ?? from, to)) return
        }
      }
      const next = layouts[index + 1]?.[voice] ?? (toneAt(lines[voice] as Line, stage.startTicks + stage.lengthTicks)?.pitch as number | undefined)
      for (const cell of cells(index, voice)) if (attempt(lines, voice, stage, broken(cell, pitch, next, stage), texture, from, to)) break
    })
  })
  if (!ties) return lines
  const isFree =
    (voice: number) =>
    (tone: Tone): boolean => {
      const index = stages.findLastIndex(({ startTicks }) => startTicks <= tone.at)
      return index >= 0 && !isWritten(index, voice) && tone.at < endTicks && (stages[index]?.chord.tones.includes(tone.pitch % 12) ?? false)
    }
  return lines.map((line, voice) => tied(line, isFree(voice)))
}
