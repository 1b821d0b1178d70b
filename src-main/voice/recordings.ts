import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Failure } from '../../src-shared/kernel/failure.ts'
import { err, ok, type Result } from '../../src-shared/kernel/result.ts'
import { MAX_RECORDING_SECONDS, RecordingId } from '../../src-shared/voice/contract.ts'
import { createWavWriter } from '../audio/index.ts'
import { nothingHeard, recordingGone, tooLong } from './voice-failures.ts'

type Taking = { sampleRateHz: number; pieces: Buffer[]; bytes: number }

/** What the microphone hears, in memory until it is finished, then one file until it was listened to. */
export type Recordings = {
  begin(): RecordingId
  append(id: RecordingId, sampleRateHz: number, pcm16: Buffer): Result<Record<string, never>, Failure<'voice.recording-gone' | 'voice.too-long'>>
  /** @throws FailureError disk.full, disk.read-only */
  finish(id: RecordingId): Promise<Result<string, Failure<'voice.recording-gone' | 'voice.nothing-heard'>>>
  discard(id: RecordingId): void
  pathOf(id: RecordingId): string
  /** deletes the file, if there is one: it was listened to, or nobody will */
  forget(id: RecordingId): Promise<void>
  /** deletes what a crash left behind */
  tidy(olderThan: number): Promise<void>
}

const BYTES_PER_SAMPLE = 2

export const createRecordings = (folder: string): Recordings => {
  const running = new Map<RecordingId, Taking>()
  const pathOf = (id: RecordingId) => join(folder, `${id}.wav`)
  return {
    pathOf,
    begin() {
      // one microphone, one person: a recording that was left is dropped
      running.clear()
      const id = RecordingId.parse(`rec_${randomBytes(8).toString('hex')}`)
      running.set(id, { sampleRateHz: 0, pieces: [], bytes: 0 })
      return id
    },
    append(id, sampleRateHz, pcm16) {
      const taking = running.get(id)
      if (!taking) return err(recordingGone())
      if (taking.bytes > MAX_RECORDING_SECONDS * sampleRateHz * BYTES_PER_SAMPLE) return err(tooLong())
      taking.sampleRateHz = sampleRateHz
      taking.pieces.push(pcm16)
      taking.bytes += pcm16.length
      return ok({})
    },
    async finish(id) {
      const taking = running.get(id)
      running.delete(id)
      if (!taking) return err(recordingGone())
      const bytes = Buffer.concat(taking.pieces)
      const count = Math.floor(bytes.length / BYTES_PER_SAMPLE)
      if (count === 0) return err(nothingHeard())
      const samples = Float32Array.from({ length: count }, (_, i) => bytes.readInt16LE(i * BYTES_PER_SAMPLE) / 32_768)
      await mkdir(folder, { recursive: true })
      const writer = await createWavWriter(pathOf(id), { sampleRateHz: taking.sampleRateHz, channelCount: 1, encoding: 'float32' })
      try {
        await writer.write([samples])
        await writer.finish()
      } finally {
        await writer.abandon()
      }
      return ok(pathOf(id))
    },
    discard: (id) => void running.delete(id),
    forget: (id) => rm(pathOf(id), { force: true }).catch(() => undefined),
    async tidy(olderThan) {
      for (const name of await readdir(folder).catch(() => [])) {
        const { mtimeMs } = await stat(join(folder, name))
        if (mtimeMs < olderThan) await rm(join(folder, name), { force: true })
      }
    },
  }
}
