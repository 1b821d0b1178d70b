import { createHash } from 'node:crypto'
import { z } from 'zod'
import { FailureError } from '../../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import { subProgress } from '../../../src-shared/kernel/progress.ts'
import type { Track, TrackDetail } from '../../../src-shared/library/contract.ts'
import type { Database } from '../../platform/database/index.ts'
import type { Events } from '../../platform/events.ts'
import type { JobDefinition, UntilQuiet } from '../../platform/jobs/index.ts'
import type { TextModel } from '../embedding/text-model.ts'
import type { MemoryStore } from '../store/memory-store.ts'
import { factsOf } from './facts.ts'
import { type Memory, memoryRepository, type Waiting } from './memory-repository.ts'
import { type InstrumentName, meaningOfSong, wordsOfSong } from './words-of-song.ts'

export const RememberPayload = z.object({ isBackground: z.boolean() })
export type RememberJob = JobDefinition<typeof RememberPayload>

export type SongReader = { find(trackId: TrackId): Promise<Track | undefined>; findDetail(trackId: TrackId): Promise<TrackDetail | undefined> }

export type RememberParts = {
  readonly database: Database
  readonly events: Events
  readonly now: () => number
  readonly songs: SongReader
  readonly instrumentName: InstrumentName
  readonly model: () => TextModel | undefined
  readonly store: MemoryStore
  readonly untilQuiet: UntilQuiet
}

/** A song as it is now, not read yet. `meaning` is what the model reads. */
type Fresh = Omit<Memory, 'vector'> & { readonly meaning: string }

/** songs a step: a third of a second of reading, one transaction, and the place where a cancelled or killed job goes on */
const BATCH = 32

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/**
 * Reads songs that are new or have changed, a few at a time, and remembers words, facts and meaning. Each step is published by itself; words
 * whose hash is known are not read again.
 */
export const createRememberJob = (parts: RememberParts): RememberJob => {
  const { database, events, now, songs, instrumentName, model: choose, store, untilQuiet } = parts
  const repository = memoryRepository(database.query)

  /** A song whose plan cannot be read any more is remembered by its columns. */
  const detailOf = async (trackId: TrackId): Promise<Track | TrackDetail | undefined> => {
    try {
      return await songs.findDetail(trackId)
    } catch (cause) {
      if (!(cause instanceof FailureError)) throw cause
      return songs.find(trackId)
    }
  }

  const compose = async (trackId: TrackId, seen: string): Promise<Fresh | undefined> => {
    const track = await detailOf(trackId)
    if (!track) return undefined
    const { tempoBpm, key, timeSignature, style, seconds, title, prompt, artist, sourceName } = track
    const facts = factsOf({ tempoBpm, key, timeSignature, style, seconds }, 'plan' in track ? track.plan : undefined)
    const song = { title, prompt, artist, sourceName, facts, comments: await repository.commentsOn(trackId) }
    const words = wordsOfSong(song, instrumentName)
    const meaning = meaningOfSong(song)
    return { trackId, seen, words, meaning, facts, contentSha256: hashOf(`${meaning}\n${words}\n${JSON.stringify(facts)}`) }
  }

  return {
    kind: 'knowledge.remember',
    payload: RememberPayload,
    lane: 'io',
    afterCrash: 'restart',
    async run({ isBackground }, { signal, flags, progress }) {
      const model = choose()
      /** songs that left while they were read: they still wait, and are not tried twice */
      const gone = new Set<TrackId>()
      const expected = (await repository.count(model?.id ?? '')).waiting
      let last: Waiting | undefined
      let isNews = false
      for (let done = 0; ; ) {
        signal.throwIfAborted()
        // one way through the library, then again from the newest: songs may have come or changed meanwhile
        const waiting = await repository.listWaiting(model?.id ?? '', BATCH, last)
        last = waiting.at(-1)
        if (!last) {
          if (!isNews) break
          isNews = false
          continue
        }
        const batch = waiting.filter(({ trackId }) => !gone.has(trackId))
        if (batch.length === 0) continue
        isNews = true
        // songs may come while it runs
        const all = Math.max(expected, done + batch.length)
        const report = subProgress(progress, done / all, (done + batch.length) / all)
        if (isBackground) await untilQuiet(signal, () => report(0, 'waiting for other work'))
        report(0, `reading ${batch[0]?.title ?? ''}`)
        const fresh: { readonly memory: Fresh; readonly known: Memory['vector'] }[] = []
        const same: { readonly trackId: TrackId; readonly seen: string }[] = []
        for (const { trackId, seen } of batch) {
          const memory = await compose(trackId, seen)
          if (!memory) {
            gone.add(trackId)
            continue
          }
          const before = await repository.find(trackId)
          const isRead = !model || before?.vector?.model === model.id
          if (before?.contentSha256 === memory.contentSha256 && isRead) same.push({ trackId, seen })
          else fresh.push({ memory, known: before?.words === memory.words && isRead ? before.vector : undefined })
        }
        const unread = fresh.filter(({ known }) => !known)
        const read =
          model && unread.length > 0
            ? await model.embed(
                unread.map(({ memory }) => memory.meaning),
                { signal, flags, progress: () => undefined },
              )
            : []
        signal.throwIfAborted()
        const vectorOf = new Map(unread.map(({ memory }, i) => [memory.trackId, read[i]]))
        const published: Memory[] = await database.transaction(async (tx) => {
          const inside = memoryRepository(tx)
          const kept: Memory[] = []
          for (const { trackId, seen } of same) await inside.touch(trackId, seen)
          for (const { memory, known } of fresh) {
            // the song may have left for good meanwhile
            if (!(await inside.hasTrack(memory.trackId))) {
              gone.add(memory.trackId)
              continue
            }
            const numbers = vectorOf.get(memory.trackId)
            const { meaning: _, ...rest } = memory
            const whole = { ...rest, vector: known ?? (model && numbers ? { model: model.id, numbers } : undefined) }
            await inside.put(whole, now())
            kept.push(whole)
          }
          return kept
        })
        if (model) {
          const rows = published.flatMap(({ trackId, contentSha256, vector }) => (vector ? [{ id: trackId, contentSha256, vector: vector.numbers }] : []))
          if (rows.length > 0) await store.put({ model: model.id, size: model.size }, rows)
        }
        done += batch.length
        if (published.length > 0) events.emit('knowledge.changed', {})
      }
    },
  }
}
