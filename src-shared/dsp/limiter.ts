/** Frames per step of every gain that moves: 105 steps are exactly the 100 ms of BS.1770 at 44.1 kHz. */
export const GAIN_BLOCK = 42
/** blocks of look-ahead, about 3.8 ms at 44.1 kHz */
const LOOK_AHEAD = 4

/**
 * Gain of a look-ahead true-peak limiter, one value a block edge (`blocks + 1` of them, to be joined by straight lines).
 * Every block's peak times the gain stays under the ceiling because the smallest gain of the neighbourhood is spread and then
 * averaged over no more than that neighbourhood.
 *
 * @param peaks true peak of each block before `driveGain`, linear
 * @param releaseBlocks time constant of the recovery
 */
export const limiterGains = (peaks: Float32Array, driveGain: number, ceiling: number, releaseBlocks: number): Float32Array => {
  const blocks = peaks.length
  const needed = new Float32Array(blocks)
  for (let i = 0; i < blocks; i++) {
    const peak = (peaks[i] as number) * driveGain
    needed[i] = peak > ceiling ? ceiling / peak : 1
  }
  const held = new Float32Array(blocks)
  const keep = Math.exp(-1 / releaseBlocks)
  let current = 1
  for (let i = 0; i < blocks; i++) {
    let least = 1
    const to = Math.min(blocks, i + LOOK_AHEAD + 2)
    for (let j = Math.max(0, i - 1); j < to; j++) if ((needed[j] as number) < least) least = needed[j] as number
    current = least < current ? least : 1 - (1 - current) * keep
    if (current > least) current = least
    held[i] = current
  }
  const gains = new Float32Array(blocks + 1)
  for (let edge = 0; edge <= blocks; edge++) {
    let sum = 0
    let count = 0
    // a mean over past blocks only: each of them already knows of a peak up to LOOK_AHEAD blocks ahead
    for (let j = Math.max(0, edge - LOOK_AHEAD); j <= Math.min(blocks - 1, edge); j++) {
      sum += held[j] as number
      count++
    }
    gains[edge] = sum / count
  }
  return gains
}

/** Multiplies frames `from`..`to` in place by `driveGain` and the limiter's gain; both count from the arrays' start. */
export const applyLimiter = (samples: Float32Array, gains: Float32Array, driveGain: number, from: number, to: number): void => {
  for (let i = from; i < to; ) {
    const block = Math.floor(i / GAIN_BLOCK)
    const start = block * GAIN_BLOCK
    const end = Math.min(to, start + GAIN_BLOCK)
    const g0 = (gains[block] as number) * driveGain
    const slope = (((gains[block + 1] as number) - (gains[block] as number)) * driveGain) / GAIN_BLOCK
    for (; i < end; i++) samples[i] = (samples[i] as number) * (g0 + slope * (i - start))
  }
}
