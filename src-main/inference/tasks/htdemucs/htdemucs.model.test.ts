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

/** How well they add up is the model's own doing and depends on the song: a second of silence or one soft guitar is worse than a band. */
const WORST_RESIDUAL_DB = -30

test('the stems of real weights add up to the song, each song’s figures are told', { timeout: 1_800_000 }, async (context) => {
  if (!model) return context.skip('htdemucs is not installed: segno models pull htdemucs')
  if (names.length === 0) return context.skip('SEGNO_MODEL_SONGS names no folder of songs: node bench/stem-truth.ts FOLDER makes one')
  const inference = createInference({ launch: launchNodeProcess, settings: async () => ({ providers: ['cpu'], threads: 2, memoryCeilingBytes: 8e9 }) })
  try {
    for (const name of names) {
      const out = join(folder, name)
      mkdirSync(out)
      const { stems, residualDb } = await inference.run(
        'stems.separate',
        {
          modelPath: model.files.model ?? '',
          shape: { sampleRateHz: 44_100, segmentFrames: 343_980, fftSize: 4096, overlap: 0.25, sources },
          songPath: join(songs, name, 'song.wav'),
          folder: out,
          voices: sources.map((source, index) => ({ name: source, sources: [index] })),
          shifts: 0,
          seed: 1,
        },
        { signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined },
      )
      const heard: string[] = []
      for (const { name: stem, path } of stems) {
        const truth = join(songs, name, `${stem}.wav`)
        if (!existsSync(truth)) continue
        const [[got = new Float32Array()], [wanted = new Float32Array()]] = await Promise.all([readWavSpan(path), readWavSpan(truth)])
        heard.push(`${stem} ${siSdr(got, wanted).toFixed(1)} dB`)
      }
      process.stdout.write(`${name}: residual ${residualDb.toFixed(1)} dB; SI-SDR ${heard.join(', ') || 'of nothing known'}\n`)
      expect(residualDb, name).toBeLessThanOrEqual(WORST_RESIDUAL_DB)
    }
  } finally {
    await inference.close()
  }
})
