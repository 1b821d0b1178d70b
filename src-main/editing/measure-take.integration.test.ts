import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gatedLoudness } from '../../src-shared/dsp/loudness.ts'
import { truePeak } from '../../src-shared/dsp/true-peak.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import { gainToDb } from '../../src-shared/kernel/units.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { createWavWriter, readWavSpan } from '../audio/index.ts'
import { measureTake, traceSong } from './measure-take.ts'
import type { PatchSpan } from './paste-geometry.ts'
import { pasteAndProve } from './paste-task.ts'

const RATE = 44_100
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'measure-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Noise whose level wanders, with one loud click at `clickSeconds`. */
const write = async (name: string, seconds: number, seed: number, level: number, clickSeconds?: number): Promise<string> => {
  const random = createRandom(seed)
  const path = join(folder, name)
  const channels = [0, 1].map(() =>
    Float32Array.from(
      { length: Math.round(seconds * RATE) },
      (_, i) => level * (random.next() - 0.5) * (1.2 + Math.sin(i / RATE)) * (i === Math.round((clickSeconds ?? -1) * RATE) ? 0 : 1),
    ),
  )
  if (clickSeconds !== undefined) for (const samples of channels) samples[Math.round(clickSeconds * RATE)] = 0.8
  const writer = await createWavWriter(path, { sampleRateHz: RATE, channelCount: 2 })
  await writer.write(channels)
  await writer.finish()
  return path
}
const measured = async (path: string) => {
  const energies = await traceSong(path, createWorkFlags())
  return { energies, integratedLufs: gatedLoudness(energies, RATE / 10), truePeakDbtp: gainToDb(truePeak(await readWavSpan(path))) }
}

const cases: [string, PatchSpan, number, number | undefined, boolean][] = [
  ['bars in the middle', { leadInFrames: 4_410, leadOutFrames: 0, replaceFromFrame: 5 * RATE, replaceToFrame: 9 * RATE }, 4.1, 12, true],
  ['a new ending', { leadInFrames: 4_410, leadOutFrames: 0, replaceFromFrame: 16 * RATE, replaceToFrame: 20 * RATE }, 10.1, 12, true],
  ['bars that held the loudest moment', { leadInFrames: 4_410, leadOutFrames: 0, replaceFromFrame: 5 * RATE, replaceToFrame: 9 * RATE }, 4.1, 7, true],
  ['a longer beginning', { leadInFrames: 0, leadOutFrames: 4_410, replaceFromFrame: 0, replaceToFrame: 0 }, 4.1, 12, false],
]

test.each(cases)('%s: what changed and what is known give what the whole file gives', async (name, span, patchSeconds, clickSeconds, isKnown) => {
  const songPath = await write('song.wav', 20, 1, 0.15, clickSeconds)
  const patchPath = await write('patch.wav', patchSeconds, 2, 0.2)
  const resultPath = join(folder, `${name}.wav`)
  const flags = createWorkFlags()
  const { geometry } = await pasteAndProve({ songPath, patchPath, outPath: resultPath, wish: { span, crossfadeMilliseconds: 20, beatFrames: [] } }, flags)
  const parent = await measured(songPath)
  const quick = await measureTake({ songPath, resultPath, geometry, parent }, flags)
  if (!isKnown) return expect(quick).toBeUndefined()
  const whole = await measured(resultPath)
  expect(quick?.energies.every((energy, step) => Math.abs(energy - (whole.energies[step] ?? 0)) < 1e-3)).toBe(true)
  expect(quick?.loudness.integratedLufs).toBeCloseTo(whole.integratedLufs ?? 0, 3)
  expect(quick?.loudness.truePeakDbtp).toBeCloseTo(whole.truePeakDbtp, 1)
})
