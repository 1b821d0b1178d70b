import type { Loudness } from '../../src-shared/audio/loudness-report.ts'
import type { EngineAbility, MusicEngine } from '../../src-shared/generation/engine.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { TrackReader } from '../library/index.ts'
import type { AudioStore } from '../platform/files/index.ts'

/** What editing reads of the library. */
export type EditableSongs = Pick<TrackReader, 'find' | 'findTake' | 'listTakes' | 'findScore' | 'findPublished'>

export type AudioShelf = Pick<AudioStore, 'pathOf' | 'adopt'>

/** The engine that does this with a take: the one that made it where it is able to, or the built-in one. */
export type EngineFor = (take: Take, ability: EngineAbility) => MusicEngine

export type MeasureLoudness = (path: string, context: WorkContext) => Promise<Loudness>
