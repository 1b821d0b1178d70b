import type { Proof, Take } from '../../../src-shared/project/document.ts'

const oneDecimal = (value: number): string => Math.abs(value).toFixed(1)

/** "Outside identical · seams 0.3 LU, 0.1 LU · crossfade 20 ms" */
export const proofWords = (proof: Proof): string =>
  [
    proof.outsideIdentical ? 'Outside identical' : 'Outside changed',
    proof.seams.length > 0
      ? `${proof.seams.length === 1 ? 'seam' : 'seams'} ${proof.seams.map((seam) => `${oneDecimal(seam.loudnessStepLu)} LU`).join(', ')}`
      : undefined,
    `crossfade ${Math.round(proof.crossfadeSeconds * 1000)} ms`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ')

/** A seam louder than this is heard as a step. */
export const AUDIBLE_STEP_LU = 1
export const isProofGood = (proof: Proof): boolean => proof.outsideIdentical && proof.seams.every((seam) => Math.abs(seam.loudnessStepLu) <= AUDIBLE_STEP_LU)

/** "−14.1 LUFS · peak −1.2 dB" */
export const loudnessWords = (take: Pick<Take, 'loudness'>): string | undefined => {
  if (!take.loudness) return undefined
  const minus = (value: number): string => value.toFixed(1).replace('-', '−')
  const { integratedLufs, truePeakDbtp } = take.loudness
  return `${integratedLufs === undefined ? 'silent' : `${minus(integratedLufs)} LUFS`} · peak ${minus(truePeakDbtp)} dB`
}
