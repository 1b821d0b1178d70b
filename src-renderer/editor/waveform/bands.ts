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

/** What the waveform area shows of the sound. */
export type SoundPicture = 'wave' | 'spectrum' | 'both'

/** Of the room for sound, what the waveform has when the spectrogram lies under it. */
const WAVE_SHARE = 0.4

/** Who has which part of the room for sound. Marks, edges and labels keep the whole of it. */
export const sharedBands = (
  bands: Bands,
  picture: SoundPicture,
): { readonly wave: Bands | undefined; readonly spectrum: { readonly top: number; readonly height: number } | undefined } => {
  if (picture === 'wave') return { wave: bands, spectrum: undefined }
  const waveHeight = picture === 'both' ? Math.round(bands.waveHeight * WAVE_SHARE) : 0
  const spectrum = { top: bands.waveTop + waveHeight, height: bands.waveHeight + WAVE_GAP - waveHeight }
  return {
    wave: picture === 'both' ? { ...bands, waveHeight: waveHeight - WAVE_GAP, middle: bands.waveTop + (waveHeight - WAVE_GAP) / 2 } : undefined,
    spectrum,
  }
}
