// @vitest-environment node
import { expect, test } from 'vitest'
import { decodePcm } from './pcm-decode.ts'

const bytes = (...values: number[]): ArrayBuffer => new Uint8Array(values).buffer

test('16-bit little-endian stereo is taken apart by channel', () => {
  const [left, right] = decodePcm(bytes(0x00, 0x40, 0x00, 0xc0, 0xff, 0x7f, 0x00, 0x80), 'pcm16', 2)
  expect([...(left ?? [])]).toEqual([0.5, Math.fround(32767 / 32768)])
  expect([...(right ?? [])]).toEqual([-0.5, -1])
})

test('24-bit keeps its sign and its lowest bit', () => {
  const [mono] = decodePcm(bytes(0x01, 0x00, 0x00, 0xff, 0xff, 0xff, 0x00, 0x00, 0x80), 'pcm24', 1)
  expect([...(mono ?? [])]).toEqual([1 / 0x800000, -1 / 0x800000, -1])
})

test('a float file comes out bit for bit, an incomplete last frame is left out', () => {
  const source = new Float32Array([0.1, -0.9999, 1.5])
  const cut = source.buffer.slice(0, 11)
  expect([...(decodePcm(cut, 'float32', 1)[0] ?? [])]).toEqual([...source.subarray(0, 2)])
})
