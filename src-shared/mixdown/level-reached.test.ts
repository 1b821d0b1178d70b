import { expect, test } from 'vitest'
import { levelForeseen, levelReached } from './level-reached.ts'

const target = { targetLufs: -14, ceilingDbtp: -1 }
const missed = (integratedLufs: number | undefined, truePeakDbtp: number) =>
  levelReached('Rain.wav', target, { ...(integratedLufs !== undefined && { integratedLufs }), truePeakDbtp }).missed

test('a file that is not as loud as asked says how loud it is and why', () => {
  expect(missed(-14.04, -3)).toBeUndefined()
  expect(missed(undefined, -120)).toBe('Rain.wav is silent: there is nothing to bring to −14.0 LUFS, so it was written as it is.')
  expect(missed(-17.3, -1.1)).toBe('Rain.wav has −17.3 LUFS instead of −14.0 LUFS: its peaks are at the ceiling of −1 dBTP, and louder would be past it.')
  expect(missed(-29, -12)).toBe('Rain.wav has −29.0 LUFS instead of −14.0 LUFS: it is so quiet that more than 40 dB would only raise its noise.')
  expect(levelReached('a.wav', target, { integratedLufs: -14, truePeakDbtp: -2 })).toEqual({
    fileName: 'a.wav',
    ...target,
    integratedLufs: -14,
    truePeakDbtp: -2,
  })
})

test('what is known of the songs says beforehand which of them cannot get there', () => {
  const silent = { loudness: { truePeakDbtp: -120 } }
  const faint = { loudness: { integratedLufs: -60, truePeakDbtp: -50 } }
  const usual = { loudness: { integratedLufs: -20, truePeakDbtp: -3 } }
  expect(levelForeseen([usual, {}], target)).toBeUndefined()
  expect(levelForeseen([silent], target)).toBe('This song is silent: it stays as it is.')
  expect(levelForeseen([silent, silent, usual], target)).toBe('2 of 3 songs are silent: they stay as they are.')
  expect(levelForeseen([faint, usual], target)).toBe('1 of 2 songs is so quiet that −14.0 LUFS cannot be reached: at most 40 dB are added.')
})
