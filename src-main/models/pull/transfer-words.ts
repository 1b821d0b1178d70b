const megabytes = (bytes: number): string => (bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`)

/** How long back a speed is measured, seconds. */
const WINDOW_SECONDS = 5

/** Bytes a second over the last moments; undefined before there is anything to measure. */
export const createSpeedometer = (nowSeconds: () => number) => {
  let samples: { readonly at: number; readonly bytes: number }[] = []
  return {
    report(bytes: number): void {
      const at = nowSeconds()
      const last = samples.at(-1)
      // what was there from an earlier try did not travel now
      if (last && bytes < last.bytes) samples = []
      if (last && at - last.at < 0.1) return
      samples.push({ at, bytes })
      samples = samples.filter((sample) => at - sample.at <= WINDOW_SECONDS)
    },
    bytesPerSecond(): number | undefined {
      const [first] = samples
      const last = samples.at(-1)
      return first && last && last.at - first.at > 0.5 ? (last.bytes - first.bytes) / (last.at - first.at) : undefined
    },
  }
}

/** "fetching htdemucs.onnx · 34 of 98 MB · 12 MB/s" */
export const transferWords = (what: string, done: number, total: number | undefined, bytesPerSecond: number | undefined): string => {
  const amount = total === undefined ? megabytes(done) : `${megabytes(done)} of ${megabytes(total)}`
  const speed = bytesPerSecond === undefined ? '' : ` · ${megabytes(bytesPerSecond)}/s`
  return `fetching ${what} · ${amount}${speed}`
}
