import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createSessionShelf } from '../src-main/inference/sessions/session-shelf.ts'
import { writeSound } from '../src-main/inference/sound/write-sound.ts'
import { transcribeNotes } from '../src-main/inference/tasks/basic-pitch/transcribe-notes.ts'
import { NoteSettings } from '../src-shared/transcription/notes.ts'

/**
 * Audio to MIDI with Basic Pitch's real weights: our own task beside the Python package `basic-pitch` on ONNX Runtime, on the same file, from the
 * file to the notes, without loading the model. Prints times real time and the ratio.
 *
 * SEGNO_BENCH_SECONDS: how long the sound is (60). SEGNO_BENCH_PYTHON: a Python that has basic_pitch and onnxruntime (python3).
 */

const RATE_HZ = 44_100
const SECONDS = Number(process.env.SEGNO_BENCH_SECONDS ?? 60)
const graphPath = fileURLToPath(new URL('../resources/models/basic-pitch/nmp.onnx', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'segno-bench-notes-'))
const audioPath = join(folder, 'sound.wav')

/** Plucked notes of a scale, four a second. */
const sound = (): Float32Array =>
  Float32Array.from({ length: SECONDS * RATE_HZ }, (_, i) => {
    const step = Math.floor((i / RATE_HZ) * 4)
    const t = i / RATE_HZ - step / 4
    const frequency = 220 * 2 ** (([0, 2, 4, 5, 7, 9, 11, 12][step % 8] ?? 0) / 12)
    let tone = 0
    for (let h = 1; h <= 5; h++) tone += Math.sin(2 * Math.PI * frequency * h * t) / h
    return 0.2 * tone * Math.exp(-6 * t)
  })

const PEER = `
import sys, time
from basic_pitch import inference
model = inference.Model(sys.argv[1])
inference.predict(sys.argv[2], model)
start = time.perf_counter()
_, _, notes = inference.predict(sys.argv[2], model)
print('seconds', time.perf_counter() - start, len(notes))
`

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const ours = async (): Promise<{ seconds: number; notes: number }> => {
  const sessions = createSessionShelf().forTask({ providers: ['cpu'], threads: availableParallelism(), memoryCeilingBytes: 4e9 })
  const context = { sessions, signal: new AbortController().signal, progress: () => undefined, checkpoint: async () => undefined }
  const input = { audioPath, graphPath, startSeconds: 0, endSeconds: SECONDS, settings: NoteSettings.parse({}), heardPath: join(folder, 'heard') }
  await transcribeNotes(input, context)
  const start = performance.now()
  const { notes } = await transcribeNotes(input, context)
  return { seconds: (performance.now() - start) / 1_000, notes: notes.length }
}

try {
  await writeSound(audioPath, [sound()], RATE_HZ)
  const own = await ours()
  say(`Segno: ${own.notes} notes, ${(SECONDS / own.seconds).toFixed(1)} x real time`)
  const peer = spawnSync(process.env.SEGNO_BENCH_PYTHON ?? 'python3', ['-c', PEER, graphPath, audioPath], { encoding: 'utf8' })
  const found = /seconds ([\d.]+) (\d+)/.exec(peer.stdout ?? '')
  if (found) {
    const seconds = Number(found[1])
    say(`basic-pitch (Python, ONNX Runtime): ${found[2]} notes, ${(SECONDS / seconds).toFixed(1)} x real time`)
    say(`ratio: ${(seconds / own.seconds).toFixed(2)} x the package's speed`)
  } else say('basic-pitch: skipped, SEGNO_BENCH_PYTHON names no Python that has basic_pitch and onnxruntime')
} finally {
  rmSync(folder, { recursive: true, force: true })
}
