import { type Level, SILENCE } from './playing-meter.ts'

const FLOOR_DB = -48
const FALL_DB_PER_SECOND = 26
const FIGURES_MILLISECONDS = 200

const across = (db: number): number => Math.min(1, Math.max(0, (db - FLOOR_DB) / -FLOOR_DB))

export type MeterParts = {
  readonly bar: HTMLElement | null
  readonly mark: HTMLElement | null
  /** told five times a second, and once at rest */
  readonly onFigures: (level: Level) => void
}

/**
 * Draws a level as a bar (loudness) and a mark (true peak, red above -1 dBTP) that fall slowly, on animation frames and outside React, for as
 * long as something is to be seen. @returns the function that stops it
 */
export const drawFallingLevel = ({ bar, mark, onFigures }: MeterParts, isPlaying: boolean, read: () => Level): (() => void) => {
  let handle = 0
  let shownPeak = Number.NEGATIVE_INFINITY
  let shownLoudness = FLOOR_DB
  let lastAt = performance.now()
  let lastFigures = 0
  const draw = (now: number) => {
    const level = isPlaying ? read() : SILENCE
    const fallen = (FALL_DB_PER_SECOND * (now - lastAt)) / 1000
    lastAt = now
    shownPeak = Math.max(level.truePeakDbtp, shownPeak - fallen)
    shownLoudness = Math.max(level.momentaryLufs, shownLoudness - fallen, FLOOR_DB)
    if (bar) bar.style.clipPath = `inset(0 ${100 - across(shownLoudness) * 100}% 0 0)`
    if (mark) {
      mark.style.left = `${across(shownPeak) * 100}%`
      mark.dataset.over = String(shownPeak > -1)
    }
    if (now - lastFigures > FIGURES_MILLISECONDS) {
      lastFigures = now
      onFigures(level)
    }
    if (isPlaying || shownLoudness > FLOOR_DB || across(shownPeak) > 0) handle = requestAnimationFrame(draw)
    else onFigures(SILENCE)
  }
  handle = requestAnimationFrame(draw)
  return () => cancelAnimationFrame(handle)
}

/** "−12.3", or "−∞" below what is heard. */
export const levelFigure = (db: number): string => (db > -70 ? db.toFixed(1).replace('-', '−') : '−∞')
