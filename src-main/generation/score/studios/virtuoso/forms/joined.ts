import type { Random } from '../../../../../../src-shared/kernel/random.ts'
import type { Key, Section } from '../../../../../../src-shared/score/score.ts'
import type { Meter } from '../../../compose/meter.ts'
import { held } from '../counterpoint/diminution.ts'
import type { Compass, Line, Tone } from '../counterpoint/line.ts'
import { realise } from '../counterpoint/realise.ts'
import { stageOf } from '../counterpoint/stage.ts'
import type { Accompaniment, Draft } from '../draft.ts'
import { type SectionMusic, WIDEST } from './homophony.ts'

/** What the composer of a form is asked for. `closes`: the last bar is the final chord. */
export type FormRequest = {
  readonly key: Key
  readonly meter: Meter
  readonly sections: readonly Section[]
  readonly compasses: readonly Compass[]
  readonly closes: boolean
  /** keys, schemata and ideas come from here: bars that are written anew belong to the same piece */
  readonly themes: Random
  /** voices and figures come from here */
  readonly random: Random
}

const shifted = (line: Line, by: number): Tone[] => line.map((tone) => ({ ...tone, at: tone.at + by }))

/** Puts sections one after the other; sections with the same name are the same music. The final chord stands in a bar of its own. */
export const joinSections = (
  { key, meter, sections, compasses, closes, random }: FormRequest,
  writeSection: (section: Section, barCount: number, index: number) => SectionMusic,
  accompanimentOf: (section: Section, barInSection: number) => Accompaniment,
): Draft => {
  const barCount = sections.reduce((sum, section) => Math.max(sum, section.startBar + section.barCount), 0)
  const known = new Map<string, SectionMusic>()
  const draft = {
    stages: [] as Draft['stages'][number][],
    lines: compasses.map((): Tone[] => []),
    cadences: [] as Draft['cadences'][number][],
    schemata: [] as Draft['schemata'][number][],
    accompaniment: [] as Accompaniment[],
  }
  sections.forEach((section, index) => {
    const hasFinal = closes && index === sections.length - 1
    const bars = section.barCount - (hasFinal ? 1 : 0)
    if (bars > 0) {
      const name = `${section.label} ${bars}`
      const music = known.get(name) ?? writeSection(section, bars, index)
      known.set(name, music)
      const by = section.startBar * meter.barTicks
      draft.stages.push(...music.stages.map((stage) => ({ ...stage, startTicks: stage.startTicks + by })))
      music.lines.forEach((line, voice) => void draft.lines[voice]?.push(...shifted(line, by)))
      draft.cadences.push(...music.cadences.map((cadence) => ({ ...cadence, bar: cadence.bar + section.startBar })))
      draft.schemata.push(...music.schemata.map((schema) => ({ ...schema, bar: schema.bar + section.startBar })))
    }
    for (let bar = 0; bar < section.barCount; bar++) draft.accompaniment.push(accompanimentOf(section, bar))
  })
  if (closes) {
    const last = draft.cadences.findLast(({ kind }) => kind === 'perfect')
    const stage = stageOf((barCount - 1) * meter.barTicks, meter.barTicks, 'I', last?.key ?? key, 1)
    const closing = {
      stages: [stage],
      compasses,
      manner: 'galant' as const,
      widest: WIDEST,
      written: draft.lines,
      isWritten: () => false,
      cells: () => [held(meter.barTicks)],
      suspends: 0,
      ties: false,
      random: random.fork('final'),
    }
    const { top: _, ...free } = stage
    const lines = realise(closing) ?? realise({ ...closing, stages: [free] })
    if (!lines) throw new RangeError('no final chord fits the voices')
    draft.stages.push(stage)
    draft.lines = lines.map((line) => [...line])
    draft.accompaniment[barCount - 1] = 'held'
  }
  return { ...draft, manner: 'galant', meter, widest: WIDEST, compasses, sections, entries: [] }
}
