import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createStudio } from '../src-main/app/composition-root.ts'
import { createWavWriter, readWavSpan } from '../src-main/audio/index.ts'
import { locateDataFolder } from '../src-main/platform/files/index.ts'
import { launchNodeProcess } from '../src-main/platform/processes/index.ts'

/**
 * `node bench/stem-truth.ts FOLDER`: songs of the built-in engine with their true stems, grouped as a separator hears them, for
 * `npm run test:models`. The song is the plain sum of the stems, so that the truth is exact.
 */
const PROMPTS = { lofi: 'calm lo-fi piano, 80 bpm', house: 'house, 124 bpm', acoustic: 'acoustic pop, warm, 100 bpm' }
const SECONDS = Number(process.env.SEGNO_BENCH_SECONDS ?? 14)

const groupOf = (name: string): 'drums' | 'bass' | 'other' => {
  if (/drum|kit|perc|shaker|clap|hat|vinyl/i.test(name)) return 'drums'
  return /bass/i.test(name) ? 'bass' : 'other'
}

const write = async (path: string, channels: readonly Float32Array[], sampleRateHz: number): Promise<void> => {
  const writer = await createWavWriter(path, { sampleRateHz, channelCount: channels.length, encoding: 'float32' })
  await writer.write(channels)
  await writer.finish()
}

const target = resolve(process.argv[2] ?? 'stem-truth')
const home = mkdtempSync(join(tmpdir(), 'segno-truth-'))
const awake = setInterval(() => undefined, 60_000)
try {
  const folder = locateDataFolder({ platform: process.platform, env: { SEGNO_HOME: home }, home })
  const studio = await createStudio({ folder, env: process.env, now: Date.now, claimOnlyOwn: true, launchProcess: launchNodeProcess })
  const finish = async (jobId: Parameters<typeof studio.jobs.whenEnded>[0]) => {
    const job = await studio.jobs.whenEnded(jobId)
    if (job.state !== 'succeeded') throw new Error(job.error?.message ?? job.state)
  }
  for (const [name, prompt] of Object.entries(PROMPTS)) {
    const started = await studio.handlers.generation.start({ prompt, seconds: SECONDS, seed: 3, variations: 1, engine: 'score', overrides: {} })
    if (!started.ok) throw new Error(started.error.message)
    for (const { jobId } of started.value.jobs) await finish(jobId)
    const listed = await studio.handlers.library.list({ text: '', view: 'all', sort: 'createdAt', descending: true, limit: 1 })
    const track = listed.ok ? listed.value.tracks[0] : undefined
    if (!track) throw new Error('no song')
    const split = await studio.handlers.separation.start({ trackId: track.id, method: 'score', shifts: 0 })
    if (!split.ok || !split.value.jobId) throw new Error('no stems')
    await finish(split.value.jobId)
    const stems = await studio.handlers.separation.list({ trackId: track.id })
    const set = stems.ok ? stems.value.sets.at(-1) : undefined
    const own = join(target, name)
    mkdirSync(own, { recursive: true })
    const sums = new Map<string, Float32Array[]>()
    for (const stem of set?.stems ?? []) {
      const sound = await readWavSpan(studio.store.pathOf(stem.audioSha256))
      for (const group of [groupOf(stem.name), 'song']) {
        const sum = sums.get(group) ?? sound.map((samples) => new Float32Array(samples.length))
        sum.forEach((samples, channel) => {
          const more = sound[channel] ?? samples
          for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] as number) + (more[i] as number)
        })
        sums.set(group, sum)
      }
    }
    for (const [group, channels] of sums) await write(join(own, `${group}.wav`), channels, track.sampleRateHz)
    console.log(`${name}: ${[...sums.keys()].join(', ')}`)
  }
  await studio.close()
} finally {
  clearInterval(awake)
  rmSync(home, { recursive: true, force: true })
}
