import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseFile } from 'music-metadata'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createRandom } from '../../../src-shared/kernel/random.ts'
import { createWorkFlags, raiseCancel } from '../../../src-shared/kernel/work-flags.ts'
import { measureLoudness } from '../analysis/measure-loudness.ts'
import { decodeToWav } from '../decode/decode-to-wav.ts'
import { readWavBytes, readWavLayout, readWavSpan } from '../wav/wav-reader.ts'
import { createWavWriter } from '../wav/wav-writer.ts'
import { type EncodeRequest, encodeFile } from './encode-file.ts'

const hasFfprobe = spawnSync('ffprobe', ['-version']).status === 0
let folder = ''
const at = (name: string) => join(folder, name)
const work = () => ({ flags: createWorkFlags(), progress: () => undefined })
const RATE = 44_100

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'segno-encode-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A chord whose level swells, with hits on top: something that a limiter has to work on. */
const music = (seconds: number, level: number): Float32Array[] => {
  const random = createRandom(7)
  return [0, 1].map((channel) =>
    Float32Array.from({ length: seconds * RATE }, (_, i) => {
      const t = i / RATE
      const swell = 0.4 + 0.6 * Math.sin(t * 1.3) ** 2
      const hit = Math.exp(-((t % 0.5) * 30)) * Math.sin(2 * Math.PI * 90 * t) * 2
      const tone = Math.sin(2 * Math.PI * (220 + channel) * t) + 0.6 * Math.sin(2 * Math.PI * 331 * t) + 0.1 * (random.next() - 0.5)
      return level * (swell * tone * 0.4 + hit)
    }),
  )
}

const source = async (channels: Float32Array[], encoding: 'pcm16' | 'pcm24' | 'float32' = 'pcm24'): Promise<string> => {
  const writer = await createWavWriter(at('song.wav'), { sampleRateHz: RATE, channelCount: channels.length, encoding })
  await writer.write(channels)
  await writer.finish()
  return at('song.wav')
}
const encode = async (request: Partial<EncodeRequest> & Pick<EncodeRequest, 'format'>): Promise<string> => {
  const target = at(`out.${request.format}`)
  await encodeFile({ source: at('song.wav'), target, tags: { title: 'x', artist: undefined }, ...request }, work())
  return target
}
/** What an independent program hears: samples as floats. */
const heard = async (path: string): Promise<Float32Array[]> => {
  await decodeToWav({ source: path, target: at('heard.wav') }, work())
  return readWavSpan(at('heard.wav'))
}
const probe = (path: string) =>
  JSON.parse(execFileSync('ffprobe', ['-v', 'error', '-show_format', '-show_streams', '-of', 'json', path]).toString()) as {
    format: { tags?: Record<string, string>; duration: string }
    streams: { codec_name: string; sample_rate: string; bits_per_raw_sample?: string; bits_per_sample: number; bit_rate?: string; duration_ts: number }[]
  }

const TAGS = {
  title: 'Déjà “vu” 🎵',
  artist: 'AC/DC ../..',
  album: 'Night & <Day>',
  isrc: 'USRC17607839',
  tempoBpm: 92.5,
  key: 'F#m',
  date: '2026-11-27',
  lyrics: 'one line\nand another — ünï',
  comment: 'Made with Segno Studio. Seed 7.',
  digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia',
  cover: { mimeType: 'image/png' as const, bytes: Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...new Uint8Array(3_000)]) },
}

