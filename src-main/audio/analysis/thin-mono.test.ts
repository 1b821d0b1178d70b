import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readWavSpan } from '../wav/wav-reader.ts'
import { writeWav24 } from '../wav/wav-writer.ts'
import { readMonoSlowly } from './read-mono.ts'
import { createMonoThinner } from './thin-mono.ts'

test.each([
  { sampleRateHz: 44_100, channelCount: 2, frames: 300_001, mostSeconds: 120 },
  { sampleRateHz: 44_100, channelCount: 1, frames: 300_000, mostSeconds: 2.5 },
  { sampleRateHz: 96_000, channelCount: 2, frames: 150_000, mostSeconds: 1 },
  { sampleRateHz: 8_000, channelCount: 2, frames: 9_999, mostSeconds: 1 },
  { sampleRateHz: 44_100, channelCount: 2, frames: 40, mostSeconds: 120 },
  { sampleRateHz: 44_100, channelCount: 2, frames: 3, mostSeconds: 120 },
])('the same as when the file is read again: $frames frames of $channelCount at $sampleRateHz', async ({ sampleRateHz, channelCount, frames, mostSeconds }) => {
  const folder = mkdtempSync(join(tmpdir(), 'segno-thin-'))
  try {
    const path = join(folder, 'a.wav')
    const sound = Array.from({ length: channelCount }, (_, side) =>
      Float32Array.from({ length: frames }, (_, i) => 0.5 * Math.sin(i * 0.03 * (1 + side)) + ((i * 16_807) % 2_147) / 9_000),
    )
    await writeWav24(path, sound, sampleRateHz)
    const thinner = createMonoThinner(sampleRateHz, 5_512, mostSeconds)
    const channels = await readWavSpan(path)
    for (let at = 0; at < frames; at += 77_777) thinner.take(channels, at, Math.min(frames, at + 77_777))
    const again = await readMonoSlowly(path, 5_512, { mostSeconds, checkpoint: () => undefined })
    expect(thinner.sampleRateHz).toBe(again.sampleRateHz)
    expect(thinner.finish()).toEqual(again.mono)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
