import type { ProjectDocument, Take } from '../project/document.ts'
import type { LyricLine } from '../score/score.ts'
import { readLyrics } from './read-lyrics.ts'

const COMMON_TIME = { beats: 4, unit: 4 } as const

/** The words that a song has: those written over it, else those of its score. */
export const wordsOfSong = (
  { lyrics }: Pick<ProjectDocument, 'lyrics'>,
  take: Pick<Take, 'timeSignature'> | undefined,
  ofScore: readonly LyricLine[] | undefined,
): readonly LyricLine[] => (lyrics ? readLyrics(lyrics, take?.timeSignature ?? COMMON_TIME) : (ofScore ?? []))
