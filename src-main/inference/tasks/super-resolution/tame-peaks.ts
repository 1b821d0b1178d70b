/** The gain of the new band moves over this long around a peak. */
const LOOK_SECONDS = 0.0015

/** Context in frames that `tamePeaks` wants on both sides of what is used. */
export const peakReach = (rateHz: number): number => 2 * Math.max(1, Math.round(LOOK_SECONDS * rateHz))

/**
 * Turns the added treble down for moments in which song and treble together would pass `ceiling`; the song itself is never touched. In place,
 * on all channels alike. Where the song alone is over the ceiling, nothing is added.
 */
export const tamePeaks = (song: readonly Float32Array[], added: readonly Float32Array[], ceiling: number, rateHz: number): void => {
  const length = added[0]?.length ?? 0
  const wanted = new Float32Array(length).fill(1)
  let isNeeded = false
  added.forEach((treble, channel) => {
    const own = song[channel] as Float32Array
    for (let i = 0; i < length; i++) {
      const [o, a] = [own[i] as number, treble[i] as number]
      if (Math.abs(o + a) <= ceiling) continue
      isNeeded = true
      wanted[i] = Math.min(wanted[i] as number, Math.max(0, (ceiling - Math.abs(o)) / Math.abs(a)))
    }
  })
  if (!isNeeded) return
  const reach = peakReach(rateHz) / 2
  const lowest = wanted.map((_, i) => {
    let least = 1
    for (let j = Math.max(0, i - reach); j <= Math.min(length - 1, i + reach); j++) least = Math.min(least, wanted[j] as number)
    return least
  })
  for (let i = 0; i < length; i++) {
    let sum = 0
    for (let j = i - reach; j <= i + reach; j++) sum += lowest[Math.min(length - 1, Math.max(0, j))] as number
    const gain = sum / (2 * reach + 1)
    for (const treble of added) treble[i] = (treble[i] as number) * gain
  }
}
