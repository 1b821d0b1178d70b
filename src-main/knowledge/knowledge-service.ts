import type { Plan, PlanOverrides } from '../../src-shared/generation/plan.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Influence, MemoryMatch, MemoryState, SearchPart } from '../../src-shared/knowledge/contract.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import type { SoundIndexState, SoundQuery } from '../../src-shared/similarity/contract.ts'
import type { StudioId } from '../../src-shared/studios/studio-id.ts'
import { TEXT_MODEL, type TextModel } from './embedding/text-model.ts'
import type { Facts } from './entries/facts.ts'
import type { MemoryRepository } from './entries/memory-repository.ts'
import { wordsOfMusic } from './entries/words-of-song.ts'
import { leanPlan, leanWords, type Wish } from './influence/lean.ts'
import { explain, type Names } from './retrieval/explain.ts'
import type { FactsShelf } from './retrieval/facts-shelf.ts'
import { type Fused, fuse, PART_WEIGHTS, SONG_WEIGHTS } from './retrieval/fuse.ts'
import { lookEverywhere } from './retrieval/look.ts'
import { matchTwoWords } from './retrieval/match-words.ts'
import { rateTags } from './retrieval/rate-facts.ts'
import { type Wanted, wantedOfFacts } from './retrieval/wanted.ts'
import type { MemoryStore } from './store/memory-store.ts'

/** Who ranks songs by sound. @throws FailureError where a part of a song cannot be compared (silence, a bad span, a missing file) */
export type SoundRanker = {
  state(): Promise<SoundIndexState>
  /** ids, best first; empty where words cannot be compared with sound */
  rank(query: SoundQuery, limit: number): Promise<readonly TrackId[]>
}

export type KnowledgeParts = {
  readonly repository: MemoryRepository
  readonly shelf: FactsShelf
  readonly store: MemoryStore
  readonly model: () => TextModel | undefined
  readonly sound: SoundRanker
  readonly findTrack: (trackId: TrackId) => Promise<Track | undefined>
  /** what a prompt says in so many words */
  readonly readWish: (prompt: string) => Wish
  readonly plan: (request: {
    prompt: string
    seconds: number | undefined
    seed: number | undefined
    overrides: PlanOverrides
    studio: StudioId | undefined
  }) => Plan
  readonly names: Names
}

export type Found = { readonly matches: readonly MemoryMatch[]; readonly parts: readonly SearchPart[] }
export type LeanRequest = {
  readonly prompt: string
  readonly seconds: number | undefined
  readonly seed: number | undefined
  readonly overrides: PlanOverrides
  readonly trackIds: readonly TrackId[]
  /** where the song will be made: its ensemble is loaded */
  readonly studio?: StudioId | undefined
}

/** A song is near enough to lean on when its words mean nearly the same (cosine, MiniLM), or when it fits most of what is said. */
const NEAR_COSINE = 0.45
const NEAR_FIT = 0.55
/** how many songs may be near by words alone */
const WORD_DEPTH = 100
const NO_MODEL = `Meaning is not compared: install ${TEXT_MODEL.name} under Models. Until then songs are found by their words, their facts and their sound.`
/** a song between them may be in the trash */
const SPARE = 40

export type KnowledgeService = ReturnType<typeof createKnowledgeService>

