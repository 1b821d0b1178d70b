import type { Take } from '../../src-shared/project/document.ts'

/** How Regenerate will go about this song, and why, before it is asked. The take itself later says what was really done. */
export const strategyFor = (take: Take): { readonly strategy: string; readonly reason: string } =>
  take.scoreSha256
    ? {
        strategy: 'recompose',
        reason: 'This song has a score: only the bars you mark are written anew, in the same key, meter, tempo and harmony, and played by the same band.',
      }
    : {
        strategy: 'cut-and-stitch',
        reason: 'This song has no score: its tempo, key and loudness around the region are measured, a new part is composed to fit, and it is crossfaded in.',
      }
