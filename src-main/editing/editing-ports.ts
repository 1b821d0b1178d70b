import type { Loudness } from '../../src-shared/audio/loudness-report.ts'
import type { EngineAbility, MusicEngine } from '../../src-shared/generation/engine.ts'
import type { RemixControls } from '../../src-shared/generation/plan.ts'
import type { TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { TakeWriter, TrackReader } from '../library/index.ts'
import type { Events } from '../platform/events.ts'
import type { AudioStore } from '../platform/files/index.ts'
import type { ThreadPool } from '../platform/threads/thread-pool.ts'

/** What editing reads of the library. */
export type EditableSongs = Pick<TrackReader, 'find' | 'findTake' | 'listTakes' | 'findScore' | 'findPublished'>

export type AudioShelf = Pick<AudioStore, 'pathOf' | 'adopt'>

/** The engine that does this with a take: the one that made it where it is able to, or the built-in one. */
export type EngineFor = (take: Take, ability: EngineAbility) => MusicEngine

export type MeasureLoudness = (path: string, context: WorkContext) => Promise<Loudness>

export type EditingParts = {
  readonly songs: EditableSongs
  readonly takes: TakeWriter
  readonly audio: AudioShelf
  readonly engineFor: EngineFor
  readonly findEngine: (id: string) => MusicEngine | undefined
  /** of a whole file; asked where what is known of the parent does not do */
  readonly measureLoudness: MeasureLoudness
  readonly crossfadeMilliseconds: () => Promise<number>
  readonly pool: Pick<ThreadPool, 'run'>
  readonly events: Events
  /** tells everyone how the song stands now that it has one take more */
  readonly announce: (trackId: TrackId) => Promise<void>
}

/** What regenerate and extend jobs have in common. `number` counts from 1 within the group; `parentTakeId` is what played when it was asked for. */
export type TakeOrder = {
  readonly trackId: TrackId
  readonly parentTakeId: TakeId
  readonly groupId: string
  readonly number: number
  readonly request: { readonly prompt: string; readonly seed: number; readonly controls?: RemixControls | undefined }
}
