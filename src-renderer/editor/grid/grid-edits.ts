import type { Take } from '../../../src-shared/project/document.ts'
import type { Key, TimeSignature } from '../../../src-shared/score/score.ts'
import { notify } from '../../notices/index.ts'
import { transport, useTransport } from '../../transport/index.ts'
import { openView } from '../editor-store.ts'
import { useSession } from '../session-store.ts'
import { applyEdit } from '../song-edits.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import { heardNow } from '../tools/waveform-desk.ts'
import { notifyWithUndoEdit } from '../undo-notice.ts'
import { type Bars, barsOf, countFaster, FASTEST_BPM, movedBy, plainBars, SLOWEST_BPM, withBarAt, withBarLineAt, withMeter, withTempo } from './grid-moves.ts'
import { addTap, type Tap, tempoOfTaps } from './tap-tempo.ts'

type What = 'tempo' | 'meter' | 'first bar' | 'bar line' | 'taps'
const USUAL_BPM = 120

const song = (): Take | undefined => {
  const view = openView()
  return view && currentTakeOf(view)
}

/** A change of the song's bars, one step of its history. Nothing where the bars are written in a score. */
const correct = async (what: What, change: (bars: Bars, take: Take) => Bars | undefined): Promise<boolean> => {
  const take = song()
  if (!take) return false
  const grid = change(barsOf(take) ?? plainBars(USUAL_BPM), take)
  return grid !== undefined && applyEdit({ type: 'grid.correct', what, grid })
}

export const setTempo = (tempoBpm: number): Promise<boolean> =>
  tempoBpm >= SLOWEST_BPM && tempoBpm <= FASTEST_BPM ? correct('tempo', (bars) => withTempo(bars, tempoBpm)) : Promise.resolve(false)
export const countTwice = (): Promise<boolean> => correct('tempo', (bars) => countFaster(bars, 2))
export const countHalf = (): Promise<boolean> => correct('tempo', (bars) => countFaster(bars, 0.5))
export const setMeter = (timeSignature: TimeSignature): Promise<boolean> => correct('meter', (bars) => withMeter(bars, timeSignature))
export const moveBars = (frames: number): Promise<boolean> => correct('first bar', (bars) => movedBy(bars, frames))
export const setKey = (key: Key): Promise<boolean> => applyEdit({ type: 'grid.correct', what: 'key', key })
export const resetGrid = async (): Promise<void> => {
  if (await applyEdit({ type: 'grid.reset' })) notifyWithUndoEdit('The grid is as the studio hears it again.')
}

/** One bar line alone: the bars at its two sides become faster and slower, everything else stays. False where that is no tempo any more. */
export const moveBarLine = async (bar: number, frame: number): Promise<boolean> => {
  const take = song()
  const bars = take && barsOf(take)
  const grid = take && bars && withBarLineAt(bars, bar, frame, take.sampleRateHz)
  if (take && bars && !grid) notify('Too near to the next bar line: between 20 and 400 beats a minute, please.')
  return grid ? correct('bar line', () => grid) : false
}

/** The nearest bar begins where the playhead stands. */
export const barAtPlayhead = (): Promise<boolean> => {
  const now = heardNow()
  return correct('first bar', (bars, take) => withBarAt(bars, transport.currentFrame() - (now?.shift ?? 0), take))
}

let taps: readonly Tap[] = []
let settle: ReturnType<typeof setTimeout> | undefined
/** taps are taken for an answer when they stop for so long */
const SETTLE_MILLISECONDS = 1_600

/** Tap along: four taps or more set the tempo, and the beat too while the song plays. One step of the history for all of them. */
export const tap = (): void => {
  const now = heardNow()
  const isPlaying = useTransport.getState().status === 'playing'
  taps = addTap(taps, { seconds: performance.now() / 1000, frame: isPlaying && now ? transport.currentFrame() - now.shift : undefined })
  const heard = tempoOfTaps(taps)
  useSession.setState({ taps: { count: taps.length, tempoBpm: heard?.tempoBpm } })
  clearTimeout(settle)
  settle = setTimeout(() => void takeTaps(), SETTLE_MILLISECONDS)
}

const takeTaps = async (): Promise<void> => {
  const heard = tempoOfTaps(taps)
  taps = []
  useSession.setState({ taps: undefined })
  if (!heard) return
  const { tempoBpm, beatFrame } = heard
  if (tempoBpm < SLOWEST_BPM || tempoBpm > FASTEST_BPM) return notify('These taps are no tempo: between 20 and 400 beats a minute, please.')
  await correct('taps', (bars, take) => {
    const timed = withTempo(bars, tempoBpm)
    return beatFrame === undefined ? timed : withBarAt(timed, beatFrame, take)
  })
}
