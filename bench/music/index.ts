// How good the built-in engine's music is, measured over seeds on the page and on the finished sound, how well it obeys, and what the
// editor's sliders do to the ear. `npm run bench -- music [seeds] [page] [sound] [obedience] [sliders]`; targets are guides to the ear.
import { composeScore } from '../../src-main/generation/score/compose/index.ts'
import { planFromPrompt } from '../../src-main/generation/score/plan/index.ts'
import { OpenStyleId } from '../../src-shared/generation/plan.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import { checkObedience } from './obedience.ts'
import { measureScore, SCORE_COLUMNS } from './score-columns.ts'
import { measureSliders } from './slider-columns.ts'
import { measureSound, SOUND_COLUMNS } from './sound-columns.ts'
import { openStudio } from './studio.ts'
import { type Measured, printColumns } from './table.ts'

const PROMPTS: Readonly<Record<OpenStyleId, string>> = {
  lofi: 'lofi for studying',
  house: 'house for a workout',
  ambient: 'ambient for sleep',
  'acoustic-pop': 'sunny acoustic pop',
  chip: '8-bit game music',
}
const SECONDS = 72

const words = process.argv.slice(2)
const seeds = Number(words.find((word) => /^\d+$/.test(word)) ?? 3)
const asked = words.filter((word) => !/^\d+$/.test(word))
const wants = (name: string): boolean => asked.length === 0 || asked.includes(name)
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)

const studio = await openStudio()
try {
  if (wants('page')) {
    const count = Math.max(8, seeds)
    const rows = new Map<string, Measured[]>()
    for (const style of OpenStyleId.options) {
      const scores = numbers(count).map((seed) => composeScore(planFromPrompt({ prompt: PROMPTS[style], seed, overrides: {} }), createRandom(seed)))
      rows.set(
        style,
        scores.map((score) => measureScore(score, scores.slice(0, 12))),
      )
    }
    say(`\nThe page, ${count} seeds: mean (least..most), ! where a seed misses the target`)
    say(printColumns(SCORE_COLUMNS, rows))
  }
  if (wants('sound')) {
    const rows = new Map<string, Measured[]>()
    for (const style of OpenStyleId.options)
      rows.set(
        style,
        numbers(seeds).map((seed) => measureSound(studio.make(PROMPTS[style], seed, SECONDS))),
      )
    say(`\nThe sound, ${seeds} seeds of ${SECONDS} s, mastered`)
    say(printColumns(SOUND_COLUMNS, rows))
  }
  if (wants('obedience')) {
    say('\nObedience, heard in the sound')
    say(checkObedience(studio))
  }
  if (wants('sliders')) {
    say(`\nSliders, old and new bars compared by ear, ${Math.max(6, seeds * 2)} seeds`)
    say(measureSliders(studio, Math.max(6, seeds * 2)))
  }
} finally {
  studio.close()
}