/** Finds songs of the own library, and makes something of them. */
export const createKnowledgeService = (parts: KnowledgeParts) => {
  const { repository, shelf, store, model, sound, findTrack, readWish, plan, names } = parts
  const lookers = { repository, shelf, store, model }

  const shown = async (fused: readonly Fused[], wanted: Wanted, limit: number, except?: TrackId): Promise<MemoryMatch[]> => {
    const facts = await shelf.all()
    const matches: MemoryMatch[] = []
    for (const { id, score, parts: by } of fused.slice(0, limit + SPARE)) {
      if (matches.length >= limit) break
      const track = id === except ? undefined : await findTrack(id as TrackId)
      if (track && track.trashedAt === undefined) matches.push({ track, score, why: explain(wanted, facts.get(id), by, names), parts: [...by] })
    }
    return matches
  }

  const findByWords = async (query: Extract<SoundQuery, { kind: 'words' }>, limit: number): Promise<Found> => {
    const wanted = readWish(query.text)
    const { rankings } = await lookEverywhere(lookers, { words: query.text, wanted, sound: await sound.rank(query, 100) })
    return { matches: await shown(fuse(rankings), wanted, limit), parts: rankings.map(({ part }) => part) }
  }

  const findBySong = async (query: Extract<SoundQuery, { kind: 'track' }>, limit: number): Promise<Found> => {
    const memory = await repository.find(query.trackId)
    const chosen = model()
    const wanted = memory ? wantedOfFacts(memory.facts) : readWish('')
    const vector = chosen && memory?.vector?.model === chosen.id ? memory.vector.numbers : undefined
    const ranked = await sound.rank(query, 100)
    const { rankings } = await lookEverywhere(lookers, { words: wordsOfMusic(memory?.words ?? ''), vector, wanted, sound: ranked })
    const isPart = query.fromSeconds !== undefined || query.toSeconds !== undefined
    const fused = fuse(rankings, isPart ? PART_WEIGHTS : SONG_WEIGHTS)
    return { matches: await shown(fused, wanted, limit, query.trackId), parts: rankings.map(({ part }) => part) }
  }

  return {
    async state(): Promise<MemoryState> {
      const chosen = model()
      const [{ songs, waiting }, heard] = await Promise.all([repository.count(chosen?.id ?? ''), sound.state()])
      return {
        keeper: store.keeper(),
        meaning: { isReady: chosen !== undefined, modelId: TEXT_MODEL.id, modelName: chosen?.name ?? TEXT_MODEL.name, why: chosen ? '' : NO_MODEL },
        sound: { method: heard.method, name: heard.methodName },
        songs,
        remembered: songs - waiting,
        waiting,
      }
    },

    /** @throws FailureError track.not-found, and what the ranker of sound throws */
    async find(query: SoundQuery, limit: number): Promise<Found> {
      if (query.kind === 'words') return findByWords(query, limit)
      if (!(await findTrack(query.trackId))) throw new FailureError(failure('track.not-found', 'This song is not in the library any more.'))
      return findBySong(query, limit)
    },

    /** Songs to lean on. Nothing where nothing is near: a far song would only be noise. Sound is not asked: it would keep the hands waiting. */
    async suggest(prompt: string, limit: number): Promise<readonly Influence[]> {
      if (prompt.trim() === '') return []
      const wanted = readWish(prompt)
      const { rankings, cosines } = await lookEverywhere(lookers, { words: prompt, wanted, sound: [] })
      const facts = await shelf.all()
      const pairs = matchTwoWords(prompt)
      // an imported song has no plan to fit a wish, but a name and tags that say what it is
      const alike = new Set<string>(pairs ? await repository.searchWords(pairs, WORD_DEPTH) : [])
      const isNear = (id: string, own: Facts | undefined): boolean =>
        (cosines.get(id) ?? 0) >= NEAR_COSINE || (own !== undefined && rateTags(wanted, own) >= NEAR_FIT) || alike.has(id)
      const near = fuse(rankings).filter(({ id }) => isNear(id, facts.get(id)))
      return (await shown(near, wanted, limit)).map(({ track, why }) => ({ trackId: track.id, title: track.title, why }))
    },

    influencesOf: (trackId: TrackId) => repository.influencesOf(trackId),

    /** What some songs make of a wish. Songs that have left, or of which nothing is known, are passed over. */
    async leanOn({ prompt, seconds, seed, overrides, trackIds, studio }: LeanRequest) {
      const wish = readWish(prompt)
      const songs: { readonly influence: Influence; readonly facts: Facts }[] = []
      for (const trackId of [...new Set(trackIds)]) {
        const track = await findTrack(trackId)
        const memory = track && track.trashedAt === undefined ? await repository.find(trackId) : undefined
        if (!track || !memory) continue
        songs.push({ facts: memory.facts, influence: { trackId, title: track.title, why: explain(wish, memory.facts, ['tags'], names) } })
      }
      const facts = songs.map((song) => song.facts)
      return {
        overrides: leanPlan(facts, wish, overrides, (own) => plan({ prompt, seconds, seed, overrides: own, studio })),
        hintWords: leanWords(facts, wish, names),
        influences: songs.map(({ influence }) => influence),
      }
    },
  }
}
