/**
 * Who says where a song's beats lie: its score, a person, or the studio's ears, which may be wrong. `bpm`, `confidence` (0..1): as it was heard;
 * `bpm` undefined: no beat was found; `meterConfidence` undefined: the meter was not heard. `unheard`: nobody could listen, and why.
 */
export type BeatOrigin =
  | { readonly by: 'score' }
  | { readonly by: 'person' }
  | { readonly by: 'ear'; readonly bpm: number | undefined; readonly confidence: number; readonly meterConfidence?: number | undefined }
  | { readonly by: 'unheard'; readonly why: string }