describe('every format says the same of itself', () => {
  test.each(['wav', 'aiff', 'flac', 'mp3', 'ogg'] as const)('%s, read by another library', async (format) => {
    await source(music(2, 0.2))
    const { common, native, format: container } = await parseFile(await encode({ format, tags: TAGS }), { duration: true })
    expect(common).toMatchObject({ title: TAGS.title, artist: TAGS.artist, album: TAGS.album, isrc: ['USRC17607839'] })
    // the library does not know Vorbis' two words for it
    if (format === 'flac' || format === 'ogg') expect(native.vorbis).toEqual(expect.arrayContaining(['KEY', 'INITIALKEY'].map((id) => ({ id, value: 'F#m' }))))
    else expect(common.key).toBe('F#m')
    // the library reads whole beats, as ID3 has them
    expect(Math.abs((common.bpm ?? 0) - 92.5)).toBeLessThanOrEqual(0.5)
    expect(common.comment?.map((comment) => (typeof comment === 'string' ? comment : comment.text))).toContain(TAGS.comment)
    expect(JSON.stringify(common.lyrics)).toContain('and another — ünï')
    expect(common.picture?.[0]).toMatchObject({ format: 'image/png' })
    expect(Buffer.compare(common.picture?.[0]?.data ?? new Uint8Array(), TAGS.cover.bytes)).toBe(0)
    expect(container.duration).toBeCloseTo(2, 1)
  })

  test('ten thousand letters of lyrics and comment do not harm a file', async () => {
    await source(music(1, 0.2))
    const long = 'ünï 🎵 '.repeat(1_700)
    for (const format of ['wav', 'aiff', 'flac', 'mp3', 'ogg'] as const) {
      const path = await encode({ format, tags: { ...TAGS, title: 't'.repeat(10_000), comment: long, lyrics: long } })
      expect((await parseFile(path)).common.title).toBe('t'.repeat(10_000))
      expect((await heard(path))[0]?.length).toBe(RATE)
    }
  })
})

describe('widths, rates and qualities', () => {
  test.runIf(hasFfprobe)('are what was asked for, as another program sees them', async () => {
    await source(music(3, 0.3))
    const of = async (request: Parameters<typeof encode>[0]) => probe(await encode(request)).streams[0]
    expect(await of({ format: 'wav', bits: 16 })).toMatchObject({ codec_name: 'pcm_s16le', duration_ts: 3 * RATE })
    expect(await of({ format: 'wav', bits: 24 })).toMatchObject({ codec_name: 'pcm_s24le', duration_ts: 3 * RATE })
    expect(await of({ format: 'wav', bits: 32, sampleRateHz: 96_000 })).toMatchObject({ codec_name: 'pcm_f32le', sample_rate: '96000', duration_ts: 288_000 })
    expect(await of({ format: 'aiff', bits: 16 })).toMatchObject({ codec_name: 'pcm_s16be', duration_ts: 3 * RATE })
    expect(await of({ format: 'aiff', bits: 24, sampleRateHz: 48_000 })).toMatchObject({ codec_name: 'pcm_s24be', sample_rate: '48000', duration_ts: 144_000 })
    expect(await of({ format: 'aiff', bits: 32 })).toMatchObject({ codec_name: 'pcm_f32be', duration_ts: 3 * RATE })
    expect(await of({ format: 'flac', bits: 16 })).toMatchObject({ codec_name: 'flac', bits_per_raw_sample: '16', duration_ts: 3 * RATE })
    expect(await of({ format: 'flac', bits: 24 })).toMatchObject({ codec_name: 'flac', bits_per_raw_sample: '24', duration_ts: 3 * RATE })
    expect(await of({ format: 'mp3', mp3: '320' })).toMatchObject({ codec_name: 'mp3', bit_rate: '320000' })
    expect(await of({ format: 'ogg', sampleRateHz: 48_000 })).toMatchObject({ codec_name: 'vorbis', sample_rate: '48000' })
  })

  test.each(['v0', '320'] as const)('an MP3 %s has the song’s length to the frame', async (mp3) => {
    await source(music(2, 0.3))
    expect((await heard(await encode({ format: 'mp3', mp3 })))[0]?.length).toBe(2 * RATE)
  })

  test.each(['wav', 'aiff', 'flac'] as const)('24 and 16 bits of %s come back bit for bit', async (format) => {
    for (const [encoding, bits] of [
      ['pcm24', 24],
      ['pcm16', 16],
    ] as const) {
      await source(music(1, 0.3), encoding)
      const before = await readWavSpan(at('song.wav'))
      const after = await heard(await encode({ format, bits }))
      for (const c of [0, 1])
        expect(Buffer.compare(new Uint8Array((before[c] as Float32Array).buffer), new Uint8Array((after[c] as Float32Array).buffer))).toBe(0)
    }
  })

  test('floats keep what is louder than full scale', async () => {
    const loud = music(1, 0.9)
    await source(loud, 'float32')
    expect(Math.max(...(loud[0] as Float32Array))).toBeGreaterThan(1)
    for (const format of ['wav', 'aiff'] as const) {
      const path = await encode({ format, bits: 32 })
      if (format === 'wav') expect(Buffer.compare(await readWavBytes(path), await readWavBytes(at('song.wav')))).toBe(0)
      if (!hasFfprobe) continue
      const pcm = execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-f', 'f32le', '-'], { maxBuffer: 1 << 28 })
      expect(Buffer.compare(pcm, Buffer.from(await readWavBytes(at('song.wav'))))).toBe(0)
    }
  })

  test('dither at 16 bits turns distortion into noise: a tone below one step is still there', async () => {
    const quiet = Float32Array.from({ length: RATE * 4 }, (_, i) => (0.4 / 32_768) * Math.sin((2 * Math.PI * 441 * i) / RATE))
    await source([quiet], 'float32')
    const [out] = await readWavSpan(await encode({ format: 'wav', bits: 16 }))
    const samples = out as Float32Array
    let [re, power] = [0, 0]
    for (let i = 0; i < samples.length; i++) {
      re += (samples[i] as number) * Math.sin((2 * Math.PI * 441 * i) / RATE)
      power += (samples[i] as number) ** 2
    }
    // without noise every sample would round to zero
    expect((2 * re) / samples.length / (0.4 / 32_768)).toBeCloseTo(1, 1)
    // rounding and two uniform noises: three times a twelfth of a step, squared, and the tone itself
    expect(power / samples.length / (1 / 32_768) ** 2).toBeCloseTo(3 / 12 + 0.4 ** 2 / 2, 1)
  })

  test('the same song gives the same bytes, noise and all', async () => {
    await source(music(1, 0.3))
    for (const format of ['wav', 'aiff', 'flac'] as const) {
      const request = { format, bits: 16, sampleRateHz: 48_000, loudness: { targetLufs: -14, ceilingDbtp: -1 } } as const
      const first = readFileSync(await encode(request))
      expect(Buffer.compare(first, readFileSync(await encode(request)))).toBe(0)
    }
  })
})

