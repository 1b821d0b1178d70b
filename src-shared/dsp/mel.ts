export type MelOptions = {
  readonly rateHz: number
  readonly fftSize: number
  readonly melCount: number
  readonly lowHz: number
  readonly highHz: number
  /** 'slaney': linear below 1 kHz, logarithmic above (Auditory Toolbox); 'htk': 2595·log10(1 + f/700) */
  readonly scale: 'slaney' | 'htk'
  /** 'slaney': each triangle has area 1 in Hz; 'none': each has height 1 */
  readonly norm: 'slaney' | 'none'
}

const SLANEY_STEP_HZ = 200 / 3
const SLANEY_LOG_FROM_HZ = 1_000
const SLANEY_LOG_STEP = Math.log(6.4) / 27

const scales = {
  slaney: {
    melOf: (hz: number) =>
      hz < SLANEY_LOG_FROM_HZ ? hz / SLANEY_STEP_HZ : SLANEY_LOG_FROM_HZ / SLANEY_STEP_HZ + Math.log(hz / SLANEY_LOG_FROM_HZ) / SLANEY_LOG_STEP,
    hzOf: (mel: number) => {
      const knee = SLANEY_LOG_FROM_HZ / SLANEY_STEP_HZ
      return mel < knee ? mel * SLANEY_STEP_HZ : SLANEY_LOG_FROM_HZ * Math.exp(SLANEY_LOG_STEP * (mel - knee))
    },
  },
  htk: {
    melOf: (hz: number) => 2595 * Math.log10(1 + hz / 700),
    hzOf: (mel: number) => 700 * (10 ** (mel / 2595) - 1),
  },
} as const

/** Triangular mel filters, one row of `fftSize / 2 + 1` weights a band; the convention of librosa.filters.mel. */
export const melFilters = ({ rateHz, fftSize, melCount, lowHz, highHz, scale, norm }: MelOptions): Float32Array<ArrayBuffer>[] => {
  const { melOf, hzOf } = scales[scale]
  const [low, high] = [melOf(lowHz), melOf(highHz)]
  const edges = Array.from({ length: melCount + 2 }, (_, i) => hzOf(low + ((high - low) * i) / (melCount + 1)))
  const bins = fftSize / 2 + 1
  return Array.from({ length: melCount }, (_, band) => {
    const [from, peak, to] = [edges[band] as number, edges[band + 1] as number, edges[band + 2] as number]
    const height = norm === 'slaney' ? 2 / (to - from) : 1
    return Float32Array.from({ length: bins }, (_bin, k) => {
      const hz = (k * rateHz) / fftSize
      return height * Math.max(0, Math.min((hz - from) / (peak - from), (to - hz) / (to - peak)))
    })
  })
}
