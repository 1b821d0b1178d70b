import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { textOfLyrics } from '../../src-shared/lyrics/read-lyrics.ts'
import { timedTextOfLyrics } from '../../src-shared/lyrics/timed-text.ts'
import type { ProjectDocument } from '../../src-shared/project/document.ts'
import type { LyricsOf, TrackReader } from '../library/index.ts'
import { findSong, linesOfSong } from '../mixdown/index.ts'
import type { ProjectService } from '../project/index.ts'

type Parts = { readonly project: Pick<ProjectService, 'open'>; readonly library: Pick<TrackReader, 'find' | 'listTakes' | 'findScore'> }

/** Words that were written over a song. */
export const createWrittenWords =
  (project: Parts['project']) =>
  async (trackId: TrackId): Promise<ProjectDocument['lyrics']> => {
    const song = await project.open(trackId)
    return song.ok ? song.value.document.lyrics : undefined
  }

/** Words of songs as texts for tags. */
export const createLyricsOf = ({ project, library }: Parts): LyricsOf => {
  const wordsOf = createWrittenWords(project)
  return async (trackId, as) => {
    const song = await findSong(library, trackId)
    const lines = await linesOfSong({ library, wordsOf }, song)
    if (lines.length === 0) return undefined
    const { tempoMap, timeSignature, firstBarFrame, sampleRateHz } = song.take
    const bars = as === 'timed' && tempoMap && timeSignature ? { tempoMap, timeSignature, firstBarSeconds: firstBarFrame / sampleRateHz } : undefined
    return (bars && timedTextOfLyrics(lines, bars)) ?? textOfLyrics(lines)
  }
}