describe('loudness targets', () => {
  test.each([
    [-14, -1],
    [-16, -1],
    [-23, -2],
  ])('%d LUFS under %d dBTP, also where it takes a limiter', async (targetLufs, ceilingDbtp) => {
    for (const level of [0.02, 0.45]) {
      await source(music(12, level), 'float32')
      const path = await encode({ format: 'wav', bits: 24, loudness: { targetLufs, ceilingDbtp } })
      const after = await measureLoudness(path, 0, undefined, work())
      expect(Math.abs((after.integratedLufs ?? 0) - targetLufs)).toBeLessThan(0.1)
      expect(after.truePeakDbtp).toBeLessThanOrEqual(ceilingDbtp + 0.01)
    }
    expect(readdirSync(folder).toSorted()).toEqual(['out.wav', 'song.wav'])
  })

  test.runIf(hasFfprobe)('another meter agrees', async () => {
    await source(music(12, 0.45), 'float32')
    const path = await encode({ format: 'wav', bits: 24, loudness: { targetLufs: -14, ceilingDbtp: -1 }, sampleRateHz: 48_000 })
    const { stderr } = spawnSync('ffmpeg', ['-nostats', '-i', path, '-filter_complex', 'ebur128=peak=true', '-f', 'null', '-'])
    const summary = stderr.toString().slice(stderr.toString().lastIndexOf('Integrated loudness:'))
    expect(Math.abs(Number(/I:\s+(-?[\d.]+) LUFS/.exec(summary)?.[1]) + 14)).toBeLessThanOrEqual(0.1)
    expect(Number(/Peak:\s+(-?[\d.]+) dBFS/.exec(summary)?.[1])).toBeLessThanOrEqual(-0.9)
  })

  test('silence stays silence', async () => {
    await source([new Float32Array(RATE)])
    const [out] = await readWavSpan(await encode({ format: 'wav', loudness: { targetLufs: -14, ceilingDbtp: -1 } }))
    expect((out as Float32Array).every((sample) => sample === 0)).toBe(true)
  })

  test('cancelled: nothing is left', async () => {
    await source(music(4, 0.45))
    const flags = createWorkFlags()
    const progress = (done: number) => {
      if (done > 0.5) raiseCancel(flags)
    }
    const order: EncodeRequest = { source: at('song.wav'), target: at('out.flac'), format: 'flac', tags: TAGS, loudness: { targetLufs: -9, ceilingDbtp: -1 } }
    await expect(encodeFile(order, { flags, progress })).rejects.toMatchObject({ name: 'AbortError' })
    expect(readdirSync(folder)).toEqual(['song.wav'])
  })
})

