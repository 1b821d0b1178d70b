import type { Intent } from '../../src-shared/agents/intent.ts'
import type { StudioHandlers } from '../../src-shared/ipc/studio-contract.ts'
import { type Failure, FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { JobId, TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { Result } from '../../src-shared/kernel/result.ts'
import type { ProjectView } from '../../src-shared/project/contract.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { ProjectService } from '../project/index.ts'
import type { ArrangedSpan } from './arrangement.ts'
import type { Deed, ProposalDeskParts } from './proposal-desk.ts'

/** The studio's own calls, the same ones that the window makes: there is no second way to change a song. */
export type SongToolsParts = {
  readonly studio: Pick<StudioHandlers, 'editing' | 'generation' | 'library' | 'separation'>
  readonly project: Pick<ProjectService, 'apply' | 'open' | 'undo'>
  readonly whenEnded: ProposalDeskParts['whenEnded']
  /** the take that a job made */
  readonly takeOf: (jobId: JobId) => Promise<Take | undefined>
  /** the song that a job made */
  readonly songOf: (jobId: JobId) => Promise<TrackId | undefined>
}

/** The tune and the form stay; the players around it play anew. */
const CONTROLS = { melodyLoyalty: 1, weirdness: 0.9, genreShift: 0, structureConsistency: 1 } as const
/** a recording has no players to tell: words have to do */
const RECORDING_CONTROLS = { ...CONTROLS, weirdness: 0.5, genreShift: 0.8 } as const

const unwrap = <T>(result: Result<T, Failure>): T => {
  if (result.ok) return result.value
  throw new FailureError(result.error)
}

const lastDone = ({ history }: ProjectView): number => history.findLast(({ isUndone }) => !isUndone)?.index ?? -1

const wordsOf = ({ arranging: { energy, rests } }: ArrangedSpan): string =>
  [energy === undefined ? '' : energy < 0.5 ? 'calm, soft, sparse' : 'energetic, full, driving', ...rests.map((role) => `no ${role}`)]
    .filter(Boolean)
    .join(', ')

/** What each tool does, and how it is taken back. */
export const createSongTools = ({ studio, project, whenEnded, takeOf, songOf }: SongToolsParts) => {
  const regenerate = async (take: Take, { startFrame, endFrame, ...span }: ArrangedSpan): Promise<JobId> => {
    const hasScore = take.scoreSha256 !== undefined
    const how = hasScore
      ? { prompt: '', controls: CONTROLS, arranging: span.arranging }
      : { prompt: wordsOf({ startFrame, endFrame, ...span }), controls: RECORDING_CONTROLS }
    const started = unwrap(await studio.editing.regenerate({ trackId: take.trackId, startFrame, endFrame, takes: 1, ...how }))
    const [jobId] = started.jobIds
    if (!jobId) throw new Error('no job was started')
    return jobId
  }
  const accept = async (trackId: TrackId, jobId: JobId): Promise<number> => {
    const take = await takeOf(jobId)
    if (!take) throw new FailureError(failure('take.not-found', 'The new take is not there any more.'))
    return lastDone(unwrap(await project.apply(trackId, { type: 'take.accept', takeId: take.id as TakeId }, { actor: 'agent' })))
  }
  const backTo = async (trackId: TrackId, from: number, until: number): Promise<void> => {
    const view = unwrap(await project.open(trackId))
    if (lastDone(view) !== until)
      throw new FailureError(failure('proposal.cannot', 'The song was edited after this. Undo those edits first, or jump in the history.'))
    for (let index = until; index > from; index--) unwrap(await project.undo(trackId))
  }

  return {
    /** one span after the other: each builds on the one before */
    arrange(take: Take, spans: readonly ArrangedSpan[]): Deed {
      const { trackId } = take
      let from = -1
      let until = -1
      return {
        async start() {
          from = lastDone(unwrap(await project.open(trackId)))
          const [first] = spans
          if (!first) throw new Error('nothing to arrange')
          return { jobId: await regenerate(take, first) }
        },
        async finish(jobId) {
          until = await accept(trackId, jobId)
          for (const span of spans.slice(1)) {
            const next = await regenerate(take, span)
            const ended = await whenEnded(next)
            if (ended.state !== 'succeeded')
              throw new FailureError(failure('proposal.cannot', ended.error?.message ?? 'It was cancelled half-way; what was done stays and can be undone.'))
            until = await accept(trackId, next)
          }
          return { trackId }
        },
        undo: () => backTo(trackId, from, until),
      }
    },
    create(wish: Parameters<StudioHandlers['generation']['start']>[0]): Deed {
      let made: TrackId | undefined
      return {
        async start() {
          return { jobId: unwrap(await studio.generation.start(wish)).jobs[0]?.jobId }
        },
        async finish(jobId) {
          made = await songOf(jobId)
          return { trackId: made }
        },
        async undo() {
          if (made) unwrap(await studio.library.trash({ trackIds: [made] }))
        },
      }
    },
    split(trackId: TrackId, only: Extract<Intent, { kind: 'split' }>['only'], hasScore: boolean): Deed {
      let from = -1
      let until = -1
      return {
        async start() {
          from = lastDone(unwrap(await project.open(trackId)))
          const model = only.length > 0 ? { only } : {}
          const asked = await studio.separation.start({ trackId, method: 'model', shifts: 0, ...model })
          const started =
            !asked.ok && asked.error.code === 'model.not-installed' && hasScore && only.length === 0
              ? await studio.separation.start({ trackId, method: 'score', shifts: 0 })
              : asked
          const { jobId } = unwrap(started)
          until = from + 1
          return { jobId }
        },
        async finish() {
          until = lastDone(unwrap(await project.open(trackId)))
          return { trackId }
        },
        undo: () => backTo(trackId, from, until),
      }
    },
    /** words over the song, as one step of its history */
    keepLyrics(trackId: TrackId, lines: readonly { readonly bar: number; readonly text: string; readonly bars: number }[]): Deed {
      let from = -1
      let until = -1
      return {
        async start() {
          from = lastDone(unwrap(await project.open(trackId)))
          until = lastDone(unwrap(await project.apply(trackId, { type: 'lyrics.write', lines: [...lines] }, { actor: 'agent' })))
          return {}
        },
        undo: () => backTo(trackId, from, until),
      }
    },
    rename(trackId: TrackId, old: string, title: string): Deed {
      return {
        async start() {
          unwrap(await studio.library.rename({ trackId, title }))
          return {}
        },
        async undo() {
          unwrap(await studio.library.rename({ trackId, title: old }))
        },
      }
    },
  }
}
export type SongTools = ReturnType<typeof createSongTools>
