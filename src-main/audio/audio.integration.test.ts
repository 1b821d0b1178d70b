import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BASE_BUCKET_FRAMES, decodePeaks, peaksForSpan } from '../../src-shared/audio/peaks-format.ts'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { raiseCancel } from '../../src-shared/kernel/work-flags.ts'
import type { EncodedFormat } from './encode/encode-file.ts'
import { type AudioService, createAudioService, createWavWriter, readTags, readWavBytes, readWavSpan, writeWav24 } from './index.ts'
import { clickTrack, difference, quietContext, wobble } from './sound-for-tests.ts'
import { wavHeader } from './wav/wav-writer.ts'

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
const hasSox = spawnSync('sox', ['--version']).status === 0

let folder = ''
let audio: AudioService
const at = (name: string) => join(folder, name)
const SHA = 'ab'.repeat(32) as Sha256

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segno-audio-'))
  audio = createAudioService({ peaksFolder: at('peaks'), pathOf: () => at('song.wav'), threads: 2 })
})
afterAll(async () => {
  await audio.close()
  await rm(folder, { recursive: true })
})

const decode = (source: string) => audio.decode({ source, target: at('decoded.wav') }, quietContext())
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'read',
    (cause) => cause.failure?.code ?? String(cause),
  )
/** four seconds of two tones, over and over: cheap, and a shift by a frame is still noticed */
const tiled = (seconds: number, rate: number, hertz: number) => {
  const tile = wobble(Math.min(4, seconds) * rate, rate, hertz)
  const out = new Float32Array(seconds * rate)
  for (let from = 0; from < out.length; from += tile.length) out.set(tile.subarray(0, out.length - from), from)
  return out
}
const stereo = (seconds: number, rate: number) => [tiled(seconds, rate, 440), tiled(seconds, rate, 663)]
const encode = async (source: string, format: EncodedFormat, tags = {}) => {
  const target = at(`out.${format}`)
  await audio.encode({ source, target, format, tags: { title: undefined, artist: undefined, ...tags } }, quietContext())
  return target
}

describe('waveforms', () => {
  test('show every channel of a song as it is and are computed again when damaged', async () => {
    const channels = stereo(300, 8_000)
    await writeWav24(at('song.wav'), channels, 8_000)
    const path = await audio.peaksFor(SHA)
    const bytes = await readFile(path)
    const peaks = decodePeaks(new Uint8Array(bytes).buffer)
    expect(peaks).toMatchObject({ sampleRateHz: 8_000, channelCount: 2, lengthFrames: 2_400_000 })
    if (!peaks) return
    for (const [c, samples] of channels.entries()) {
      const bucket = samples.subarray(BASE_BUCKET_FRAMES * 77, BASE_BUCKET_FRAMES * 78)
      const drawn = peaksForSpan(peaks, BASE_BUCKET_FRAMES * 77, BASE_BUCKET_FRAMES * 78, 1).channels[c]
      expect(drawn?.max[0]).toBeCloseTo(Math.max(...bucket), 3)
      expect(drawn?.min[0]).toBeCloseTo(Math.min(...bucket), 3)
      expect(drawn?.rms[0]).toBeCloseTo(Math.sqrt(bucket.reduce((sum, value) => sum + value * value, 0) / bucket.length), 3)
    }
    await truncate(path, bytes.length - 10)
    expect(await readFile(await audio.peaksFor(SHA))).toEqual(bytes)
    await writeFile(path, Buffer.alloc(bytes.length))
    expect(await readFile(await audio.peaksFor(SHA))).toEqual(bytes)
  })

  test.each(['pcm16', 'pcm32', 'float32'] as const)('of %s mono match too', async (encoding) => {
    const samples = wobble(30_001, 44_100, 440)
    const writer = await createWavWriter(at('song.wav'), { sampleRateHz: 44_100, channelCount: 1, encoding })
    await writer.write([samples])
    await writer.finish()
    const sha = (encoding === 'pcm16' ? 'c' : encoding === 'pcm32' ? 'd' : 'e').repeat(64) as Sha256
    const peaks = decodePeaks(new Uint8Array(await readFile(await audio.peaksFor(sha))).buffer)
    const last = peaks?.levels[0]?.channels[0]
    expect((last?.max[117] ?? 0) / 32_767).toBeCloseTo(Math.max(...samples.subarray(117 * 256)), 3)
  })
})

