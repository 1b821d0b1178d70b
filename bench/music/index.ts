import { pathToFileURL } from 'node:url'
import { composeScore } from '../../src-main/generation/score/compose/index.ts'
import { planFromPrompt } from '../../src-main/generation/score/plan/index.ts'
import { type Plan, StyleId } from '../../src-shared/generation/plan.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import type { Score } from '../../src-shared/score/score.ts'
import * as metrics from './score-metrics.ts'

/** Columns that need sound; the bench of the renderer fills them. Keys are column titles, values are averaged over the seeds. */
export type MeasureAudio = (score: Score, plan: Plan) => Promise<Readonly<Record<string, number>>>

type Column = { readonly title: string; readonly target: string; readonly measure: (score: Score, others: readonly Score[]) => number }

const leadPitches = (score: Score): number[] => metrics.leadOf(score)?.notes.map((note) => note.pitch) ?? []

const COLUMNS: readonly Column[] = [
  { title: 'scale', target: '>=.95', measure: metrics.scaleShare },
  { title: 'strong', target: '>=.70', measure: metrics.strongChordShare },
  { title: 'motif', target: '>=.60', measure: metrics.motifCoverage },
  { title: 'rests', target: '>=.80', measure: metrics.phraseRestShare },
  { title: 'steps', target: '.5-.85', measure: metrics.stepShare },
  { title: 'wide', target: '<=.02', measure: metrics.wideLeapShare },
  { title: 'repeat', target: '<=4', measure: metrics.longestRepeat },
  { title: 'climax', target: '~.6', measure: metrics.climaxPosition },
  { title: 'move', target: '<=3', measure: metrics.voiceMovement },
  { title: 'mud', target: '0', measure: metrics.muddyShare },
  { title: 'kick+bass', target: '>=.4', measure: metrics.bassOnKickShare },
  { title: 'energy', target: '>=.60', measure: metrics.energyCorrelation },
  { title: 'silence', target: '<=1 s', measure: metrics.longestSilenceSeconds },
  {
    title: 'unlike',
    target: '>=.5',
    measure: (score, others) =>
      Math.min(
        ...others.filter((other) => other !== score).map((other) => metrics.melodyDistance(leadPitches(score).slice(0, 60), leadPitches(other).slice(0, 60))),
      ),
  },
]

export type MusicRow = {
  readonly style: StyleId
  readonly seeds: number
  readonly means: Readonly<Record<string, number>>
  readonly worst: Readonly<Record<string, number>>
}

const PROMPTS: Readonly<Record<StyleId, string>> = {
  lofi: 'lofi for studying',
  house: 'house for a workout',
  ambient: 'ambient for sleep',
  'acoustic-pop': 'sunny acoustic pop',
  chip: '8-bit game music',
}

/** Composes `seeds` pieces of every style and averages every column; `worst` is the value farthest from the mean in the bad direction's sense: smallest. */
export const measureMusic = async (seeds: number, measureAudio?: MeasureAudio): Promise<MusicRow[]> => {
  const rows: MusicRow[] = []
  for (const style of StyleId.options) {
    const pieces = Array.from({ length: seeds }, (_, index) => {
      const plan = planFromPrompt({ prompt: PROMPTS[style], seed: index + 1, overrides: {} })
      return { plan, score: composeScore(plan, createRandom(index + 1)) }
    })
    const values: Record<string, number[]> = {}
    for (const { plan, score } of pieces) {
      for (const column of COLUMNS) {
        values[column.title] ??= []
        values[column.title]?.push(
          column.measure(
            score,
            pieces.slice(0, 12).map((piece) => piece.score),
          ),
        )
      }
      if (!measureAudio) continue
      for (const [title, value] of Object.entries(await measureAudio(score, plan))) {
        values[title] ??= []
        values[title]?.push(value)
      }
    }
    const each = (reduce: (list: readonly number[]) => number): Record<string, number> =>
      Object.fromEntries(Object.entries(values).map(([title, list]) => [title, reduce(list)]))
    rows.push({
      style,
      seeds,
      means: each((list) => list.reduce((sum, value) => sum + value, 0) / list.length),
      worst: each((list) =>
        ['wide', 'repeat', 'move', 'mud', 'silence'].includes(Object.entries(values).find(([, other]) => other === list)?.[0] ?? '')
          ? Math.max(...list)
          : Math.min(...list),
      ),
    })
  }
  return rows
}

const cell = (text: string, width = 10): string => text.padStart(width)

export const printMusic = (rows: readonly MusicRow[]): string => {
  const titles = Object.keys(rows[0]?.means ?? {})
  const target = (title: string): string => COLUMNS.find((column) => column.title === title)?.target ?? ''
  const lines = [cell('', 20) + titles.map((title) => cell(title)).join(''), cell('target', 20) + titles.map((title) => cell(target(title))).join('')]
  for (const row of rows) {
    lines.push(cell(`${row.style} mean`, 20) + titles.map((title) => cell((row.means[title] ?? 0).toFixed(2))).join(''))
    lines.push(cell('worst', 20) + titles.map((title) => cell((row.worst[title] ?? 0).toFixed(2))).join(''))
  }
  return lines.join('\n')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const seeds = Number(process.argv[2] ?? 20)
  process.stdout.write(`${printMusic(await measureMusic(seeds))}\n`)
}
