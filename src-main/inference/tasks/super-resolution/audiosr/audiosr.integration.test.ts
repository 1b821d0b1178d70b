import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRandom } from '../../../../../src-shared/kernel/random.ts'
import { createWorkFlags } from '../../../../../src-shared/kernel/work-flags.ts'
import { readWavSpan } from '../../../../audio/index.ts'
import { launchNodeProcess } from '../../../../platform/processes/index.ts'
import { createInference } from '../../../index.ts'
import { createSessionShelf } from '../../../sessions/session-shelf.ts'
import { writeSound } from '../../../sound/write-sound.ts'
import { cutOff, fallingNoise } from '../sound-for-tests.ts'
import golden from './audiosr.golden.json' with { type: 'json' }
import { logMel, MEL_COUNT, melsBelow } from './log-mel.ts'
import { decodeMel, encodeCondition, speakMel } from './restore-window.ts'
import { sampleLatent } from './sample-latent.ts'
import { diffusionSteps } from './schedule.ts'

/** Small random graphs (they make noise), and what AudioSR's own sampler (audiosr 0.0.7) makes of them with the same noise: models/export/audiosr. */
const folder = join(import.meta.dirname, '../../../../../models/fixtures/audiosr-tiny')
const file = (role: string) => join(folder, `${role}.onnx`)
const settings = { providers: ['cpu'], threads: 1, memoryCeilingBytes: 2e9 } as const
const sessions = createSessionShelf().forTask(settings)
const quiet = async () => undefined

const sound = Float32Array.from({ length: golden.frames * 480 }, (_, n) => {
  const t = n / 48_000
  return 0.3 * Math.sin(2 * Math.PI * 440 * t) + 0.1 * Math.sin(2 * Math.PI * 3000 * t) * (0.5 + 0.5 * Math.sin(2 * Math.PI * 5 * t))
})
const expectEqual = (values: Float32Array, wanted: readonly number[], within: number) => {
  const kept = values.filter((_, i) => i % golden.keptEvery === 0)
  expect(kept.length).toBe(wanted.length)
  let most = 0
  kept.forEach((value, i) => {
    most = Math.max(most, Math.abs(value - (wanted[i] as number)) / Math.max(1, Math.abs(wanted[i] as number)))
  })
  expect(most).toBeLessThan(within)
}

let work = ''
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'segno-audiosr-'))
})
afterAll(() => rm(work, { recursive: true, force: true }))

test('mel, condition, sampling with and without fresh noise, mel replacement and vocoder equal the reference within 1e-4', async () => {
  const random = createRandom(golden.seed)
  const mel = logMel(sound)
  expect(mel.length).toBe(golden.frames * MEL_COUNT)
  expectEqual(mel, golden.mel, 1e-4)
  const condition = await encodeCondition(await sessions.open(file('vae_encoder')), mel, random)
  expectEqual(condition, golden.condition, 1e-4)
  const unet = await sessions.open(file('unet'))
  const wish = { condition, frames: golden.frames / 8, steps: golden.steps, guidanceScale: golden.guidanceScale, random, checkpoint: quiet }
  expectEqual(await sampleLatent(unet, { ...wish, eta: 0 }), golden.latentEta0, 1e-4)
  const latent = await sampleLatent(unet, { ...wish, eta: 1 })
  expectEqual(latent, golden.latentEta1, 1e-4)
  const made = await decodeMel(await sessions.open(file('vae_decoder')), latent, mel, golden.cutoffBin)
  expectEqual(made, golden.decoded, 1e-4)
  expectEqual(await speakMel(await sessions.open(file('vocoder')), made), golden.wave, 1e-4)
})

test('the schedule walks from noise to sound, and the mel bands below a cut-off are counted', () => {
  const steps = diffusionSteps(50, 1)
  expect(steps).toHaveLength(50)
  expect(steps[0]?.time).toBe(981)
  expect(steps.at(-1)?.time).toBe(1)
  for (const { signal, noise } of steps) expect(signal ** 2 + noise ** 2).toBeCloseTo(1, 12)
  // a number that does not divide a thousand is no reason to step outside the schedule
  expect(diffusionSteps(300, 0).every(({ time, signal }) => time < 1_000 && Number.isFinite(signal))).toBe(true)
  expect(melsBelow(24_001)).toBe(MEL_COUNT)
  expect(melsBelow(8_000)).toBeGreaterThan(100)
  expect(melsBelow(8_000)).toBeLessThan(melsBelow(12_000))
})

test('through the inference process: the same seed gives the same sound, the song below its cut-off stays, whatever the model makes', async () => {
  const inference = createInference({ launch: launchNodeProcess, settings: async () => settings })
  try {
    const low = cutOff(fallingNoise(6, 44_100, 3), 44_100, 9_000)
    const songPath = join(work, 'song.wav')
    await writeSound(songPath, [low], 44_100)
    const context = () => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })
    const manifest = JSON.parse(await readFile(join(folder, 'segno-model.json'), 'utf8')) as { params: { guidanceScale: number } }
    const restore = async (seed: number) => {
      const workFolder = join(work, `work-${seed}-${performance.now()}`)
      await mkdir(workFolder)
      const outPath = join(workFolder, 'out.wav')
      const files = { vae_encoder: file('vae_encoder'), unet: file('unet'), vae_decoder: file('vae_decoder'), vocoder: file('vocoder') }
      const method = { kind: 'audiosr', files, steps: 2, guidanceScale: manifest.params.guidanceScale, eta: 1, seed } as const
      const { cutoff } = await inference.run(
        'super-resolution.restore',
        { songPath, fromFrame: 0, toFrame: low.length, method, workFolder, outPath },
        context(),
      )
      return { outPath, cutoffHz: cutoff.cutoffHz, samples: (await readWavSpan(outPath))[0] }
    }
    const [first, again, other] = [await restore(1), await restore(1), await restore(2)]
    expect(first.samples).toEqual(again.samples)
    expect(first.samples).not.toEqual(other.samples)
    const report = await inference.run(
      'super-resolution.measure',
      { songPath, resultPath: first.outPath, fromFrame: 0, toFrame: low.length, cutoffHz: first.cutoffHz },
      context(),
    )
    expect(report.nullBelowDb).toBeLessThan(-80)
    expect(report.aboveAfterDb).toBeGreaterThan((report.aboveBeforeDb ?? -200) + 5)
  } finally {
    await inference.close()
  }
})
