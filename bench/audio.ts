import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EncodedFormat } from '../src-main/audio/encode/encode-file.ts'
import { createAudioService, createWavWriter } from '../src-main/audio/index.ts'
import { clickTrack, quietContext, wobble } from '../src-main/audio/sound-for-tests.ts'
import type { Sha256 } from '../src-shared/kernel/ids.ts'

/** Sound files: waveform of an hour, decoding and encoding beside ffmpeg, loudness beside ffmpeg's ebur128, memory. */

const RATE = 44_100
const HOUR = 3_600
const SONG = 180

const folder = mkdtempSync(join(tmpdir(), 'segno-bench-audio-'))
const at = (name: string) => join(folder, name)
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
const timed = async (work: () => unknown): Promise<number> => {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}
const mebibytes = () => Math.round(process.memoryUsage.rss() / 2 ** 20)
const beside = (mine: number, theirs: number | undefined) =>
  theirs === undefined ? '' : `   ffmpeg ${theirs.toFixed(2)} s   ratio ${(mine / theirs).toFixed(2)}`
const ffmpeg = (...options: string[]) => (hasFfmpeg ? timed(() => execFileSync('ffmpeg', ['-v', 'error', '-y', '-threads', '1', ...options])) : undefined)

const makeWav = async (path: string, seconds: number): Promise<void> => {
  const writer = await createWavWriter(path, { sampleRateHz: RATE, channelCount: 2 })
  const beat = clickTrack(20, RATE, 120, 0, [220, 277.18, 329.63])
  const tile = [beat, wobble(20 * RATE, RATE, 440)]
  for (let at = 0; at < seconds; at += 20) await writer.write(tile)
  await writer.finish()
}

const audio = createAudioService({ peaksFolder: at('peaks'), pathOf: (sha256) => (sha256.startsWith('a') ? at('hour.wav') : at('song.wav')) })
try {
  console.log(`memory at the start: ${mebibytes()} MiB`)
  await makeWav(at('hour.wav'), HOUR)
  await makeWav(at('song.wav'), SONG)
  // threads are started and code is compiled on the short song
  await audio.peaksFor('b'.repeat(64) as Sha256)

  const hour = 'a'.repeat(64) as Sha256
  const first = await timed(() => audio.peaksFor(hour))
  const second = await timed(() => audio.peaksFor(hour))
  console.log(`waveform of an hour (24-bit stereo, 953 MB): ${first.toFixed(2)} s (goal 1.5)   second open ${(second * 1000).toFixed(1)} ms (goal 100)`)
  console.log(`memory after it: ${mebibytes()} MiB`)

  const loudness = await timed(() => audio.measureLoudness(at('song.wav'), quietContext()))
  const ebur = await ffmpeg('-i', at('song.wav'), '-af', 'ebur128=peak=true', '-f', 'null', '-')
  console.log(`loudness and true peak of 3 minutes: ${loudness.toFixed(2)} s, ${Math.round(SONG / loudness)}x realtime${beside(loudness, ebur)}`)

  const listening = await timed(() => audio.analyse({ path: at('song.wav'), fromFrame: 0, toFrame: SONG * RATE }, quietContext()))
  console.log(`tempo, beats and key: ${listening.toFixed(2)} s`)

  const encoders: Record<EncodedFormat, string[]> = {
    wav: ['-c:a', 'pcm_s24le'],
    aiff: ['-c:a', 'pcm_s24be'],
    flac: ['-c:a', 'flac', '-sample_fmt', 's32'],
    mp3: ['-c:a', 'libmp3lame', '-q:a', '0'],
    ogg: ['-c:a', 'libvorbis', '-q:a', '8'],
  }
  for (const [format, options] of Object.entries(encoders) as [EncodedFormat, string[]][]) {
    const path = at(`song-out.${format}`)
    const encode = await timed(() =>
      audio.encode({ source: at('song.wav'), target: path, format, tags: { title: 'Bench', artist: undefined } }, quietContext()),
    )
    const theirEncode = await ffmpeg('-i', at('song.wav'), ...options, at(`theirs.${format}`))
    const decode = await timed(() => audio.decode({ source: path, target: at('decoded.wav') }, quietContext()))
    const theirDecode = await ffmpeg('-i', path, '-c:a', 'pcm_s24le', at('theirs.wav'))
    console.log(`${format.padEnd(4)} write ${Math.round(SONG / encode)}x realtime${beside(encode, theirEncode)}`)
    console.log(`${format.padEnd(4)} read  ${Math.round(SONG / decode)}x realtime${beside(decode, theirDecode)}`)
  }
  if (hasFfmpeg) {
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', at('song.wav'), '-c:a', 'aac', '-b:a', '192k', at('song.m4a')])
    const decode = await timed(() => audio.decode({ source: at('song.m4a'), target: at('decoded.wav') }, quietContext()))
    console.log(`m4a  read  ${Math.round(SONG / decode)}x realtime${beside(decode, await ffmpeg('-i', at('song.m4a'), '-c:a', 'pcm_s24le', at('theirs.wav')))}`)
  }

  if (hasFfmpeg) {
    // frames without an information frame may simply follow each other
    execFileSync('ffmpeg', [
      '-v',
      'error',
      '-y',
      '-i',
      at('song.wav'),
      '-c:a',
      'libmp3lame',
      '-b:a',
      '192k',
      '-write_xing',
      '0',
      '-id3v2_version',
      '0',
      at('part.mp3'),
    ])
    const part = readFileSync(at('part.mp3'))
    writeFileSync(at('hour.mp3'), Buffer.concat(Array.from({ length: HOUR / SONG }, () => part)))
    const before = mebibytes()
    const long = await timed(() => audio.decode({ source: at('hour.mp3'), target: at('decoded.wav') }, quietContext()))
    console.log(`an hour of mp3: ${long.toFixed(1)} s, ${Math.round(HOUR / long)}x realtime   memory ${before} -> ${mebibytes()} MiB`)
  }
} finally {
  await audio.close()
  rmSync(folder, { recursive: true, force: true })
}
