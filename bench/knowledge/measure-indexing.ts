import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createStudio } from '../../src-main/app/composition-root.ts'
import { fillLibrary } from '../../src-main/app/library-for-tests.ts'
import { installTinyTextModel } from '../../src-main/knowledge/embedding/tiny-model-for-tests.ts'
import { locateDataFolder } from '../../src-main/platform/files/index.ts'
import { launchNodeProcess } from '../../src-main/platform/processes/index.ts'
import { temporaryFolder } from './write-evaluation.ts'

const WISHES = ['rainy lo-fi piano', 'house workout', 'ambient for sleep', 'chiptune boss fight', 'acoustic guitar by the fire', 'slow waltz']

/** Remembers a library of so many songs through a whole studio, and how long main was deaf meanwhile. The model knows nothing, so that only ours is measured. */
export const measureIndexing = async (count: number): Promise<readonly string[]> => {
  const { path: home, remove } = temporaryFolder()
  const folder = locateDataFolder({ platform: process.platform, env: { SEGNO_HOME: home }, home })
  await fillLibrary(
    folder,
    Array.from({ length: count }, (_, i) => `${WISHES[i % WISHES.length]} number ${i}, ${60 + (i % 100)} bpm`),
  )
  installTinyTextModel(folder.models)
  const studio = await createStudio({ folder, env: process.env, now: Date.now, claimOnlyOwn: true, launchProcess: launchNodeProcess })
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const started = performance.now()
  const reply = await studio.handlers.knowledge.index({ rebuild: false })
  if (!reply.ok) throw new Error(reply.error.message)
  const job = await studio.jobs.whenEnded(reply.value.jobId)
  const seconds = (performance.now() - started) / 1_000
  delay.disable()
  const milliseconds = (nanoseconds: number): string => `${(nanoseconds / 1e6).toFixed(0)} ms`
  const asking = performance.now()
  const found = await studio.handlers.knowledge.find({ query: { kind: 'words', text: 'rainy piano, slow' }, limit: 10 })
  const first = performance.now() - asking
  const times: number[] = []
  for (let i = 0; i < 40; i++) {
    const from = performance.now()
    await studio.handlers.knowledge.suggest({ prompt: `${WISHES[i % WISHES.length]} at ${60 + i} bpm`, limit: 3 })
    times.push(performance.now() - from)
  }
  const sorted = times.toSorted((a, b) => a - b)
  const kind = found.ok ? found.value.state.keeper.kind : found.error.message
  await studio.close()
  remove()
  return [
    `remembering ${count.toLocaleString('en')} songs (${job.state}): ${seconds.toFixed(1)} s, ${(count / seconds).toFixed(0)} songs/s without the model's own time; main deaf p50 ${milliseconds(delay.percentile(50))}, p99 ${milliseconds(delay.percentile(99))}, at most ${milliseconds(delay.max)}`,
    `  then a search over all of them (${kind}): the first ${first.toFixed(0)} ms; suggestions while typing p50 ${(sorted[20] ?? 0).toFixed(0)} ms, at most ${(sorted[39] ?? 0).toFixed(0)} ms`,
  ]
}
