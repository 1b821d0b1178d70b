import { expect, test } from 'vitest'
import { secondsToBar } from '../score/musical-time.ts'
import { layOutLines } from './lay-out-lines.ts'
import { readLyrics } from './read-lyrics.ts'
import { timedTextOfLyrics } from './timed-text.ts'

const meter = { beats: 4, unit: 4 } as const
const bars = { tempoMap: [{ atTicks: 0, tempoBpm: 97 }], timeSignature: meter, firstBarSeconds: 0.337 }
const WORDS = { '1': { text: 'rain on the window', bars: 2 }, '3': { text: 'light again', bars: 1 }, '8': { text: 'and on', bars: 1 } }

test('each line has its time, a pause too, and reads back into the same bars', () => {
  const text = timedTextOfLyrics(readLyrics(WORDS, meter), bars) ?? ''
  expect(text.split('\n')).toEqual(['[00:02.82]rain on the window', '[00:07.76]light again', '[00:10.24]', '[00:20.14]and on'])
  const lines = text.split('\n').map((line) => {
    const [, minutes = '', seconds = '', words = ''] = /^\[(\d\d):(\d\d\.\d\d)\](.*)$/.exec(line) ?? []
    const at = Number(minutes) * 60 + Number(seconds)
    return { text: words, bar: Math.floor(secondsToBar(bars.tempoMap, meter, at - bars.firstBarSeconds)) }
  })
  expect(Object.keys(layOutLines(lines, 12))).toEqual(Object.keys(WORDS))
})

test('an hour and more has its minutes; what LRC has no room for is not written', () => {
  const late = (bar: number) =>
    timedTextOfLyrics(readLyrics({ [bar]: { text: 'late', bars: 1 } }, meter), { ...bars, tempoMap: [{ atTicks: 0, tempoBpm: 60 }] })
  expect(late(1_000)).toBe('[66:40.34]late')
  expect(late(1_600)).toBeUndefined()
})
