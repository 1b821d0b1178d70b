/** How the height of the waveform area is shared, CSS pixels from the top. */
export const RULER_HEIGHT = 26
export const SECTIONS_HEIGHT = 22
const WAVE_GAP = 10

export type Bands = { readonly sectionsTop: number; readonly waveTop: number; readonly waveHeight: number; readonly middle: number }

export const bandsOf = (heightPx: number, hasSections: boolean): Bands => {
  const headBottom = RULER_HEIGHT + (hasSections ? SECTIONS_HEIGHT : 0)
  const waveTop = headBottom + WAVE_GAP
  const waveHeight = Math.max(20, heightPx - waveTop - WAVE_GAP)
  return { sectionsTop: RULER_HEIGHT, waveTop, waveHeight, middle: waveTop + waveHeight / 2 }
}
