import type { PlannedSection } from '../../../../../src-shared/generation/plan.ts'
import type { TitleWords } from '../../styles/style.ts'

/** Verses of sixteen, hooks of eight: what every style of the studio shares. */
export const HOOK_FORMS: readonly (readonly PlannedSection[])[] = [
  [
    { label: 'Intro', role: 'intro', barCount: 4, energy: 0.3 },
    { label: 'Hook', role: 'chorus', barCount: 8, energy: 0.8 },
    { label: 'Verse', role: 'verse', barCount: 16, energy: 0.6 },
    { label: 'Hook', role: 'chorus', barCount: 8, energy: 0.84 },
    { label: 'Break', role: 'break', barCount: 4, energy: 0.32 },
    { label: 'Verse', role: 'verse', barCount: 8, energy: 0.64 },
    { label: 'Hook', role: 'chorus', barCount: 8, energy: 0.88 },
  ],
  [
    { label: 'Intro', role: 'intro', barCount: 4, energy: 0.3 },
    { label: 'Verse', role: 'verse', barCount: 16, energy: 0.6 },
    { label: 'Hook', role: 'chorus', barCount: 8, energy: 0.82 },
    { label: 'Verse', role: 'verse', barCount: 16, energy: 0.64 },
    { label: 'Hook', role: 'chorus', barCount: 8, energy: 0.86 },
    { label: 'Outro', role: 'outro', barCount: 4, energy: 0.35 },
  ],
]

export const TITLES: TitleWords = {
  first: ['Corner', 'Second', 'Concrete', 'Night', 'Cold', 'Borrowed', 'Rooftop', 'Loose', 'Gold', 'Last', 'Heavy', 'Silent'],
  second: ['Cipher', 'Ledger', 'Train', 'Receipts', 'Stairwell', 'Sixteen', 'Pavement', 'Static', 'Corners', 'Currency', 'Signal', 'Winter'],
}
