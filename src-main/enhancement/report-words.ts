import type { Cutoff } from '../inference/index.ts'

const kilohertz = (hz: number): string => `${(hz / 1000).toFixed(1)} kHz`

/** Why a song stays as it is. */
export const nothingMissing = ({ kind, cutoffHz }: Cutoff): string =>
  kind === 'silent'
    ? 'There is no sound here that could miss anything. Nothing was changed.'
    : `This song already reaches ${kilohertz(cutoffHz)}: no treble is missing that would be heard. Nothing was changed.`

/** Why a take was made as it was. */
export const madeBecause = ({ kind, cutoffHz }: Cutoff): string =>
  kind === 'edge'
    ? `The sound ended at ${kilohertz(cutoffHz)}, as MP3s and old recordings do. What is above was made anew; below it nothing was touched.`
    : `The sound faded out at ${kilohertz(cutoffHz)}. What is above was made anew; below it nothing was touched.`
