import type { Loudness } from '../../src-shared/audio/loudness-report.ts'
import type { MusicEngine } from '../../src-shared/generation/engine.ts'
import type { Sha256, TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { Score } from '../../src-shared/score/score.ts'

/** What editing needs of its neighbours, fitted in by the composition root. */

/** The songs as they play now. */
export type PlayingSongs = {
  /** The song's title and the take that plays; undefined: no such track. @throws FailureError project.damaged */
  findPlaying(trackId: TrackId): Promise<{ readonly title: string; readonly take: Take } | undefined>
  findTake(takeId: TakeId): Promise<Take | undefined>
  /** undefined: this take has no score. */
  findScore(take: Take): Promise<Score | undefined>
}

/** All of a new take but what the library gives it: its id, its time and its score's hash. */
export type TakeDraft = Omit<Take, 'id' | 'createdAt' | 'scoreSha256'>

export type TakeKeeper = {
  /**
   * Adds a finished take in one transaction. The same `publishKey` twice gives the take of the first time: a job that is run again
   * after a crash adds nothing twice.
   */
  add(draft: TakeDraft, score: Score | undefined, publishKey: string): Promise<Take>
}

export type AudioShelf = {
  pathOf(audioSha256: Sha256): string
  /** Moves a finished file in; durable when it resolves. */
  adopt(path: string): Promise<{ readonly sha256: Sha256 }>
}

/** The engine that changes a take: the one that made it, or the built-in one for imported files. */
export type EngineFor = (take: Take) => MusicEngine

export type MeasureLoudness = (path: string, context: WorkContext) => Promise<Loudness>
