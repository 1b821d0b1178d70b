/**
 * The clock of Basic Pitch (Bittner et al. 2022, arXiv 2203.09893): 22 050 Hz mono, a frame every 256 samples, windows of 43 844 samples that
 * give 172 frames each. Neighbouring windows share 30 frames; 15 of them are thrown away on either side, where the network sees an edge.
 */
export const RATE_HZ = 22_050
export const HOP_SAMPLES = 256
export const WINDOW_SAMPLES = 43_844
export const WINDOW_FRAMES = 172
export const TRIM_FRAMES = 15
export const KEPT_FRAMES = WINDOW_FRAMES - 2 * TRIM_FRAMES
/** from one window's first sample to the next one's */
export const STRIDE_SAMPLES = WINDOW_SAMPLES - 2 * TRIM_FRAMES * HOP_SAMPLES
/** silence put before the sound, so that the first kept frame lies on its first sample */
export const LEAD_SAMPLES = TRIM_FRAMES * HOP_SAMPLES

export const PITCH_COUNT = 88
/** MIDI number of the first pitch column (A0) */
export const LOWEST_PITCH = 21
export const CONTOUR_BINS_PER_SEMITONE = 3
export const CONTOUR_COUNT = PITCH_COUNT * CONTOUR_BINS_PER_SEMITONE

/** 86 frames a second by the annotations the network was trained on; decides how many frames a sound has. */
const NOMINAL_FRAMES_PER_SECOND = 86

export const frameCountOf = (samples: number): number => Math.floor((samples * NOMINAL_FRAMES_PER_SECOND) / RATE_HZ)

/**
 * Where a frame lies in the sound. A window moves on by 141.27 hops and keeps 142 frames, so each window's frames begin 188 samples earlier than
 * a plain count of hops would say.
 */
export const frameToSeconds = (frame: number): number => {
  const window = Math.floor(frame / KEPT_FRAMES)
  return (window * STRIDE_SAMPLES + (frame - window * KEPT_FRAMES) * HOP_SAMPLES) / RATE_HZ
}

export const millisecondsToFrames = (milliseconds: number): number => Math.round((milliseconds / 1000) * (RATE_HZ / HOP_SAMPLES))