/** Chunks of a RIFF or AIFF file by name. */
const chunksOf = (bytes: Buffer, isBig: boolean): Map<string, Buffer[]> => {
  const found = new Map<string, Buffer[]>()
  for (let i = 12; i + 8 <= bytes.length; ) {
    const size = isBig ? bytes.readUInt32BE(i + 4) : bytes.readUInt32LE(i + 4)
    const name = bytes.toString('latin1', i, i + 4)
    found.set(name, [...(found.get(name) ?? []), bytes.subarray(i + 8, i + 8 + size)])
    i += 8 + size + (size % 2)
  }
  return found
}

describe('places in the song', () => {
  const cues = [
    { atSeconds: 1, name: 'verse A' },
    { atSeconds: 0, name: 'intro — ünï' },
    { atSeconds: 0.5, untilSeconds: 0.75, name: 'my region' },
    { atSeconds: 99, name: 'beyond' },
  ]
  test('a Broadcast Wave: time reference before the sound, cue points with names and lengths after it', async () => {
    await source(music(2, 0.2))
    const path = await encode({ format: 'wav', tags: TAGS, cues, timeReferenceSeconds: 3_600 })
    const chunks = chunksOf(readFileSync(path), false)
    const names = [...chunks.keys()]
    expect(names.indexOf('bext')).toBeLessThan(names.indexOf('data'))
    const bext = chunks.get('bext')?.[0] as Buffer
    // ASCII (EBU Tech 3285)
    expect(bext.toString('utf8', 0, 256).replace(/\0+$/, '')).toBe('Deja "vu" ?, AC/DC ../..')
    expect(bext.readBigUInt64LE(338)).toBe(BigInt(3_600 * RATE))
    expect(chunks.get('iXML')?.[0]?.toString()).toContain(`<TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO>${3_600 * RATE}<`)
    expect(chunks.get('iXML')?.[0]?.toString()).toContain('<PROJECT>Night &amp; &lt;Day&gt;</PROJECT>')
    const cue = chunks.get('cue ')?.[0] as Buffer
    expect([cue.readUInt32LE(0), cue.readUInt32LE(24), cue.readUInt32LE(48), cue.readUInt32LE(72)]).toEqual([3, 0, 22_050, 44_100])
    const adtl = chunks.get('LIST')?.find((list) => list.toString('latin1', 0, 4) === 'adtl') as Buffer
    expect(adtl.toString('utf8')).toContain('intro — ünï\0')
    expect(adtl.indexOf('ltxt')).toBeGreaterThan(0)
    expect(adtl.readUInt32LE(adtl.indexOf('ltxt') + 12)).toBe(11_025)
    expect(await readWavLayout(path)).toMatchObject({ lengthFrames: 2 * RATE })
    expect(Buffer.compare(await readWavBytes(path), await readWavBytes(at('song.wav')))).toBe(0)
    if (hasFfprobe) expect(probe(path).format.tags).toMatchObject({ time_reference: String(3_600 * RATE), date: '2026-11-27', encoded_by: 'Segno Studio' })
  })

  test('an AIFF: markers by name', async () => {
    await source(music(2, 0.2))
    const chunks = chunksOf(readFileSync(await encode({ format: 'aiff', tags: TAGS, cues, sampleRateHz: 48_000 })), true)
    const mark = chunks.get('MARK')?.[0] as Buffer
    expect(mark.readUInt16BE(0)).toBe(3)
    expect([mark.readUInt32BE(4), mark.toString('utf8', 9, 9 + (mark[8] as number))]).toEqual([0, 'intro — ünï'])
  })

  test('silence before the song', async () => {
    await source(music(1, 0.2))
    const [out] = await readWavSpan(await encode({ format: 'wav', padFrames: 100_000 }))
    const [song] = await readWavSpan(at('song.wav'))
    expect((out as Float32Array).length).toBe(RATE + 100_000)
    expect((out as Float32Array).subarray(0, 100_000).every((sample) => sample === 0)).toBe(true)
    expect(Buffer.compare(Buffer.from((out as Float32Array).slice(100_000).buffer), Buffer.from((song as Float32Array).buffer))).toBe(0)
  })
})
