/** How far on both sides of a splice the sound is looked at for sharper moments of its own. */
const AROUND_SECONDS = 0.005
/** Nothing below this is heard as a click: half a step of 15 bits, and 42 dB below the loudest sample around, which covers it. */
const FLOOR = 2 ** -15
const COVERED = 2 ** -7

/** What a cubic through the three samples before does not foretell: small in music, large where two sounds meet with a step. */
const surprise = (samples: Float32Array, i: number): number =>
  i < 3 ? 0 : Math.abs((samples[i] as number) - 3 * (samples[i - 1] as number) + 3 * (samples[i - 2] as number) - (samples[i - 3] as number))

/** How many frames before and after a place {@link clickAt} looks at. */
export const clickReach = (sampleRateHz: number): number => Math.round(AROUND_SECONDS * sampleRateHz) + 4

/**
 * How far a splice stands out: its largest third difference against the largest within 5 ms around, in dB. 0 and less: the music itself is
 * sharper there, so nothing is heard. A hard cut between two low tones gives 40 dB and more.
 *
 * @param channels samples around the place, one array a channel
 * @param at       the first frame after the splice, counted in `channels`
 */
export const clickAt = (channels: readonly Float32Array[], at: number, sampleRateHz: number): number => {
  const reach = clickReach(sampleRateHz)
  let loudest = Number.NEGATIVE_INFINITY
  for (const samples of channels) {
    const [from, to] = [Math.max(0, at - reach), Math.min(samples.length, at + reach)]
    let floor = FLOOR
    for (let i = from; i < to; i++) floor = Math.max(floor, COVERED * Math.abs(samples[i] as number))
    let splice = floor
    let around = floor
    for (let i = Math.max(3, from); i < to; i++) {
      const value = surprise(samples, i)
      if (i >= at && i < at + 3) splice = Math.max(splice, value)
      else around = Math.max(around, value)
    }
    loudest = Math.max(loudest, 20 * Math.log10(splice / around))
  }
  return channels.length > 0 ? loudest : 0
}
