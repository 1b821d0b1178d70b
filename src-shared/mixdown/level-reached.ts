import { z } from 'zod'
import type { Loudness } from '../audio/loudness-report.ts'
import type { LoudnessTarget } from './export-options.ts'

/** A song that is nearly silent is not turned up by more than this: it would be its own noise that is heard, dB. */
export const MOST_GAIN_DB = 40
/** Nearer than this a target counts as met, LU: nobody hears it, and meters round to it. */
const CLOSE_LU = 0.15
const CLOSE_DB = 0.5

/** How loud a file became for which a loudness was asked. No `integratedLufs`: it is silent. `missed`: why it is not as asked, in a sentence. */
export const LevelReached = z.object({
  fileName: z.string(),
  targetLufs: z.number(),
  ceilingDbtp: z.number(),
  integratedLufs: z.number().optional(),
  truePeakDbtp: z.number(),
  missed: z.string().optional(),
})
export type LevelReached = z.output<typeof LevelReached>

const lufs = (value: number): string => `${value.toFixed(1).replace('-', '−')} LUFS`

/** Why a file is not as loud as asked, for those who read it; undefined: it is. */
const missedWords = (fileName: string, { targetLufs, ceilingDbtp }: LoudnessTarget, { integratedLufs, truePeakDbtp }: Loudness): string | undefined => {
  if (integratedLufs === undefined) return `${fileName} is silent: there is nothing to bring to ${lufs(targetLufs)}, so it was written as it is.`
  const missing = targetLufs - integratedLufs
  if (Math.abs(missing) <= CLOSE_LU) return undefined
  const instead = `${fileName} has ${lufs(integratedLufs)} instead of ${lufs(targetLufs)}`
  if (missing < 0) return `${instead}.`
  return truePeakDbtp >= ceilingDbtp - CLOSE_DB
    ? `${instead}: its peaks are at the ceiling of ${String(ceilingDbtp).replace('-', '−')} dBTP, and louder would be past it.`
    : `${instead}: it is so quiet that more than ${MOST_GAIN_DB} dB would only raise its noise.`
}

export const levelReached = (fileName: string, target: LoudnessTarget, loudness: Loudness): LevelReached => {
  const missed = missedWords(fileName, target, loudness)
  return { fileName, ...target, ...loudness, ...(missed !== undefined && { missed }) }
}

type Known = { readonly loudness?: Loudness | undefined }

/** What can be said before anything is written, of songs whose loudness is known; undefined: nothing stands in the way. */
export const levelForeseen = (songs: readonly Known[], { targetLufs }: LoudnessTarget): string | undefined => {
  const silent = songs.filter(({ loudness }) => loudness && loudness.integratedLufs === undefined).length
  const faint = songs.filter(({ loudness }) => targetLufs - (loudness?.integratedLufs ?? targetLufs) > MOST_GAIN_DB).length
  const who = (count: number) => (songs.length === 1 ? 'This song is' : `${count} of ${songs.length} songs ${count === 1 ? 'is' : 'are'}`)
  const stay = (count: number) => (count === 1 ? 'it stays as it is' : 'they stay as they are')
  const words = [
    silent > 0 ? `${who(silent)} silent: ${stay(silent)}.` : '',
    faint > 0 ? `${who(faint)} so quiet that ${lufs(targetLufs)} cannot be reached: at most ${MOST_GAIN_DB} dB are added.` : '',
  ].filter((sentence) => sentence !== '')
  return words.length > 0 ? words.join(' ') : undefined
}
