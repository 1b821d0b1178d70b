import { type Failure, failure } from '../../src-shared/kernel/failure.ts'
import type { StemSetId, TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import { err, ok, type Result } from '../../src-shared/kernel/result.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { Rights, RightsSource } from '../../src-shared/rights/contract.ts'
import { answerOf, verdictOf } from '../../src-shared/rights/judge-rights.ts'
import { lineageOf, originOf } from '../../src-shared/rights/origin.ts'
import { survivingTakes } from '../../src-shared/rights/surviving-takes.ts'
import type { TrackReader } from '../library/index.ts'
import type { ProjectService } from '../project/index.ts'
import { contributionOf } from './contribution.ts'
import { provenanceManifest } from './provenance-manifest.ts'
import { type FindTerms, mergeSources, sourcesOf, termsOf } from './sources.ts'

export type RightsParts = {
  readonly library: Pick<TrackReader, 'find' | 'listTakes'>
  readonly project: Pick<ProjectService, 'open'>
  readonly findTerms: FindTerms
  /** where a song that is one stem of another came from; undefined where those stems were deleted */
  readonly stemOrigin: (setId: StemSetId) => Promise<StemOrigin | undefined>
  readonly appVersion: string
}

/** `makerId`: the model that took the other song apart; undefined where its score was played part by part. */
export type StemOrigin = { readonly trackId: TrackId; readonly takeId: TakeId; readonly makerId: string | undefined }

/** a stem of a stem of a stem: further back nobody looks */
const MOST_GENERATIONS = 5

type RightsFailure = Failure<'track.not-found' | 'project.damaged'>

/** What a song is made of, what that allows, and who did what. */
export type RightsService = {
  of(trackId: TrackId): Promise<Result<Rights, RightsFailure>>
  /** the same and every step of the song's making, as JSON text */
  manifestOf(trackId: TrackId): Promise<Result<string, RightsFailure>>
}

export const createRightsService = ({ library, project, findTerms, stemOrigin, appVersion }: RightsParts): RightsService => {
  /** A stem is made of what the song is made of that it was taken out of. */
  const sourcesFor = async (track: Track, lineage: readonly Take[], generation = 0): Promise<RightsSource[]> => {
    const heard = survivingTakes(lineage)
    const stem = heard.find(({ strategy, kind }) => kind === 'imported' && strategy === 'stem')
    const origin = stem && generation < MOST_GENERATIONS ? await stemOrigin(stem.groupId as StemSetId) : undefined
    const from = origin && (await library.find(origin.trackId))
    if (!stem || !origin || !from) return sourcesOf(heard, track.sourceName, findTerms)
    const takes = await library.listTakes(origin.trackId)
    const parent = takes.find(({ id }) => id === origin.takeId)
    const theirs = parent ? await sourcesFor(from, lineageOf(takes, parent), generation + 1) : []
    const own = sourcesOf(
      heard.filter((take) => take !== stem),
      track.sourceName,
      findTerms,
    )
    const maker = origin.makerId === undefined ? [] : [termsOf(origin.makerId, findTerms)]
    return mergeSources([...own, ...maker, ...theirs])
  }

  const look = async (trackId: TrackId) => {
    const track = await library.find(trackId)
    if (!track) return err(failure('track.not-found', 'This song is not in the library any more.'))
    const view = await project.open(trackId)
    if (!view.ok) return view
    const { takes, document } = view.value
    const current = takes.find(({ id }) => id === document.currentTakeId)
    const lineage = current ? lineageOf(takes, current) : []
    const sources = await sourcesFor(track, lineage)
    const { disclosure, digitalSourceType } = originOf(lineage)
    const rights: Rights = {
      verdict: verdictOf(sources),
      answer: answerOf(sources),
      sources,
      contribution: contributionOf(view.value, lineage),
      disclosure,
      ...(digitalSourceType && { digitalSourceType }),
    }
    return ok({ track, lineage, rights })
  }
  return {
    async of(trackId) {
      const seen = await look(trackId)
      return seen.ok ? ok(seen.value.rights) : seen
    },
    async manifestOf(trackId) {
      const seen = await look(trackId)
      return seen.ok ? ok(provenanceManifest(seen.value.track, seen.value.lineage, seen.value.rights, appVersion)) : seen
    },
  }
}
