import { gatedLoudness, loudnessRange, windowLoudness } from '../../../src-shared/dsp/loudness.ts'
import type { SoundReader } from '../audio-reader.ts'
import { readSteps, STEPS_PER_SECOND } from './playing-meter.ts'

/** What has been heard since the meter was reset (EBU R 128). Undefined: silence, or too little was heard. */
export type ProgrammeReading = {
  readonly momentaryLufs: number | undefined
  readonly shortTermLufs: number | undefined
  readonly integratedLufs: number | undefined
  readonly rangeLu: number | undefined
  readonly maxMomentaryLufs: number | undefined
  readonly maxTruePeakDbtp: number | undefined
  readonly heardSeconds: number
}

const STEPS_OF_100_MS = STEPS_PER_SECOND / 10
const MOMENTARY_STEPS = 4
const SHORT_TERM_STEPS = 30
/** more than this between two looks is a jump, not playing */
const JUMP_SECONDS = 0.5

/** Follows what plays, by looking at it now and then: what lies between two looks is measured, what was jumped over is not. */
export type ProgrammeMeter = {
  /** `frame`: where playing is now */
  follow(reader: SoundReader, frame: number, gain: number): void
  /** for after a pause: playing goes on wherever it does */
  lift(): void
  read(): ProgrammeReading
  reset(): void
}

export const createProgrammeMeter = (): ProgrammeMeter => {
  let energies: number[] = []
  let pending = 0
  let pendingSteps = 0
  let stepFrames = 1
  let nextFrame: number | undefined
  let maxPeak = 0
  let maxMomentary: number | undefined

  const take = (energy: number): void => {
    pending += energy
    pendingSteps++
    if (pendingSteps < STEPS_OF_100_MS) return
    energies.push(pending)
    pending = 0
    pendingSteps = 0
    const momentary = windowLoudness(energies, stepFrames * STEPS_OF_100_MS, MOMENTARY_STEPS)
    if (momentary !== undefined) maxMomentary = Math.max(maxMomentary ?? momentary, momentary)
  }

  return {
    follow(reader, frame, gain) {
      const { sampleRateHz } = reader.layout
      stepFrames = Math.floor(sampleRateHz / STEPS_PER_SECOND)
      const isJump = nextFrame === undefined || frame < nextFrame - stepFrames || frame > nextFrame + JUMP_SECONDS * sampleRateHz
      const from = isJump || nextFrame === undefined ? Math.floor(frame / stepFrames) * stepFrames : nextFrame
      for (const { energy, peak } of readSteps(reader, from, frame)) {
        take(energy * gain * gain)
        maxPeak = Math.max(maxPeak, peak * gain)
      }
      nextFrame = from + Math.max(0, Math.floor((frame - from) / stepFrames)) * stepFrames
    },
    lift() {
      nextFrame = undefined
    },
    read() {
      const framesPerStep = stepFrames * STEPS_OF_100_MS
      return {
        momentaryLufs: windowLoudness(energies, framesPerStep, MOMENTARY_STEPS),
        shortTermLufs: windowLoudness(energies, framesPerStep, SHORT_TERM_STEPS),
        integratedLufs: gatedLoudness(energies, framesPerStep),
        rangeLu: loudnessRange(energies, framesPerStep),
        maxMomentaryLufs: maxMomentary,
        maxTruePeakDbtp: maxPeak > 0 ? 20 * Math.log10(maxPeak) : undefined,
        heardSeconds: energies.length / 10,
      }
    },
    reset() {
      energies = []
      pending = 0
      pendingSteps = 0
      maxPeak = 0
      maxMomentary = undefined
    },
  }
}
