import type { StemMix } from '../../../src-shared/project/document.ts'
import type { MusicalGrid } from '../time/musical-grid.ts'
import { barBeat, type Span } from '../time/time-words.ts'

/** Words for the ear: no signs, no abbreviations, numbers as they are read. */

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

/** "16.0 seconds", "1 minute 16.8 seconds" */
export const secondsWords = (seconds: number): string => {
  const tenths = Math.round(Math.max(0, seconds) * 10)
  const minutes = Math.floor(tenths / 600)
  const rest = `${((tenths - minutes * 600) / 10).toFixed(1)} seconds`
  return minutes === 0 ? rest : tenths % 600 === 0 ? plural(minutes, 'minute') : `${plural(minutes, 'minute')} ${rest}`
}

/** "bar 9 beat 1", or "12.0 seconds" where the song has no bars. */
export const pointWords = (grid: MusicalGrid | undefined, frame: number, sampleRateHz: number): string =>
  grid ? `bar ${barBeat(grid, frame).replace('.', ' beat ').replace('-', 'minus ')}` : secondsWords(frame / sampleRateHz)

const NEAR_A_BEAT = 0.02

/** "8 bars", "9 beats", "2.3 bars"; undefined without a grid. */
const musicalLength = (grid: MusicalGrid, { startFrame, endFrame }: Span): string => {
  const beats = grid.beatAt(endFrame) - grid.beatAt(startFrame)
  const whole = Math.round(beats)
  if (Math.abs(beats - whole) > NEAR_A_BEAT) return `${(beats / grid.beatsPerBar).toFixed(1)} bars`
  return whole % grid.beatsPerBar === 0 ? plural(whole / grid.beatsPerBar, 'bar') : plural(whole, 'beat')
}

/** "bar 9 beat 1, 8 bars, 16.0 seconds"; "at 12.0 seconds, 4.0 seconds long" where the song has no bars. */
export const stretchWords = (grid: MusicalGrid | undefined, span: Span, sampleRateHz: number): string => {
  const seconds = secondsWords((span.endFrame - span.startFrame) / sampleRateHz)
  const start = pointWords(grid, span.startFrame, sampleRateHz)
  return grid ? `${start}, ${musicalLength(grid, span)}, ${seconds}` : `at ${start}, ${seconds} long`
}

/** "minus 14.2", "3.1", "silence" */
export const levelWords = (value: number | undefined): string => {
  if (value === undefined || value < -70 || !Number.isFinite(value)) return 'silence'
  return `${value < 0 ? 'minus ' : ''}${Math.abs(value).toFixed(1)}`
}

/** "muted, 3 decibels down, 20 percent left"; empty where it is as in the song. */
export const mixWords = ({ gainDb, pan, isMuted, isSoloed }: StemMix): string =>
  [
    isMuted ? 'muted' : '',
    isSoloed ? 'solo' : '',
    gainDb === 0 ? '' : `${Number(Math.abs(gainDb).toFixed(1))} decibels ${gainDb < 0 ? 'down' : 'up'}`,
    pan === 0 ? '' : `${Math.round(Math.abs(pan) * 100)} percent ${pan < 0 ? 'left' : 'right'}`,
  ]
    .filter((part) => part !== '')
    .join(', ')