describe('what was encoded comes back', () => {
  test.each([
    ['wav', 0],
    ['flac', 0],
    ['mp3', 0.002],
    ['ogg', 0.004],
  ] as const)('%s: the same length to the frame, the same sound, title and artist', async (format, tolerance) => {
    await writeWav24(at('source.wav'), stereo(45, 44_100), 44_100)
    const tags = { title: 'Déjà “vu” 🎵', artist: 'AC/DC ../..' }
    const path = await encode(at('source.wav'), format, tags)
    expect(await readTags(path)).toMatchObject(tags)
    const song = await decode(path)
    expect(song).toMatchObject({ sampleRateHz: 44_100, channelCount: 2, lengthFrames: 45 * 44_100, notes: [] })
    const [before, after] = [await readWavSpan(at('source.wav')), await readWavSpan(at('decoded.wav'))]
    // the joints of the native decoder's runs lies at 39 s
    for (const c of [0, 1]) expect(difference(before[c] as Float32Array, after[c] as Float32Array, 0, 44 * 44_100)).toBeLessThanOrEqual(tolerance)
    if (tolerance === 0) expect(Buffer.compare(await readWavBytes(at('decoded.wav')), await readWavBytes(at('source.wav')))).toBe(0)
    if (hasFfmpeg) {
      const pcm = execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-f', 's24le', '-'], { maxBuffer: 1 << 28 })
      expect(pcm.length).toBe(45 * 44_100 * 6)
    }
    if (hasSox && format === 'wav') expect(execFileSync('sox', ['--i', '-s', path]).toString().trim()).toBe(String(45 * 44_100))
  })

  // its last frame's bytes hold a sync word: the splitter of the FLAC decoder used to lose 4096 frames of it
  test('a flac is whole to its last frame, says how long it is and carries the MD5 of its sound', async () => {
    const ramp = Buffer.alloc(2 ** 22 * 3)
    for (let i = 0; i < 2 ** 22; i++) ramp.writeIntLE(2 ** 22 + i, i * 3, 3)
    const writer = await createWavWriter(at('ramp.wav'), { sampleRateHz: 44_100, channelCount: 2 })
    await writer.writeBytes(ramp)
    await writer.finish()
    const path = await encode(at('ramp.wav'), 'flac')
    const info = (await readFile(path)).subarray(8, 42)
    expect(info.readUIntBE(13, 5) % 2 ** 36).toBe(2 ** 21)
    expect(info.subarray(18).toString('hex')).toBe(createHash('md5').update(ramp).digest('hex'))
    expect((await decode(path)).lengthFrames).toBe(2 ** 21)
    expect(Buffer.compare(await readWavBytes(at('decoded.wav')), ramp)).toBe(0)
  })

  test('the same song gives the same bytes', async () => {
    await writeWav24(at('source.wav'), stereo(3, 44_100), 44_100)
    for (const format of ['wav', 'flac', 'mp3', 'ogg'] as const) {
      const first = await readFile(await encode(at('source.wav'), format))
      expect(Buffer.compare(first, await readFile(await encode(at('source.wav'), format)))).toBe(0)
    }
  })

  test.each([8_000, 11_025, 96_000, 192_000])('%i Hz mono goes out in every format and comes back as long as it was', async (rate) => {
    await writeWav24(at('source.wav'), [wobble(rate * 2, rate, 440)], rate)
    for (const format of ['flac', 'mp3', 'ogg'] as const) {
      const song = await decode(await encode(at('source.wav'), format))
      expect(Math.abs(song.lengthFrames / song.sampleRateHz - 2)).toBeLessThan(1 / 8_000)
      expect(song.channelCount).toBe(1)
      if (format === 'mp3' && rate === 96_000) {
        const [heard] = await readWavSpan(at('decoded.wav'), 4_800, 86_400)
        expect(difference(heard as Float32Array, wobble(96_000, 48_000, 440).subarray(4_800))).toBeLessThan(0.003)
      }
    }
  })
})

