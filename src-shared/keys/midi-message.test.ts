import { expect, test } from 'vitest'
import { controlWords, midiWish } from './midi-message.ts'

test('real-time messages and machine control move the transport', () => {
  expect([[0xfa], [0xfb], [0xfc]].map((bytes) => midiWish(bytes)?.kind)).toEqual(['start', 'play', 'stop'])
  const mmc = (...command: number[]) => midiWish([0xf0, 0x7f, 0x7f, 0x06, ...command, 0xf7])
  expect(mmc(0x01)).toEqual({ kind: 'stop' })
  expect(mmc(0x02)).toEqual({ kind: 'play' })
  expect(mmc(0x03)).toEqual({ kind: 'play' })
  // 25 frames a second (bits 01), 0 h 1 min 2 s 10 frames
  expect(mmc(0x44, 0x06, 0x01, 0x20, 1, 2, 10, 0)).toEqual({ kind: 'locate', seconds: 62.4 })
  expect(mmc(0x44, 0x06)).toBeUndefined()
  expect(midiWish([0xf0, 0x43, 0x10, 0x06, 0x02, 0xf7])).toBeUndefined()
})

test('a press is a control by kind, channel and number; releases, clock and half messages wish nothing', () => {
  expect(midiWish([0x90, 36, 100])).toEqual({ kind: 'control', control: 'note 1 36' })
  expect(midiWish([0xb3, 41, 127])).toEqual({ kind: 'control', control: 'cc 4 41' })
  for (const bytes of [[0x90, 36, 0], [0x80, 36, 64], [0xb0, 41, 0], [0xf8], [0xfe], [], [0x90]]) expect(midiWish(bytes)).toBeUndefined()
  expect(controlWords('cc 4 41')).toBe('Controller 41, channel 4')
})
