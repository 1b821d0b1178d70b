import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createWorkFlags } from '../../../../src-shared/kernel/work-flags.ts'
import { readWavSpan } from '../../../audio/index.ts'
import { createModelShelf } from '../../../models/index.ts'
import { locateDataFolder } from '../../../platform/files/index.ts'
import { launchNodeProcess } from '../../../platform/processes/index.ts'
import { createInference } from '../../index.ts'

/**
 * HTDemucs with its real weights: `npm run test:models`. The model is the one installed in the studio's folder (`segno models pull htdemucs`),
 * the songs are those of SEGNO_MODEL_SONGS: one folder a song with `song.wav` and, for SI-SDR, true stems `drums.wav`, `bass.wav`, ….
 * `bench/stem-truth.ts` makes such a folder with the built-in engine.
 */
const model = createModelShelf(locateDataFolder().models, '', () => []).find('htdemucs')
const songs = process.env.SEGNO_MODEL_SONGS ?? ''
const names = existsSync(songs) ? readdirSync(songs).filter((name) => existsSync(join(songs, name, 'song.wav'))) : []
const sources = ['drums', 'bass', 'other', 'vocals']
const folder = mkdtempSync(join(tmpdir(), 'segno-model-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Scale-invariant signal-to-distortion ratio, dB (Le Roux et al. 2019). */
const siSdr = (got: Float32Array, truth: Float32Array): number => {
  let [dot, power] = [0, 0]
  for (let i = 0; i < truth.length; i++) {
    dot += (got[i] ?? 0) * (truth[i] as number)
    power += (truth[i] as number) ** 2
  }
  const scale = dot / (power + 1e-12)
  let noise = 0
  for (let i = 0; i < truth.length; i++) noise += ((got[i] ?? 0) - scale * (truth[i] as number)) ** 2
  return 10 * Math.log10((scale * scale * power + 1e-12) / (noise + 1e-12))
}

/** The stems as files must add up to the song as well as this. */
const MOST_RESIDUAL_DB = -40

/** What is left of the left channel when all stems are taken away, against it, dB. */
const leftOverDb = (whole: Float32Array, stems: readonly Float32Array[]): number => {
  let [rest, power] = [0, 0]
  for (let i = 0; i < whole.length; i++) {
    rest += stems.reduce((left, stem) => left - (stem[i] as number), whole[i] as number) ** 2
    power += (whole[i] as number) ** 2
  }
  return 10 * Math.log10((rest + 1e-16) / (power + 1e-16))
}
const leftOf = async (path: string): Promise<Float32Array> => (await readWavSpan(path))[0] ?? new Float32Array()

test('the stems of real weights add up to the song, each song’s figures are told', { timeout: 1_800_000 }, async (context) => {
  if (!model) return context.skip('htdemucs is not installed: segno models pull htdemucs')
  if (names.length === 0) return context.skip('SEGNO_MODEL_SONGS names no folder of songs: node bench/stem-truth.ts FOLDER makes one')
  const inference = createInference({ launch: launchNodeProcess, settings: async () => ({ providers: ['cpu'], threads: 2, memoryCeilingBytes: 8e9 }) })
  const separate = (name: string, isConsistent: boolean) => {
    const out = join(folder, `${name}-${isConsistent ? 'shared' : 'raw'}`)
    mkdirSync(out)
    return inference.run(
      'stems.separate',
      {
        modelPath: model.files.model ?? '',
        shape: { sampleRateHz: 44_100, segmentFrames: 343_980, fftSize: 4096, overlap: 0.25, sources },
        songPath: join(songs, name, 'song.wav'),
        folder: out,
        voices: sources.map((source, index) => ({ name: source, sources: [index] })),
        shifts: 0,
        seed: 1,
        isConsistent,
      },
      { signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined },
    )
  }
  try {
    for (const name of names) {
      const before = await separate(name, false)
      const after = await separate(name, true)
      const heard: string[] = []
      for (const [index, { name: stem, path }] of after.stems.entries()) {
        const truth = join(songs, name, `${stem}.wav`)
        if (!existsSync(truth)) continue
        const wanted = await leftOf(truth)
        const [was, is] = [siSdr(await leftOf(before.stems[index]?.path ?? ''), wanted), siSdr(await leftOf(path), wanted)]
        heard.push(`${stem} ${was.toFixed(2)} -> ${is.toFixed(2)} dB`)
      }
      const sum = leftOverDb(await leftOf(join(songs, name, 'song.wav')), await Promise.all(after.stems.map(({ path }) => leftOf(path))))
      const residuals = `residual ${before.residualDb.toFixed(1)} -> ${after.residualDb.toFixed(1)} dB`
      process.stdout.write(`${name}: ${residuals}; SI-SDR ${heard.join(', ') || 'of nothing known'}\n`)
      expect(after.modelResidualDb, name).toBeCloseTo(before.residualDb, 2)
      expect([sum <= MOST_RESIDUAL_DB, after.residualDb <= MOST_RESIDUAL_DB], name).toEqual([true, true])
    }
  } finally {
    await inference.close()
  }
})
