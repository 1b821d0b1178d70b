import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSessionShelf } from '../src-main/inference/sessions/session-shelf.ts'
import type { Session, Sessions } from '../src-main/inference/sessions/sessions.ts'
import { writeSound } from '../src-main/inference/sound/write-sound.ts'
import { type InpaintOrder, inpaint } from '../src-main/inference/tasks/vampnet/inpaint.ts'
import { createRandom } from '../src-shared/kernel/random.ts'

/**
 * In-painting of a five-second region: what it takes a second of region, how much of that is ours and not the graphs', and the same region by
 * the reference loop in PyTorch on the same weights and threads, in the same run. The weights are random and of a size that is worth timing
 * (`models/export/vampnet/export.py --bench`); a Python with torch makes them once. Without one, the tiny graphs are timed alone.
 */
const SECONDS = 12
const REGION = { from: 3.5, to: 8.5 }
const COARSE_STEPS = 12
const FINE_STEPS = 2
const THREADS = 2
const RATE = 44_100
const HOP = 768

const root = join(import.meta.dirname, '..')
const script = (name: string): string => join(root, 'models', 'export', 'vampnet', name)
const cache = join(root, '.setup', 'bench', 'vampnet')

const findPython = (): string | undefined =>
  [process.env.SEGNO_PYTHON, 'python3'].find((python) => {
    try {
      if (python) execFileSync(python, ['-c', 'import torch, onnx, onnxruntime, numpy'], { stdio: 'ignore' })
      return python !== undefined
    } catch {
      return false
    }
  })

const python = findPython()
if (python && !existsSync(join(cache, 'segno-model.json')))
  execFileSync(python, [script('export.py'), '--bench', cache], { stdio: ['ignore', 'ignore', 'ignore'] })
const folder = existsSync(join(cache, 'segno-model.json')) ? cache : join(root, 'models', 'fixtures', 'vampnet-tiny')
const manifest = JSON.parse(await readFile(join(folder, 'segno-model.json'), 'utf8')) as { name: string; params: Record<string, number> }

const work = await mkdtemp(join(tmpdir(), 'bench-vampnet-'))
const random = createRandom(1)
const left = Float32Array.from({ length: SECONDS * RATE }, () => 0.2 * (random.next() - 0.5))
const songPath = join(work, 'song.wav')
await writeSound(songPath, [left, left.map((value) => 0.8 * value)], RATE)

let insideSeconds = 0
const timed = (session: Session): Session => ({
  ...session,
  async run(feeds, outputs) {
    const began = performance.now()
    try {
      return await session.run(feeds, outputs)
    } finally {
      insideSeconds += (performance.now() - began) / 1000
    }
  },
})
const shelf = createSessionShelf()
const plain = shelf.forTask({ providers: ['cpu'], threads: THREADS, memoryCeilingBytes: 8e9 })
const sessions: Sessions = { ...plain, open: async (path, options) => timed(await plain.open(path, options)) }

const { params } = manifest
const pass = { temperature: 1, maskTemperature: 10.5, sampleCutoff: 1 }
const order: InpaintOrder = {
  model: {
    files: {
      codec_encoder: join(folder, 'codec_encoder.onnx'),
      coarse: join(folder, 'coarse.onnx'),
      c2f: join(folder, 'c2f.onnx'),
      codec_decoder: join(folder, 'codec_decoder.onnx'),
    },
    sampleRateHz: RATE,
    hopFrames: HOP,
    codebooks: 14,
    coarseCodebooks: 4,
    codebookSize: params.codebookSize ?? 1024,
    coarseWindowTokens: 575,
    fineWindowTokens: 173,
  },
  songPath,
  startFrame: REGION.from * RATE,
  endFrame: REGION.to * RATE,
  leadFrames: 6_615,
  outPath: join(work, 'patch.wav'),
  seed: 1,
  targetLufs: -24,
  hints: { period: 12, onsetShare: 0.5, dropout: 0 },
  coarse: { ...pass, steps: COARSE_STEPS },
  fine: { ...pass, steps: FINE_STEPS },
}
const once = async (): Promise<{ whole: number; inside: number }> => {
  insideSeconds = 0
  const began = performance.now()
  await inpaint(order, { sessions, signal: new AbortController().signal, progress: () => {}, checkpoint: async () => {} })
  return { whole: (performance.now() - began) / 1000, inside: insideSeconds }
}
await once()
const { whole, inside } = await once()
const regionSeconds = REGION.to - REGION.from
console.log(`${manifest.name}; ${regionSeconds} s of a stereo song, ${COARSE_STEPS} + ${FINE_STEPS} steps, ${THREADS} threads, warm`)
console.log(`ours, whole (sound in, sound out)   ${whole.toFixed(2)} s   ${(whole / regionSeconds).toFixed(2)} s a second of region`)
console.log(`  of that in the graphs             ${inside.toFixed(2)} s`)
console.log(`  our own work                      ${(whole - inside).toFixed(2)} s   ${((100 * (whole - inside)) / whole).toFixed(1)} %`)

if (!python) console.log('No Python with torch, onnx and onnxruntime was found (SEGNO_PYTHON names one), so there is nothing to compare with.')
else {
  const tokens = Math.ceil((SECONDS * RATE) / HOP)
  const numbers = [tokens, Math.floor(order.startFrame / HOP), Math.ceil(order.endFrame / HOP), COARSE_STEPS, FINE_STEPS, THREADS]
  const said = execFileSync(python, [script('peer.py'), ...numbers.map(String)], { encoding: 'utf8' })
  const peer = JSON.parse(said.trim().split('\n').at(-1) ?? '') as { wholeSeconds: number; networkSeconds: number; torch: string }
  console.log(`PyTorch ${peer.torch}, reference loop      ${peer.wholeSeconds.toFixed(2)} s   in the networks ${peer.networkSeconds.toFixed(2)} s`)
  console.log(`ratio of the networks alone         ${(peer.networkSeconds / inside).toFixed(2)}x`)
  console.log(`ratio of the whole                  ${(peer.wholeSeconds / whole).toFixed(2)}x`)
}
await rm(work, { recursive: true, force: true })
