/** Times of an animation in milliseconds: from frame to frame, and what the window's own script took of each. */
export type Times = { readonly frames: readonly number[]; readonly script: readonly number[] }

const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0
export const perSecond = ({ frames }: Times): number => (1000 * frames.length) / frames.reduce((sum, time) => sum + time, 0)

export const row = (name: string, times: Times): string =>
  [
    name.padEnd(34),
    `${perSecond(times).toFixed(1)} fps`.padStart(10),
    `frame p50 ${quantile(times.frames, 0.5).toFixed(1)} p95 ${quantile(times.frames, 0.95).toFixed(1)} ms`.padStart(32),
    `script p50 ${quantile(times.script, 0.5).toFixed(2)} p95 ${quantile(times.script, 0.95).toFixed(2)} ms`.padStart(34),
  ].join('  ')
