/** A tap: when it was, and where the song was if it played. */
export type Tap = { readonly seconds: number; readonly frame: number | undefined }

/** A pause longer than this begins a new count. */
const PAUSE_SECONDS = 2.5
/** fewer taps say too little */
const FEWEST = 4
const MOST = 32

export const addTap = (taps: readonly Tap[], tap: Tap): readonly Tap[] => {
  const last = taps.at(-1)
  return last && tap.seconds - last.seconds <= PAUSE_SECONDS ? [...taps, tap].slice(-MOST) : [tap]
}

/** Straight line through numbered values: value = start + index * step, least squares. */
const lineThrough = (values: readonly number[]): { readonly start: number; readonly step: number } => {
  const n = values.length
  const meanIndex = (n - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  let [product, squares] = [0, 0]
  values.forEach((value, index) => {
    product += (index - meanIndex) * (value - mean)
    squares += (index - meanIndex) ** 2
  })
  const step = squares > 0 ? product / squares : 0
  return { start: mean - step * meanIndex, step }
}

/** Tempo of the taps, and a frame that lies on a beat where the song played along. @returns undefined with fewer than four taps */
export const tempoOfTaps = (taps: readonly Tap[]): { readonly tempoBpm: number; readonly beatFrame: number | undefined } | undefined => {
  if (taps.length < FEWEST) return undefined
  const { step } = lineThrough(taps.map(({ seconds }) => seconds))
  if (!(step > 0)) return undefined
  const frames = taps.flatMap(({ frame }) => (frame === undefined ? [] : [frame]))
  const isWhole = frames.length === taps.length && frames.every((frame, i) => i === 0 || frame > (frames[i - 1] as number))
  return { tempoBpm: Math.round(600 / step) / 10, beatFrame: isWhole ? Math.round(lineThrough(frames).start) : undefined }
}
