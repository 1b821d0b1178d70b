import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createStudio } from '../src-main/app/composition-root.ts'
import { locateDataFolder } from '../src-main/platform/files/index.ts'
import { launchNodeProcess } from '../src-main/platform/processes/index.ts'
import { DEFAULT_REMIX_CONTROLS } from '../src-shared/generation/plan.ts'
import type { JobId, TrackId } from '../src-shared/kernel/ids.ts'

/**
 * Regenerate four bars of a 3-minute song, from the click to a take that can be played, through the same services as the window; beside
 * a plain copy of the same bytes, flushed to the disk, in the same run. Budget: 1.5 s.
 */
const SECONDS = Number(process.argv.find((word) => word.startsWith('--seconds='))?.slice(10) ?? 180)
const ROUNDS = 5
const BUDGET_MILLISECONDS = 1_500

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const folderOf = await mkdtemp(join(tmpdir(), 'bench-editing-'))
const folder = locateDataFolder({ platform: process.platform, env: { ...process.env, SEGNO_HOME: folderOf }, home: folderOf })
const studio = await createStudio({ folder, env: process.env, now: Date.now, claimOnlyOwn: false, launchProcess: launchNodeProcess })

const value = <T>(result: { ok: true; value: T } | { ok: false; error: { code: string; message: string } }): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}
const finish = async (jobIds: readonly JobId[]): Promise<void> => {
  for (const jobId of jobIds) {
    const { state, error } = await studio.jobs.whenEnded(jobId)
    if (state !== 'succeeded') throw new Error(`${state}: ${error?.message}`)
  }
}

let trackId = '' as TrackId
studio.events.on('generation.finished', (facts) => {
  trackId = facts.trackId
})
const prompt = 'lofi piano, upright bass and brushes, 84 bpm in A minor'
const song = value(await studio.handlers.generation.start({ prompt, seconds: SECONDS, overrides: {}, engine: 'score', seed: 1, variations: 1 }))
await finish(song.jobs.map(({ jobId }) => jobId))
const track = value(await studio.handlers.library.get({ trackId }))
const path = studio.store.pathOf(track.audioSha256)

/** What each stage of one regenerate took: the time from its first report of a stage to the next stage's. */
const regenerate = async (seed: number): Promise<Map<string, number>> => {
  const marks: [string, number][] = [['asked', performance.now()]]
  const stopJobs = studio.events.on('jobs.changed', ({ stage, state }) => {
    const name = state === 'running' && stage ? stage : 'waiting'
    if (marks.at(-1)?.[0] !== name && state !== 'succeeded') marks.push([name, performance.now()])
  })
  const stopTakes = studio.events.on('editing.takeReady', () => marks.push(['playable', performance.now()]))
  const barFrames = (track.sampleRateHz * 60 * 4) / (track.tempoBpm ?? 120)
  const startFrame = Math.round(16 * barFrames)
  const input = { trackId, startFrame, endFrame: Math.round(20 * barFrames), prompt: '', controls: DEFAULT_REMIX_CONTROLS, seed, takes: 1 }
  await finish(value(await studio.handlers.editing.regenerate(input)).jobIds)
  stopJobs()
  stopTakes()
  const began = marks[0]?.[1] ?? 0
  const stages = new Map<string, number>()
  marks.forEach(([name, at], i) => {
    const next = marks[i + 1]
    if (next && name !== 'playable') stages.set(name, (stages.get(name) ?? 0) + next[1] - at)
  })
  stages.set('click to playable', (marks.find(([name]) => name === 'playable')?.[1] ?? Number.NaN) - began)
  return stages
}

const copy = async (round: number): Promise<number> => {
  const began = performance.now()
  const target = join(folderOf, `copy-${round}.wav`)
  await pipeline(createReadStream(path, { highWaterMark: 4 << 20 }), createWriteStream(target))
  const file = await open(target, 'r+')
  await file.sync()
  await file.close()
  return performance.now() - began
}

const rounds: Map<string, number>[] = []
const copies: number[] = []
for (let round = 0; round < ROUNDS; round++) {
  rounds.push(await regenerate(100 + round))
  copies.push(await copy(round))
}
const show = (name: string, milliseconds: number): void => console.log(`${name.padEnd(34)} ${milliseconds.toFixed(0).padStart(6)} ms`)
console.log(`regenerate 4 bars of a ${Math.round(track.seconds)} s song, median of ${ROUNDS} (first: threads start, sounds load)`)
const names = [...new Set(rounds.flatMap((stages) => [...stages.keys()]))].filter((name) => name !== 'click to playable')
for (const name of names) show(`  ${name}`, median(rounds.map((stages) => stages.get(name) ?? 0)))
const totals = rounds.map((stages) => stages.get('click to playable') ?? Number.NaN)
show('click to playable, first', totals[0] ?? Number.NaN)
show('click to playable, median', median(totals))
show('a plain flushed copy, median', median(copies))
console.log(`ratio to a plain copy             ${(median(totals) / median(copies)).toFixed(1).padStart(7)}x`)
console.log(`budget ${BUDGET_MILLISECONDS} ms: ${median(totals) <= BUDGET_MILLISECONDS ? 'met' : 'missed'}`)

await studio.close()
await rm(folderOf, { recursive: true, force: true })
