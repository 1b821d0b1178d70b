import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { Sha256, TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { Result } from '../../src-shared/kernel/result.ts'
import type { AudioLayout } from '../../src-shared/project/contract.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { Queries, Tx } from '../platform/database/index.ts'

/** What the project needs of the library, fitted in by the composition root. */
export type Song = { readonly title: string; readonly currentTakeId: TakeId; readonly takes: readonly Take[] }

export type SongShelf = {
  /** The song with all its takes, oldest first; undefined: there is no such track. */
  findSong(trackId: TrackId, via: Queries): Promise<Song | undefined>
  /** Writes what the library shows of the current take (length, sound, tempo, loudness), inside the project's own transaction. */
  setCurrentTake(take: Take, tx: Tx): Promise<void>
  /** The same for tempo, meter and key after a person corrected them. */
  refreshColumns(trackId: TrackId, tx: Tx): Promise<void>
}

/** What the project needs of the audio store. */
export type AudioLayouts = { find(audioSha256: Sha256): Promise<Result<AudioLayout, Failure<'audio.not-found' | 'audio.damaged'>>> }
