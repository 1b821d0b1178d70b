/**
 * Loudness of new material is matched where it meets the song and only there: `startDb` holds for the first 400 ms, `endDb` for the last,
 * and between them the gain glides to 0 dB over at most three seconds, so that the new part keeps its own dynamics.
 */
const GLIDE_SECONDS = 3

const smooth = (position: number): number => 0.5 - 0.5 * Math.cos(Math.PI * Math.min(1, Math.max(0, position)))

/** Weight 1 at the seam falling to 0 inside the patch, `distance` frames from the seam. */
const weightAt = (distance: number, holdFrames: number, glideFrames: number): number =>
  glideFrames > 0 ? 1 - smooth((distance - holdFrames) / glideFrames) : distance <= holdFrames ? 1 : 0

export type SeamGains = { readonly startDb: number; readonly endDb: number }

/** Applies the gains in place. The patch's own part is `from..to`; what lies before belongs to the fade at the start and gets its gain. */
export const applySeamGains = (channels: readonly Float32Array[], from: number, to: number, sampleRateHz: number, gains: SeamGains): void => {
  if (gains.startDb === 0 && gains.endDb === 0) return
  const length = to - from
  const holdFrames = Math.min(0.4 * sampleRateHz, length / 4)
  const glideFrames = Math.min(GLIDE_SECONDS * sampleRateHz, length / 2 - holdFrames)
  const total = channels[0]?.length ?? 0
  for (let i = 0; i < total; i++) {
    const startWeight = weightAt(Math.max(0, i - from), holdFrames, glideFrames)
    const endWeight = weightAt(Math.max(0, to - 1 - i), holdFrames, glideFrames)
    if (startWeight === 0 && endWeight === 0) continue
    const gain = 10 ** ((gains.startDb * startWeight + gains.endDb * endWeight) / 20)
    for (const samples of channels) samples[i] = (samples[i] as number) * gain
  }
}