describe('other programs’ files', () => {
  const aiff = (frames: Int16Array, rate: number, promised = frames.length) => {
    const exponent = Math.floor(Math.log2(rate))
    const common = Buffer.alloc(18)
    common.writeInt16BE(1, 0)
    common.writeUInt32BE(promised, 2)
    common.writeInt16BE(16, 6)
    common.writeUInt16BE(16_383 + exponent, 8)
    common.writeUInt32BE(Math.round(rate * 2 ** (31 - exponent)), 10)
    const sound = Buffer.alloc(8 + frames.length * 2)
    for (const [i, value] of frames.entries()) sound.writeInt16BE(value, 8 + i * 2)
    const chunk = (name: string, body: Buffer, size: number) => {
      const head = Buffer.alloc(8)
      head.write(name)
      head.writeUInt32BE(size, 4)
      return Buffer.concat([head, body])
    }
    const body = Buffer.concat([Buffer.from('AIFF'), chunk('NAME', Buffer.from('Odd\0'), 3), chunk('COMM', common, 18), chunk('SSND', sound, 8 + promised * 2)])
    return chunk('FORM', body, body.length)
  }

  test('AIFF, whole and cut off', async () => {
    const frames = Int16Array.from({ length: 9_999 }, (_, i) => Math.round(20_000 * Math.sin(i / 11)))
    await writeFile(at('a.aiff'), aiff(frames, 22_050))
    expect(await decode(at('a.aiff'))).toMatchObject({ sampleRateHz: 22_050, channelCount: 1, lengthFrames: 9_999, notes: [] })
    const [samples] = await readWavSpan(at('decoded.wav'))
    expect(samples?.[1_234]).toBe((frames[1_234] ?? 0) / 32_768)
    await writeFile(at('b.aiff'), aiff(frames, 22_050, 44_100 * 60))
    const cut = await decode(at('b.aiff'))
    expect(cut.lengthFrames).toBe(9_999)
    expect(cut.notes.join()).toContain('This file ends after 0.4 s of 2:00')
  })

  const madeByFfmpeg = [
    ['m4a', ['-c:a', 'aac', '-b:a', '192k'], 0.01],
    ['m4a', ['-c:a', 'aac', '-b:a', '192k', '-movflags', '+faststart'], 0.01],
    ['mp3', ['-c:a', 'libmp3lame', '-b:a', '32k', '-ar', '44100'], 0.05],
    ['opus', ['-c:a', 'libopus', '-b:a', '192k', '-ar', '48000'], undefined],
    ['flac', ['-c:a', 'flac', '-sample_fmt', 's16'], 0.0001],
    ['ogg', ['-c:a', 'libvorbis', '-q:a', '8'], 0.01],
    ['wav', ['-c:a', 'pcm_alaw'], 0.02],
    ['wav', ['-c:a', 'pcm_f64le'], 1e-7],
    ['wav', ['-c:a', 'pcm_u8'], 0.01],
  ] as const
  test.skipIf(!hasFfmpeg).each(madeByFfmpeg)('%s made with %j', async (ending, options, tolerance) => {
    await writeWav24(at('source.wav'), stereo(42, 44_100), 44_100)
    const path = at(`foreign.${ending}`)
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', at('source.wav'), ...options, path])
    const song = await decode(path)
    expect(song.notes).toEqual([])
    expect(Math.abs(song.lengthFrames / song.sampleRateHz - 42)).toBeLessThan(1e-4)
    if (tolerance === undefined) return
    const [before, after] = [await readWavSpan(at('source.wav')), await readWavSpan(at('decoded.wav'))]
    expect(difference(before[0] as Float32Array, after[0] as Float32Array, 0, 41 * 44_100)).toBeLessThan(tolerance)
  })
})

