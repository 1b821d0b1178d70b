import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWavWriter } from '../src-main/audio/wav/wav-writer.ts'
import type { Samples, SoundReader } from '../src-renderer/transport/audio-reader.ts'
import { createProgrammeMeter } from '../src-renderer/transport/meters/programme-meter.ts'
import { openStudio } from './music/studio.ts'

/** The meters of the window beside ffmpeg's ebur128, on finished songs of five styles and quieter, louder and one-sided versions: largest differences. */

const RATE_HZ = 44_100
const LOOKS_PER_SECOND = 10
type Reading = { integrated: number; range: number; peak: number; momentary: number; shortTerm: number }
type Kind = keyof Reading

const readerOf = (channels: readonly Float32Array[]): SoundReader => {
  const lengthFrames = channels[0]?.length ?? 0
  const blocks: Samples[] = Array.from({ length: Math.ceil(lengthFrames / RATE_HZ) }, (_, i) => ({
    channels: channels.map((samples) => samples.slice(i * RATE_HZ, (i + 1) * RATE_HZ)),
    frameCount: Math.min(RATE_HZ, lengthFrames - i * RATE_HZ),
  }))
  const layout = { sampleRateHz: RATE_HZ, channelCount: channels.length, lengthFrames }
  return { layout, blockFrames: RATE_HZ, readyBlock: (index: number) => blocks[index] } as unknown as SoundReader
}

const ours = (channels: readonly Float32Array[]): { reading: Reading; seconds: number } => {
  const reader = readerOf(channels)
  const begun = performance.now()
  const meter = createProgrammeMeter()
  let shortTerm = Number.NEGATIVE_INFINITY
  for (let frame = 0; frame <= reader.layout.lengthFrames; frame += RATE_HZ / LOOKS_PER_SECOND) {
    meter.follow(reader, frame, 1)
    shortTerm = Math.max(shortTerm, meter.read().shortTermLufs ?? shortTerm)
  }
  const { integratedLufs = Number.NaN, rangeLu = Number.NaN, maxTruePeakDbtp = Number.NaN, maxMomentaryLufs = Number.NaN } = meter.read()
  const reading = { integrated: integratedLufs, range: rangeLu, peak: maxTruePeakDbtp, momentary: maxMomentaryLufs, shortTerm }
  return { reading, seconds: (performance.now() - begun) / 1_000 }
}

const theirs = (path: string): { reading: Reading; seconds: number } => {
  const begun = performance.now()
  const { stderr } = spawnSync('ffmpeg', ['-nostats', '-i', path, '-af', 'ebur128=peak=true:framelog=info', '-f', 'null', '-'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  const seconds = (performance.now() - begun) / 1_000
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'))
  const figure = (pattern: RegExp) => Number(pattern.exec(summary)?.[1])
  const most = (pattern: RegExp) => Math.max(...[...stderr.matchAll(pattern)].map((match) => Number(match[1])))
  return {
    reading: {
      integrated: figure(/I:\s+(-?[\d.]+) LUFS/),
      range: figure(/LRA:\s+(-?[\d.]+) LU/),
      peak: figure(/Peak:\s+(-?[\d.]+) dBFS/),
      momentary: most(/ M:\s*(-?[\d.]+) /g),
      shortTerm: most(/ S:\s*(-?[\d.]+) /g),
    },
    seconds,
  }
}

if (spawnSync('ffmpeg', ['-version']).status !== 0) {
  console.log('ffmpeg is not installed: nothing to compare with')
  process.exit(0)
}

const folder = mkdtempSync(join(tmpdir(), 'segno-bench-meters-'))
const largest: Record<Kind, number> = { integrated: 0, range: 0, peak: 0, momentary: 0, shortTerm: 0 }
let mySeconds = 0
let theirSeconds = 0
const studio = await openStudio()
try {
  for (const [index, prompt] of ['dusty lo-fi', 'deep house 124 bpm', 'slow ambient', 'acoustic pop', '8-bit chip'].entries()) {
    const { left, right } = studio.make(prompt, 7 + index, 40)
    const versions = {
      whole: [left, right],
      quiet: [left.map((value) => value * 0.1), right.map((value) => value * 0.1)],
      'one side': [left, left.map(() => 0)],
    }
    for (const [version, channels] of Object.entries(versions)) {
      const path = join(folder, 'song.wav')
      const writer = await createWavWriter(path, { sampleRateHz: RATE_HZ, channelCount: 2, encoding: 'float32' })
      await writer.write(channels)
      await writer.finish()
      const mine = ours(channels)
      const other = theirs(path)
      mySeconds += mine.seconds
      theirSeconds += other.seconds
      const differences = (Object.keys(largest) as Kind[]).map((kind) => {
        const difference = Math.abs(mine.reading[kind] - other.reading[kind])
        largest[kind] = Math.max(largest[kind], difference)
        return `${kind} ${mine.reading[kind].toFixed(2)} (${difference.toFixed(2)})`
      })
      console.log(`${`${prompt}, ${version}`.padEnd(30)} ${differences.join('  ')}`)
    }
  }
} finally {
  studio.close()
  rmSync(folder, { recursive: true, force: true })
}
console.log(
  `largest difference from ffmpeg (which prints tenths): ${(Object.entries(largest) as [Kind, number][]).map(([kind, value]) => `${kind} ${value.toFixed(2)}`).join(', ')}`,
)
console.log(`time ${mySeconds.toFixed(2)} s, ffmpeg ${theirSeconds.toFixed(2)} s, ratio ${(mySeconds / theirSeconds).toFixed(2)}`)
