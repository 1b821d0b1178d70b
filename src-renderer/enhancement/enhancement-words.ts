import type { Enhancement } from '../../src-shared/project/document.ts'

const kilohertz = (hz: number): string => `${(hz / 1000).toFixed(1)} kHz`
const decibels = (value: number | undefined): string => (value === undefined ? 'nothing' : `${Math.round(value)} dB`.replace('-', '−'))

/** "11.0 → 21.2 kHz · above it −42 → −14 dB · below it unchanged (−127 dB)" */
export const enhancementWords = ({ cutoffHz, newCutoffHz, aboveBeforeDb, aboveAfterDb, nullBelowDb, belowChangeDb }: Enhancement): string =>
  [
    `${kilohertz(cutoffHz).replace(' kHz', '')} → ${kilohertz(newCutoffHz)}`,
    `above it ${decibels(aboveBeforeDb).replace(' dB', '')} → ${decibels(aboveAfterDb)}`,
    belowChangeDb <= 0.1 ? `below it unchanged (${decibels(nullBelowDb)})` : `below it changed by ${belowChangeDb.toFixed(1)} dB`,
  ].join(' · ')

/** The song below the cut-off may not move by more than a tenth of a decibel. */
export const isEnhancementGood = ({ belowChangeDb, nullBelowDb }: Enhancement): boolean => belowChangeDb <= 0.1 && nullBelowDb <= -40
