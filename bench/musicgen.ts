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
/** Milliseconds between two runs of the language model: what the loop itself takes. */
type Gaps = number[]

const contextOf = (memoryArena: boolean | undefined, gaps: Gaps): TaskContext => {
  const sessions = createSessionShelf().forTask(settings)
  return {
    progress: () => undefined,
    signal: new AbortController().signal,
    checkpoint: () => new Promise((resolve) => setImmediate(resolve)),
    sessions: {
      async open(path, options) {
        const session = await sessions.open(path, memoryArena === undefined ? options : { ...options, memoryArena })
        let endedAt = 0
        const run: typeof session.run = async (feeds, outputs) => {
          if (endedAt > 0 && 'use_cache_branch' in feeds) gaps.push(performance.now() - endedAt)
          const made = await session.run(feeds, outputs)
          endedAt = performance.now()
          return made
        }
        return { ...session, run }
      },
    },
  }
}

/** Frames a second of wall time and of processor time; the second holds on a busy machine. */
type Rate = { readonly wall: number; readonly cpu: number }
const timed = async (frames: number, work: () => Promise<unknown>): Promise<Rate> => {
  const cpu = process.cpuUsage()
  const started = performance.now()
  await work()
  const used = process.cpuUsage(cpu)
  return { wall: (frames / (performance.now() - started)) * 1000, cpu: (frames / (used.user + used.system)) * 1e6 }
}
const best = (rates: readonly Rate[]): Rate => ({ wall: Math.max(...rates.map(({ wall }) => wall)), cpu: Math.max(...rates.map(({ cpu }) => cpu)) })

const prepareOurs = async (model: ReturnType<typeof modelIn>, memoryArena?: boolean) => {
  const order = { model, text: TEXT, seed: 1, sampling: USUAL_SAMPLING, prompt: Array.from({ length: model.params.codebooks }, () => new Int32Array()) }
  const gaps: Gaps = []
  const context = contextOf(memoryArena, gaps)
  await writeCodes({ ...order, frames: 8 }, context)
  const shares: number[] = []
  const steps: number[] = []
  const run = () =>
    timed(FRAMES, async () => {
      const { wallMilliseconds, runMilliseconds } = await writeCodes({ ...order, frames: FRAMES }, context)
      shares.push(1 - runMilliseconds / wallMilliseconds)
      steps.push(runMilliseconds / FRAMES)
    })
  /** by the usual step: what other programs take in between is not the loop's */
  const usualShare = (): number => {
    const usual = [...gaps].sort((a, b) => a - b)[gaps.length >> 1] ?? 0
    return usual / (usual + Math.min(...steps))
  }
  return { run, shares, usualShare }
}

/** @returns rates, or why there are none */
const pytorch = (ids: readonly number[]): Rate | string => {
  const words = [join(EXPORT, 'speed.py'), '--frames', String(FRAMES), '--threads', String(THREADS), '--ids', ids.join(',')]
  const { status, stdout, stderr } = spawnSync(python, words, { encoding: 'utf8' })
  if (status !== 0) return `no PyTorch here (${(stderr ?? '').trim().split('\n').at(-1)})`
  const { seconds, cpuSeconds } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as { seconds: number; cpuSeconds: number }
  return { wall: FRAMES / seconds, cpu: FRAMES / cpuSeconds }
}

type TransformersJs = {
  env: { allowRemoteModels: boolean; localModelPath: string }
  AutoTokenizer: { from_pretrained(id: string): Promise<(text: string) => Promise<object>> }
  MusicgenForConditionalGeneration: {
    from_pretrained(id: string, options: object): Promise<{ generate(options: object): Promise<unknown>; sessions: Record<string, { run: unknown }> }>
  }
}

const prepareTransformersJs = async (folder: string): Promise<(() => Promise<Rate>) | string> => {
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
    // the codec's share is counted in; it is small at this size
    const run = async (frames: number) =>
      model.generate({ ...(await tokenizer(TEXT)), max_new_tokens: frames + 3, do_sample: true, guidance_scale: 3, top_k: 250 })
    await run(8)
    return () => timed(FRAMES, () => run(FRAMES))
  } catch (cause) {
    return `transformers.js could not run the model (${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)})`
  }
}

const folder = exported() ?? join(ROOT, 'models/fixtures/musicgen-tiny')
const model = modelIn(folder)
const ids = await (await openTokenizer(model.files.tokenizer ?? '')).encode(TEXT)
console.log(`${FRAMES} frames with guidance, ${THREADS} threads, load ${loadavg()[0]?.toFixed(1)}, model ${folder.split('/').at(-1)}`)

const ROUNDS = 3
const own = await prepareOurs(model)
const lanes: { readonly name: string; readonly run: () => Promise<Rate>; readonly rates: Rate[] }[] = [{ name: 'Segno', run: own.run, rates: [] }]
for (const arena of [true, false]) lanes.push({ name: `Segno, arena ${arena ? 'on' : 'off'}`, run: (await prepareOurs(model, arena)).run, rates: [] })
if (folder.startsWith(BENCH)) {
  const peer = await prepareTransformersJs(folder)
  if (typeof peer === 'string') console.log(`  ${peer}`)
  else lanes.push({ name: 'transformers.js', run: peer, rates: [] })
}
// in turns, so that whatever else the machine does meets all of them
for (let round = 0; round < ROUNDS; round++) for (const { run, rates } of lanes) rates.push(await run())
const mine = best(lanes[0]?.rates ?? [])
const show = (name: string, { wall, cpu }: Rate) =>
  console.log(
    `  ${name.padEnd(20)}${wall.toFixed(1)} frames/s (${(wall * 4).toFixed(0)} tokens/s), ${cpu.toFixed(1)} a cpu second; ours is ${(mine.wall / wall).toFixed(2)} x, by cpu ${(mine.cpu / cpu).toFixed(2)} x`,
  )
for (const { name, rates } of lanes) show(name, best(rates))
console.log(
  `  the loop itself: ${(100 * own.usualShare()).toFixed(1)} % of the usual step (goal 5 %); all outside the graphs, with what interrupted it, ${(100 * Math.min(...own.shares)).toFixed(1)} %`,
)
if (folder.startsWith(BENCH)) {
  const runs = Array.from({ length: ROUNDS }, () => pytorch(ids))
  const rates = runs.filter((run): run is Rate => typeof run !== 'string')
  if (rates.length > 0) show('PyTorch', best(rates))
  else console.log(`  ${runs[0]}`)
}
