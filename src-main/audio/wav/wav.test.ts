import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWav, readWavBytes, readWavHeader, readWavLayout, readWavSpan } from './wav-reader.ts'
import { createWavWriter, wavHeader, writeWav24 } from './wav-writer.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segno-wav-'))
})
afterAll(() => rm(folder, { recursive: true }))

const ascii = (text: string) => new TextEncoder().encode(text)
const u32 = (value: number) => new Uint8Array(Uint32Array.of(value).buffer)
const chunk = (name: string, body: Uint8Array, size = body.length) => Buffer.concat([ascii(name), u32(size), body, new Uint8Array(body.length % 2)])
const fmt = (tag: number, channelCount: number, bits: number, extension: Uint8Array = new Uint8Array()) => {
  const body = new Uint8Array(16 + extension.length)
  const view = new DataView(body.buffer)
  view.setUint16(0, tag, true)
  view.setUint16(2, channelCount, true)
  view.setUint32(4, 48_000, true)
  view.setUint32(8, 48_000 * channelCount * (bits / 8), true)
  view.setUint16(12, channelCount * (bits / 8), true)
  view.setUint16(14, bits, true)
  body.set(extension, 16)
  return chunk('fmt ', body)
}
const riff = (...chunks: Uint8Array[]) => Buffer.concat([ascii('RIFF'), u32(0), ascii('WAVE'), ...chunks])
const save = async (name: string, bytes: Uint8Array) => {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'read',
    (cause) => cause.failure?.code ?? String(cause),
  )

const stereo = [Float32Array.from({ length: 5_000 }, (_, i) => Math.sin(i / 9)), Float32Array.from({ length: 5_000 }, (_, i) => Math.cos(i / 7) / 2)]

test('a 24-bit song is written once and read by frames and by bytes', async () => {
  const path = join(folder, 'song.wav')
  await writeWav24(path, stereo, 44_100)
  expect(await readWavLayout(path)).toEqual({
    sampleRateHz: 44_100,
    channelCount: 2,
    lengthFrames: 5_000,
    encoding: 'pcm24',
    dataOffset: 44,
    bytesPerFrame: 6,
    promisedFrames: undefined,
  })
  const [left, right] = await readWavSpan(path, 100, 200)
  expect(left).toHaveLength(100)
  expect(Math.abs((left?.[0] ?? 9) - Math.sin(100 / 9))).toBeLessThan(2 ** -23)
  expect(Math.abs((right?.[99] ?? 9) - Math.cos(199 / 7) / 2)).toBeLessThan(2 ** -23)
  const again = join(folder, 'again.wav')
  const writer = await createWavWriter(again, { sampleRateHz: 44_100, channelCount: 2 })
  await writer.writeBytes(await readWavBytes(path, 0, 1_000))
  await writer.write(await readWavSpan(path, 1_000, 5_000))
  expect(await writer.finish()).toBe(5_000)
  expect(await readFile(again)).toEqual(await readFile(path))
})

test('odd chunks and LIST before data, with the odd byte of padding', async () => {
  const path = await save('odd.wav', riff(fmt(1, 1, 16), chunk('LIST', ascii('INFOodd')), chunk('junk', new Uint8Array(3)), chunk('data', new Uint8Array(200))))
  expect(await readWavLayout(path)).toMatchObject({ lengthFrames: 100, encoding: 'pcm16', sampleRateHz: 48_000, channelCount: 1 })
})

test('WAVE_FORMAT_EXTENSIBLE says what is inside and where the speakers stand', async () => {
  const extension = new Uint8Array(24)
  extension.set([22, 0, 24, 0, 0x3f, 0, 0, 0, 1, 0])
  const path = await save('ext.wav', riff(fmt(0xfffe, 6, 24, extension), chunk('data', new Uint8Array(18 * 10))))
  expect((await readWavHeader(path)).format).toMatchObject({ channelCount: 6, channelMask: 0x3f, sampleFormat: 'integer', bitsPerSample: 24 })
})

