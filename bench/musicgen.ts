// MusicGen's loop: frames a second beside transformers.js and PyTorch on the same random weights (12 layers of 512, with guidance), what the
// loop itself costs beside the graphs, and whether the CPU arena pays. Needs a Python with models/export/musicgen/requirements.txt: named by
// PYTHON, else `python3`; without it the tiny model is measured, whose steps are too short to compare anything but the loop.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { SessionSettings, TaskContext } from '../src-main/inference/protocol.ts'
import { createSessionShelf } from '../src-main/inference/sessions/session-shelf.ts'
import { MusicgenParams } from '../src-main/inference/tasks/musicgen/model.ts'
import { USUAL_SAMPLING } from '../src-main/inference/tasks/musicgen/sample-token.ts'
import { writeCodes } from '../src-main/inference/tasks/musicgen/write-codes.ts'
import { openTokenizer } from '../src-main/inference/text/tokenizer.ts'

const ROOT = join(import.meta.dirname, '..')
const EXPORT = join(ROOT, 'models/export/musicgen')
const BENCH = join(ROOT, '.setup/bench')
const TEXT = 'a slow sad piano piece with brushes and upright bass'
const FRAMES = 150
const THREADS = Math.min(2, availableParallelism())
const python = process.env.PYTHON ?? 'python3'

const exported = (): string | undefined => {
  const out = join(BENCH, 'musicgen-bench')
  if (existsSync(join(out, 'segno-model.json'))) return out
  mkdirSync(BENCH, { recursive: true })
  const made = spawnSync(python, [join(EXPORT, 'export.py'), '--bench', '--out', out], { encoding: 'utf8' })
  return made.status === 0 ? out : undefined
}

const modelIn = (folder: string) => {
  const manifest = JSON.parse(readFileSync(join(folder, 'segno-model.json'), 'utf8')) as { params: unknown; files: { role: string; path: string }[] }
  const files = Object.fromEntries(manifest.files.map(({ role, path }) => [role, join(folder, path)]))
  return { files, params: MusicgenParams.parse(manifest.params) }
}

const settings: SessionSettings = { providers: ['cpu'], threads: THREADS, memoryCeilingBytes: 8e9 }
const contextOf = (memoryArena: boolean | undefined): TaskContext => {
  const sessions = createSessionShelf().forTask(settings)
  return {
    progress: () => undefined,
    signal: new AbortController().signal,
    checkpoint: () => new Promise((resolve) => setImmediate(resolve)),
    sessions: { open: (path, options) => sessions.open(path, memoryArena === undefined ? options : { ...options, memoryArena }) },
  }
}

const ours = async (model: ReturnType<typeof modelIn>, memoryArena?: boolean) => {
  const order = { model, text: TEXT, seed: 1, sampling: USUAL_SAMPLING, prompt: Array.from({ length: model.params.codebooks }, () => new Int32Array()) }
  const context = contextOf(memoryArena)
  await writeCodes({ ...order, frames: 8 }, context)
  const { wallMilliseconds, runMilliseconds } = await writeCodes({ ...order, frames: FRAMES }, context)
  return { framesPerSecond: (FRAMES / wallMilliseconds) * 1000, overhead: 1 - runMilliseconds / wallMilliseconds }
}

/** @returns frames a second, or why there are none */
const pytorch = (ids: readonly number[]): number | string => {
  const words = [join(EXPORT, 'speed.py'), '--frames', String(FRAMES), '--threads', String(THREADS), '--ids', ids.join(',')]
  const { status, stdout, stderr } = spawnSync(python, words, { encoding: 'utf8' })
  if (status !== 0) return `no PyTorch here (${(stderr ?? '').trim().split('\n').at(-1)})`
  return FRAMES / (JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as { seconds: number }).seconds
}

type TransformersJs = {
  env: { allowRemoteModels: boolean; localModelPath: string }
  AutoTokenizer: { from_pretrained(id: string): Promise<(text: string) => Promise<object>> }
  MusicgenForConditionalGeneration: {
    from_pretrained(id: string, options: object): Promise<{ generate(options: object): Promise<unknown>; sessions: Record<string, { run: unknown }> }>
  }
}

const transformersJs = async (folder: string): Promise<number | string> => {
  const place = join(BENCH, 'transformers-js')
  const entry = join(place, 'node_modules/@huggingface/transformers/dist/transformers.node.mjs')
  if (!existsSync(entry)) {
    mkdirSync(place, { recursive: true })
    // sharp is for pictures and downloads its binary: an empty package stands in for it
    const dependencies = { '@huggingface/transformers': '4.3.1' }
    writeFileSync(join(place, 'package.json'), JSON.stringify({ private: true, dependencies, overrides: { sharp: 'npm:empty-npm-package@1.0.0' } }))
    const { status } = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: place, stdio: 'ignore' })
    if (status !== 0 || !existsSync(entry)) return 'transformers.js could not be installed'
  }
  try {
    const { env, AutoTokenizer, MusicgenForConditionalGeneration } = (await import(pathToFileURL(entry).href)) as TransformersJs
    env.allowRemoteModels = false
    env.localModelPath = join(folder, '..')
    const id = folder.split(/[\\/]/).at(-1) ?? ''
    const tokenizer = await AutoTokenizer.from_pretrained(id)
    const session_options = { intraOpNumThreads: THREADS, interOpNumThreads: 1 }
    const model = await MusicgenForConditionalGeneration.from_pretrained(id, { dtype: 'fp32', device: 'cpu', session_options })
    const run = async (frames: number) => {
      const started = performance.now()
      await model.generate({ ...(await tokenizer(TEXT)), max_new_tokens: frames + 3, do_sample: true, guidance_scale: 3, top_k: 250 })
      return performance.now() - started
    }
    const short = await run(8)
    // both hold one run of the text encoder; the codec's share of the longer one is counted in, and is small at this size
    return ((FRAMES - 8) / ((await run(FRAMES)) - short)) * 1000
  } catch (cause) {
    return `transformers.js could not run the model (${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)})`
  }
}

const folder = exported() ?? join(ROOT, 'models/fixtures/musicgen-tiny')
const model = modelIn(folder)
const ids = await (await openTokenizer(model.files.tokenizer ?? '')).encode(TEXT)
console.log(`${FRAMES} frames with guidance, ${THREADS} threads, load ${loadavg()[0]?.toFixed(1)}, model ${folder.split('/').at(-1)}`)

const show = (name: string, rate: number | string, against: number) =>
  console.log(
    `  ${name.padEnd(22)}${typeof rate === 'string' ? rate : `${rate.toFixed(1)} frames/s (${(rate * 4).toFixed(0)} tokens/s), ours is ${(against / rate).toFixed(2)} x`}`,
  )

const own = await ours(model)
console.log(
  `  ${'Segno'.padEnd(22)}${own.framesPerSecond.toFixed(1)} frames/s (${(own.framesPerSecond * 4).toFixed(0)} tokens/s); the loop itself ${(100 * own.overhead).toFixed(1)} % of the time (goal 5 %)`,
)
for (const arena of [true, false]) show(`Segno, arena ${arena ? 'on' : 'off'}`, (await ours(model, arena)).framesPerSecond, own.framesPerSecond)
if (folder.startsWith(BENCH)) {
  show('transformers.js', await transformersJs(folder), own.framesPerSecond)
  show('PyTorch', pytorch(ids), own.framesPerSecond)
}
