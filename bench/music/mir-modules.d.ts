/** Types of two packages whose own declarations their manifests do not export. */
declare module '@audio/mir-chroma' {
  /** Pitch-class profile of one frame (length a power of two), L1-normalised. */
  export default function chroma(frame: Float32Array, options: { fs: number; method?: 'pcp' | 'nnls'; minFreq?: number; maxFreq?: number }): Float64Array
}
declare module '@audio/mir-key' {
  type KeyScore = { label: string; score: number }
  /** `tonic` 0..11, `confidence` and `scores` are correlations -1..1, best first. */
  export default function key(chroma: Float64Array): { tonic: number; mode: 'major' | 'minor'; label: string; confidence: number; scores: KeyScore[] }
}