describe('more than two channels and unusual rates', () => {
  test('8 channels are folded to stereo without clipping, left on the left', async () => {
    const rate = 44_100
    const silent = new Float32Array(rate)
    const loud = wobble(rate, rate, 440)
    const writer = await createWavWriter(at('eight.wav'), { sampleRateHz: rate, channelCount: 8 })
    await writer.write([loud, silent, silent, loud.map(() => 0.9), silent, silent, silent, silent])
    await writer.finish()
    const song = await decode(at('eight.wav'))
    expect(song).toMatchObject({ channelCount: 2, lengthFrames: rate, notes: ['Its 8 channels were folded down to stereo.'] })
    const [left, right] = await readWavSpan(at('decoded.wav'))
    expect(Math.max(...(left ?? []))).toBeGreaterThan(0.1)
    expect(Math.max(...(right ?? []).map(Math.abs))).toBeLessThan(1e-6)
  })

  test.each([8_000, 192_000])('%i Hz WAVs are copied bit for bit', async (rate) => {
    await writeWav24(at('rate.wav'), stereo(1, rate), rate)
    expect(await decode(at('rate.wav'))).toMatchObject({ sampleRateHz: rate, lengthFrames: rate, encoding: 'pcm24' })
    expect(Buffer.compare(await readFile(at('decoded.wav')), await readFile(at('rate.wav')))).toBe(0)
  })
})

describe('bad files', () => {
  test('each is refused by what is wrong with it and nothing is left behind', async () => {
    const cases: [string, Uint8Array | string, string][] = [
      ['empty.wav', '', 'audio.empty'],
      ['diary.wav', 'Dear diary, today I wrote no music whatsoever, and it was fine. '.repeat(50), 'audio.not-audio'],
      ['diary.mp3', 'Dear diary, again. '.repeat(500), 'audio.not-audio'],
      ['picture.flac', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...new Uint8Array(500)), 'audio.damaged'],
      ['header-only.wav', (await readFile(at('rate.wav'))).subarray(0, 44), 'audio.damaged'],
      ['zeros.mp3', new Uint8Array(50_000), 'audio.damaged'],
      ['stub.flac', 'fLaC\0\0\0', 'audio.damaged'],
      ['stub.ogg', 'OggS', 'audio.unsupported'],
      ['stub.m4a', '\0\0\0\x18ftypM4A \0\0\0\0M4A mp42', 'audio.damaged'],
      ['film.mkv', '\x1aE\xdf\xa3 and so on', 'audio.unsupported'],
      ['notes.mid', 'MThd\0\0\0\x06\0\x01', 'audio.unsupported'],
    ]
    for (const [name, content, code] of cases) {
      await writeFile(at(name), typeof content === 'string' ? Buffer.from(content, 'latin1') : content)
      expect([name, await refusal(decode(at(name)))]).toEqual([name, code])
      expect(await stat(at('decoded.wav')).catch(() => 'gone')).toBe('gone')
    }
    expect(await refusal(decode(at('nowhere.wav')))).toBe('file.not-found')
    expect(await refusal(audio.decode({ source: at('rate.wav'), target: at('no-folder/out.wav') }, quietContext()))).not.toBe('read')
  })

  test.each(['wav', 'flac', 'mp3', 'ogg'] as const)('a %s that was cut off gives its readable part and a note', async (format) => {
    await writeWav24(at('source.wav'), stereo(20, 44_100), 44_100)
    const path = await encode(at('source.wav'), format)
    await truncate(path, Math.floor((await stat(path)).size * 0.6))
    const song = await decode(path)
    const seconds = song.lengthFrames / 44_100
    expect(seconds).toBeGreaterThan(9)
    expect(seconds).toBeLessThan(15)
    expect(song.notes.join()).toMatch(/^This file ends after 0:(09|1\d)/)
    const [before, after] = [await readWavSpan(at('source.wav')), await readWavSpan(at('decoded.wav'))]
    expect(difference(before[0] as Float32Array, after[0] as Float32Array, 0, 9 * 44_100)).toBeLessThan(0.01)
  })

  test.each(['flac', 'mp3', 'ogg'] as const)('a %s with noise in the middle keeps its music', async (format) => {
    await writeWav24(at('source.wav'), stereo(20, 44_100), 44_100)
    const path = await encode(at('source.wav'), format)
    const bytes = await readFile(path)
    for (let i = 0; i < 3_000; i++) bytes[Math.floor(bytes.length / 2) + i] = (i * 97 + (i >> 3)) & 0xff
    await writeFile(path, bytes)
    const song = await decode(path)
    expect(song.lengthFrames / 44_100).toBeGreaterThan(9)
    const [before, after] = [await readWavSpan(at('source.wav')), await readWavSpan(at('decoded.wav'))]
    expect(difference(before[0] as Float32Array, after[0] as Float32Array, 0, 8 * 44_100)).toBeLessThan(0.01)
  })

  test('a long decode is cancelled at once', async () => {
    // 80 MB of 8-bit samples, which have to be converted one by one
    const path = at('long.wav')
    const bytes = Buffer.alloc(80_000_000, 0x90)
    bytes.set(wavHeader({ sampleRateHz: 192_000, channelCount: 1, encoding: 'pcm16' }, bytes.length - 44))
    bytes.writeUInt16LE(1, 32)
    bytes.writeUInt16LE(8, 34)
    await writeFile(path, bytes)
    const context = quietContext()
    const work = audio.decode({ source: path, target: at('decoded.wav') }, context)
    setTimeout(() => {
      raiseCancel(context.flags)
      context.cancel.abort()
    }, 150)
    const started = performance.now()
    await expect(work).rejects.toMatchObject({ name: 'AbortError' })
    // a second is promised; the rest is for a machine that is busy with other tests
    expect(performance.now() - started).toBeLessThan(4_000)
  })
})