test('sizes of 0 and 0xFFFFFFFF from programs that streamed mean: to the end', async () => {
  for (const size of [0, 0xffffffff]) {
    const path = await save(`stream${size}.wav`, riff(fmt(3, 2, 32), chunk('data', new Uint8Array(8 * 50), size)))
    expect(await readWavLayout(path)).toMatchObject({ lengthFrames: 50, encoding: 'float32', promisedFrames: undefined })
  }
})

test('RF64 counts in 64 bits', async () => {
  const sizes = new Uint8Array(28)
  new DataView(sizes.buffer).setBigUint64(8, 400n, true)
  const body = Buffer.concat([chunk('ds64', sizes), fmt(1, 2, 16), chunk('data', new Uint8Array(400), 0xffffffff), chunk('LIST', new Uint8Array(40))])
  const path = await save('long.wav', Buffer.concat([ascii('RF64'), u32(0xffffffff), ascii('WAVE'), body]))
  expect(await readWavLayout(path)).toMatchObject({ lengthFrames: 100 })
})

test('a file that ends early gives its readable part and says how much was promised', async () => {
  const path = join(folder, 'cut.wav')
  await writeWav24(path, stereo, 44_100)
  await truncate(path, 44 + 6 * 1_234 + 5)
  const wav = await openWav(path)
  expect(wav.layout).toMatchObject({ lengthFrames: 1_234, promisedFrames: 5_000 })
  await expect(wav.read(0, 1_235)).rejects.toThrow(RangeError)
  expect((await wav.read(1_233, 1_234))[0]?.[0]).toBeCloseTo(Math.sin(1_233 / 9), 6)
  await wav.close()
})

test('what is not a readable WAV is refused by name', async () => {
  expect(await refusal(readWavLayout(await save('zero.wav', new Uint8Array())))).toBe('audio.empty')
  expect(await refusal(readWavLayout(await save('text.wav', ascii('Dear diary, this is not music at all.'))))).toBe('audio.not-audio')
  expect(await refusal(readWavLayout(await save('no-data.wav', riff(fmt(1, 2, 16)))))).toBe('audio.damaged')
  expect(await refusal(readWavLayout(await save('no-format.wav', riff(chunk('data', new Uint8Array(100))))))).toBe('audio.damaged')
  expect(await refusal(readWavLayout(await save('silent.wav', riff(fmt(1, 2, 16), chunk('data', new Uint8Array())))))).toBe('audio.empty')
  expect(await refusal(readWavLayout(await save('eight-bit.wav', riff(fmt(1, 1, 8), chunk('data', new Uint8Array(9))))))).toBe('audio.unsupported')
  expect(await refusal(readWavLayout(join(folder, 'nowhere.wav')))).toBe('file.not-found')
  expect(await refusal(readWavLayout(folder))).toBe('file.unreadable')
})

test('a crash before finish leaves a file that still plays', async () => {
  const path = join(folder, 'crash.wav')
  const writer = await createWavWriter(path, { sampleRateHz: 44_100, channelCount: 2 })
  await writer.write(stereo)
  await writer.abandon()
  expect(await readWavLayout(path)).toMatchObject({ lengthFrames: 5_000 })
  await expect(createWavWriter(join(folder, 'no-such-folder', 'x.wav'), { sampleRateHz: 1, channelCount: 1 })).rejects.toThrow()
})

test('a file of odd length is padded and its header does not count the padding', async () => {
  const path = join(folder, 'mono.wav')
  await writeWav24(path, [Float32Array.of(0.5)], 8_000)
  const bytes = await readFile(path)
  expect(bytes.length).toBe(48)
  expect(bytes.subarray(0, 44)).toEqual(Buffer.from(wavHeader({ sampleRateHz: 8_000, channelCount: 1, encoding: 'pcm24' }, 3)))
  expect((await readWavLayout(path)).lengthFrames).toBe(1)
})
