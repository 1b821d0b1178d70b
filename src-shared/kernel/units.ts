/** Ticks per quarter note, everywhere in the studio. */
export const TICKS_PER_QUARTER = 960

export const dbToGain = (db: number): number => 10 ** (db / 20)
export const gainToDb = (gain: number): number => 20 * Math.log10(gain)