describe('listening', () => {
  test.each([
    [82, 0.4],
    [97.3, 0.1],
    [128, 0.25],
  ])('%d bpm: tempo within 0.1 %%, beats within 10 ms, the bar where the low drum is', async (tempoBpm, first) => {
    const rate = 44_100
    await writeWav24(at('clicks.wav'), [clickTrack(70, rate, tempoBpm, first, [220, 277.18, 329.63])], rate)
    const beat = 60 / tempoBpm
    const heard = await audio.analyse({ path: at('clicks.wav'), fromFrame: 30 * rate, toFrame: 40 * rate }, quietContext())
    expect(Math.abs((heard.tempoBpm ?? 0) / tempoBpm - 1)).toBeLessThan(0.001)
    const nextBeat = (((first - 30) % beat) + beat) % beat
    expect(Math.abs(heard.beatPhaseSeconds - nextBeat)).toBeLessThan(0.01)
    const nextBar = (((first - 30) % (beat * 4)) + beat * 4) % (beat * 4)
    expect(Math.abs(heard.barPhaseSeconds - nextBar)).toBeLessThan(0.01)
    expect(heard.key).toEqual({ tonic: 'A', mode: 'major' })
  })

  test('silence has no tempo and no key', async () => {
    await writeWav24(at('silence.wav'), [new Float32Array(44_100 * 5)], 44_100)
    expect(await audio.analyse({ path: at('silence.wav'), fromFrame: 0, toFrame: 10 }, quietContext())).toMatchObject({
      isSilent: true,
      tempoBpm: undefined,
      key: undefined,
    })
    expect(await audio.measureLoudness(at('silence.wav'), quietContext())).toEqual({ integratedLufs: undefined, truePeakDbtp: -120 })
  })

  test.skipIf(!hasFfmpeg).each([8_000, 44_100, 96_000])('loudness and true peak at %i Hz agree with ffmpeg’s ebur128', async (rate) => {
    const loud = stereo(15, rate).map((samples) => samples.map((value, i) => value * (i > rate * 8 ? 1.6 : 0.3)))
    await writeWav24(at('loud.wav'), loud, rate)
    const mine = await audio.measureLoudness(at('loud.wav'), quietContext())
    const { stderr } = spawnSync('ffmpeg', ['-hide_banner', '-i', at('loud.wav'), '-af', 'ebur128=peak=true', '-f', 'null', '-'])
    const summary = stderr.toString().split('Summary:')[1] ?? ''
    expect(Math.abs((mine.integratedLufs ?? 0) - Number(/I:\s+(-?[\d.]+)/.exec(summary)?.[1]))).toBeLessThanOrEqual(0.1)
    expect(Math.abs(mine.truePeakDbtp - Number(/Peak:\s+(-?[\d.]+)/.exec(summary)?.[1]))).toBeLessThanOrEqual(0.2)
  })
})
