import type { Proof, Seam, Take } from '../../../src-shared/project/document.ts'

const oneDecimal = (value: number): string => Math.abs(value).toFixed(1)

/** A seam louder than this is heard as a step, and one that stands out more than this as a click. */
const AUDIBLE_STEP_LU = 1
const AUDIBLE_CLICK_DB = 6

const isClick = ({ clickDb = 0 }: Seam): boolean => clickDb > AUDIBLE_CLICK_DB
/** What the seam adds to the step that is in the music. */
const addedStep = ({ loudnessStepLu, musicStepLu = 0 }: Seam): number => loudnessStepLu - musicStepLu
export const isSeamGood = (seam: Seam): boolean => Math.abs(addedStep(seam)) <= AUDIBLE_STEP_LU && !isClick(seam)
export const isProofGood = (proof: Proof): boolean => proof.outsideIdentical && proof.seams.every(isSeamGood)

const clickWords = (clickDb: number): string => (clickDb > AUDIBLE_CLICK_DB ? `click ${clickDb.toFixed(0)} dB` : 'no click')

/** "silent before: louder by 26.0 LU": a step out of silence or into it says so, because no loudness fits to silence. */
export const silenceWords = ({ silent, loudnessStepLu }: Seam): string | undefined => {
  if (silent === undefined) return undefined
  if (silent === 'both') return 'silent on both sides'
  return `silent ${silent}: ${loudnessStepLu > 0 ? 'louder' : 'softer'} by ${oneDecimal(loudnessStepLu)} LU`
}

/** "Outside identical · seams 0.3 LU, 0.1 LU · crossfade 20 ms · no click" */
export const proofWords = (proof: Proof): string => {
  const clicks = proof.seams.flatMap(({ clickDb }) => (clickDb === undefined ? [] : [clickDb]))
  return [
    proof.outsideIdentical ? 'Outside identical' : 'Outside changed',
    proof.piecesIdentical ? 'pieces identical' : undefined,
    proof.seams.length > 0
      ? `${proof.seams.length === 1 ? 'seam' : 'seams'} ${proof.seams.map((seam) => silenceWords(seam) ?? `${oneDecimal(addedStep(seam))} LU`).join(', ')}`
      : undefined,
    `crossfade ${Math.round(proof.crossfadeSeconds * 1000)} ms`,
    clicks.length > 0 ? clickWords(Math.max(...clicks)) : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(' · ')
}

/** "0.3 LU louder · crossfade 20 ms · no click (−4 dB)" */
export const seamWords = (seam: Seam): string => {
  const { loudnessStepLu, musicStepLu, crossfadeSeconds, clickDb } = seam
  const step = Math.abs(loudnessStepLu) < 0.05 ? 'equally loud' : `${oneDecimal(loudnessStepLu)} LU ${loudnessStepLu > 0 ? 'louder' : 'softer'}`
  return [
    silenceWords(seam) ?? step,
    musicStepLu === undefined || Math.abs(musicStepLu) < 0.05 ? undefined : `${oneDecimal(musicStepLu)} of it in the music`,
    crossfadeSeconds === undefined ? undefined : crossfadeSeconds === 0 ? 'hard cut' : `crossfade ${Math.round(crossfadeSeconds * 1000)} ms`,
    clickDb === undefined ? undefined : `${clickWords(clickDb)}${clickDb > AUDIBLE_CLICK_DB ? '' : ` (${clickDb.toFixed(0).replace('-', '−')} dB)`}`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ')
}

/** "−14.1 LUFS · peak −1.2 dB" */
export const loudnessWords = (take: Pick<Take, 'loudness'>): string | undefined => {
  if (!take.loudness) return undefined
  const minus = (value: number): string => value.toFixed(1).replace('-', '−')
  const { integratedLufs, truePeakDbtp } = take.loudness
  return `${integratedLufs === undefined ? 'silent' : `${minus(integratedLufs)} LUFS`} · peak ${minus(truePeakDbtp)} dB`
}
