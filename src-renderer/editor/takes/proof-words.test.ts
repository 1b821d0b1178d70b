import { expect, test } from 'vitest'
import { isProofGood, proofWords, seamWords } from './proof-words.ts'

const seam = { atFrame: 0, loudnessStepLu: 0.34, crossfadeSeconds: 0.02, clickDb: -4.2 }
const proof = { outsideIdentical: true, comparedFrames: 10, crossfadeSeconds: 0.02, seams: [seam, { ...seam, loudnessStepLu: -0.1 }] }

test('a proof says what is identical, how the seams sit and that nothing clicks', () => {
  expect(proofWords(proof)).toBe('Outside identical · seams 0.3 LU, 0.1 LU · crossfade 20 ms · no click')
  expect(proofWords({ ...proof, piecesIdentical: true, seams: [{ ...seam, clickDb: 31 }] })).toBe(
    'Outside identical · pieces identical · seam 0.3 LU · crossfade 20 ms · click 31 dB',
  )
  expect(seamWords(seam)).toBe('0.3 LU louder · crossfade 20 ms · no click (−4 dB)')
  expect(seamWords({ ...seam, loudnessStepLu: -2, crossfadeSeconds: 0, clickDb: 12 })).toBe('2.0 LU softer · hard cut · click 12 dB')
})

test('proofs from before clicks and each seam’s fade were measured still read well', () => {
  const old = { ...proof, seams: [{ atFrame: 0, loudnessStepLu: 0.3 }] }
  expect(proofWords(old)).toBe('Outside identical · seam 0.3 LU · crossfade 20 ms')
  expect(seamWords({ atFrame: 0, loudnessStepLu: 0 })).toBe('equally loud')
  expect(isProofGood(old)).toBe(true)
})

test('beside silence the words say so instead of a loudness that fits, and the step is none of a good proof', () => {
  const into = { ...seam, loudnessStepLu: 26.04, silent: 'before' as const }
  const out = { ...seam, loudnessStepLu: -37.2, silent: 'after' as const }
  expect(seamWords(into)).toBe('silent before: louder by 26.0 LU · crossfade 20 ms · no click (−4 dB)')
  expect(proofWords({ ...proof, seams: [into, out] })).toBe(
    'Outside identical · seams silent before: louder by 26.0 LU, silent after: softer by 37.2 LU · crossfade 20 ms · no click',
  )
  expect(isProofGood({ ...proof, seams: [into, out] })).toBe(false)
  const quiet = { ...seam, loudnessStepLu: 0, silent: 'both' as const }
  expect(seamWords(quiet)).toMatch(/^silent on both sides ·/)
  expect(isProofGood({ ...proof, seams: [quiet] })).toBe(true)
})

test('a step or a click that is heard is no good proof', () => {
  expect(isProofGood(proof)).toBe(true)
  expect(isProofGood({ ...proof, seams: [{ ...seam, loudnessStepLu: 1.2 }] })).toBe(false)
  expect(isProofGood({ ...proof, seams: [{ ...seam, clickDb: 8 }] })).toBe(false)
  expect(isProofGood({ ...proof, outsideIdentical: false })).toBe(false)
})

test('a step that one of the takes makes there by itself is the music’s, not the seam’s', () => {
  const own = { ...seam, loudnessStepLu: 6.6, musicStepLu: 6.2 }
  expect(seamWords(own)).toBe('6.6 LU louder · 6.2 of it in the music · crossfade 20 ms · no click (−4 dB)')
  expect(proofWords({ ...proof, seams: [own] })).toContain('seam 0.4 LU')
  expect(isProofGood({ ...proof, seams: [own] })).toBe(true)
})
