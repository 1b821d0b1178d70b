import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRandom } from '../../src-shared/kernel/random.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { type HeardNote, NoteSettings } from '../../src-shared/transcription/notes.ts'
import { createNoteRenderer, type RenderNotes, scoreWorkerUrl } from '../generation/index.ts'
import { createInference, type Inference } from '../inference/index.ts'
import { createModelShelf } from '../models/index.ts'
import { launchNodeProcess } from '../platform/processes/index.ts'
import { createThreadPool, type ThreadPool } from '../platform/threads/thread-pool.ts'
import { notesToSoundScore } from '../transcription/index.ts'
import { bundledModelsFolder } from './bundled-models.ts'
import { soundFontPath } from './sound-font.ts'

/** Audio to MIDI on music whose notes we know, because our own engine played them: Basic Pitch's real weights, the real process. */

const SECONDS = 20
const context = () => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })

let folder = ''
let pool: ThreadPool
let inference: Inference
let render: RenderNotes

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segno-notes-'))
  pool = createThreadPool(scoreWorkerUrl(), 1)
  render = createNoteRenderer(pool, { soundFontPath: soundFontPath({}), cacheFolder: undefined })
  inference = createInference({ launch: launchNodeProcess, settings: async () => ({ providers: ['cpu'], threads: 2, memoryCeilingBytes: 4e9 }) })
})
afterAll(async () => {
  await Promise.all([pool.close(), inference.close()])
  await rm(folder, { recursive: true, force: true })
})

type Style = {
  readonly name: string
  readonly program: number
  readonly low: number
  readonly high: number
  readonly voices: number
  readonly stepSeconds: number
  readonly least: number
}

/** Chords and runs in C major, a little uneven, as a player would. */
const passage = ({ low, high, voices, stepSeconds }: Style, seed: number): HeardNote[] => {
  const random = createRandom(seed)
  const scale = Array.from({ length: high - low + 1 }, (_, i) => low + i).filter((pitch) => [0, 2, 4, 5, 7, 9, 11].includes(pitch % 12))
  const notes: HeardNote[] = []
  for (let at = 0.3; at < SECONDS - 1.5; at += stepSeconds) {
    const root = random.int(0, scale.length - 5)
    for (let voice = 0; voice < voices; voice++) {
      const pitch = scale[Math.min(scale.length - 1, root + 2 * voice)] ?? low
      const startSeconds = at + random.next() * 0.01
      notes.push({ startSeconds, endSeconds: startSeconds + stepSeconds * (0.7 + 0.2 * random.next()), pitch, velocity: random.int(70, 115) })
    }
  }
  return notes
}

/** As mir_eval's transcription measure without offsets: same pitch, onset within 50 ms, each note once. */
const f1 = (truth: readonly HeardNote[], heard: readonly HeardNote[]): number => {
  const left = [...heard]
  let hits = 0
  for (const note of truth) {
    const at = left.findIndex(({ pitch, startSeconds }) => pitch === note.pitch && Math.abs(startSeconds - note.startSeconds) <= 0.05)
    if (at < 0) continue
    left.splice(at, 1)
    hits += 1
  }
  return (2 * hits) / (truth.length + heard.length)
}

const STYLES: readonly Style[] = [
  { name: 'piano, three voices', program: 0, low: 48, high: 84, voices: 3, stepSeconds: 0.5, least: 0.8 },
  { name: 'nylon guitar, two voices', program: 24, low: 45, high: 76, voices: 2, stepSeconds: 0.4, least: 0.75 },
  { name: 'electric piano, four voices', program: 4, low: 48, high: 79, voices: 4, stepSeconds: 0.8, least: 0.85 },
  // harmonics of a low string are heard as notes of their own
  { name: 'bass guitar', program: 33, low: 33, high: 52, voices: 1, stepSeconds: 0.4, least: 0.6 },
]

const scores: number[] = []

for (const [index, style] of STYLES.entries()) {
  test(`notes of our own ${style.name} are heard`, async () => {
    const truth = passage(style, 40 + index)
    const audioPath = join(folder, `${index}.wav`)
    await render(notesToSoundScore({ name: style.name, program: style.program, notes: truth }, SECONDS), SECONDS, audioPath, context())
    const graphPath = createModelShelf(folder, bundledModelsFolder(), () => []).require('basic-pitch').files.model ?? ''
    const input = { audioPath, graphPath, startSeconds: 0, endSeconds: SECONDS, settings: NoteSettings.parse({}), heardPath: join(folder, `${index}.heard`) }
    const { notes } = await inference.run('notes.transcribe', input, context())
    const score = f1(truth, notes)
    scores.push(score)
    process.stdout.write(`note F1, ${style.name}: ${score.toFixed(3)} (${truth.length} notes played, ${notes.length} heard)\n`)
    expect(score).toBeGreaterThanOrEqual(style.least)
    // other settings without the network: the very same notes for the same settings, fewer for a higher threshold
    const again = await inference.ask('notes.pick', { heardPath: input.heardPath, startSeconds: 0, settings: input.settings }, context())
    expect(again.notes).toEqual(notes)
    const strict = await inference.ask(
      'notes.pick',
      { heardPath: input.heardPath, startSeconds: 0, settings: { ...input.settings, onsetThreshold: 0.9, frameThreshold: 0.6 } },
      context(),
    )
    expect(strict.notes?.length ?? 0).toBeLessThan(notes.length)
  })
}

test('on average the notes of our own music are heard at F1 0.8 or better', () => {
  expect(scores).toHaveLength(STYLES.length)
  expect(scores.reduce((sum, score) => sum + score, 0) / scores.length).toBeGreaterThanOrEqual(0.8)
})

test('listening can be cancelled within a second', async () => {
  const stop = new AbortController()
  const flags = createWorkFlags()
  const audioPath = join(folder, '0.wav')
  const graphPath = createModelShelf(folder, bundledModelsFolder(), () => []).require('basic-pitch').files.model ?? ''
  const input = { audioPath, graphPath, startSeconds: 0, endSeconds: SECONDS, settings: NoteSettings.parse({}), heardPath: join(folder, 'cancelled.heard') }
  let cancelledAt = 0
  const progress = (fraction: number) => {
    if (fraction < 0.2 || cancelledAt > 0) return
    cancelledAt = performance.now()
    new Int32Array(flags)[0] = 1
    stop.abort()
  }
  await expect(inference.run('notes.transcribe', input, { signal: stop.signal, flags, progress })).rejects.toThrow()
  expect(cancelledAt).toBeGreaterThan(0)
  expect(performance.now() - cancelledAt).toBeLessThan(1_000)
})

test('a model file that is cut off gives a clear failure', async () => {
  const { writeFile } = await import('node:fs/promises')
  const graphPath = join(folder, 'broken.onnx')
  await writeFile(graphPath, 'no graph at all')
  const input = {
    audioPath: join(folder, '0.wav'),
    graphPath,
    startSeconds: 0,
    endSeconds: 2,
    settings: NoteSettings.parse({}),
    heardPath: join(folder, 'broken.heard'),
  }
  await expect(inference.run('notes.transcribe', input, context())).rejects.toMatchObject({ failure: { code: 'model.damaged' } })
})
