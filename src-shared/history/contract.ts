import { z } from 'zod'
import { call, NoInput, push } from '../ipc/call.ts'
import { TrackId } from '../kernel/ids.ts'

export const Actor = z.enum(['person', 'agent', 'pipeline'])
export type Actor = z.output<typeof Actor>

/** Which steps a list shows: those that touch one song (its edits and what the library did to it), the library's, or all there are. */
export const HistoryScope = z.enum(['song', 'library', 'all'])
export type HistoryScope = z.output<typeof HistoryScope>

/** Where a line can be jumped to: a step of the library, or an edit of a song (`project.goTo`). */
export const HistoryPlace = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('library'), stepId: z.number().int() }),
  z.object({ kind: z.literal('edit'), trackId: TrackId, index: z.number().int() }),
])
export type HistoryPlace = z.output<typeof HistoryPlace>

/** What a step is about: a song's sound, its name and marks, comments on it, an album or a saved search. */
export const HistoryKind = z.enum(['sound', 'song', 'comment', 'album', 'search'])
export type HistoryKind = z.output<typeof HistoryKind>

/** One thing that was done, in plain words. */
export const HistoryLine = z.object({
  place: HistoryPlace,
  kind: HistoryKind,
  label: z.string(),
  /** the song that was edited, where the list is not about one song */
  songTitle: z.string().optional(),
  actor: Actor,
  /** milliseconds since 1970 UTC */
  at: z.number(),
  isUndone: z.boolean(),
  /** how much of it is in the library, 0 to 1, while it is being done or undone */
  fraction: z.number().optional(),
})
export type HistoryLine = z.output<typeof HistoryLine>

/** `message` says in one sentence what was undone or redone, and what could not be. */
export const Walked = z.object({
  steps: z.number().int(),
  stepId: z.number().int(),
  message: z.string(),
  /** songs, albums, comments and searches that are gone for good and so could not be changed */
  missing: z.number().int(),
  /** where one song went somewhere: songs that went along, because a step touched several at once */
  otherSongs: z.number().int(),
})
export type Walked = z.output<typeof Walked>

export const history = {
  /** newest first; `before` is the `nextBefore` of the page before */
  list: call({
    input: z.object({
      scope: HistoryScope,
      trackId: TrackId.optional(),
      actor: Actor.optional(),
      limit: z.number().int().min(1).max(500).default(100),
      before: z.number().optional(),
    }),
    output: z.object({ lines: z.array(HistoryLine), nextBefore: z.number().optional() }),
    failures: ['history.no-song'],
  }),
  /** the newest step of the library that is not undone */
  undo: call({ input: NoInput, output: Walked, failures: ['history.nothing-to-undo', 'history.busy'] }),
  redo: call({ input: NoInput, output: Walked, failures: ['history.nothing-to-redo', 'history.busy'] }),
  /**
   * The library as it was right after this step; 0: before the oldest that is kept. With a song: only what the library did to that song, and
   * the steps that cannot be told apart from it (a step over several songs is undone whole, with what came later on those). Its sound stays.
   * `isTrial`: nothing is done, the answer says what would be.
   */
  goTo: call({
    input: z.object({ stepId: z.number().int().min(0), trackId: TrackId.optional(), isTrial: z.boolean().optional() }),
    output: Walked,
    failures: ['history.not-found', 'history.busy'],
  }),
  /** only this step, whatever came later: an undo where it is the newest, else a step of its own that puts back what it changed */
  takeBack: call({ input: z.object({ stepId: z.number().int().min(1) }), output: Walked, failures: ['history.not-found', 'history.busy'] }),
  /** stops a step that is being done or undone; the library is as before it */
  stop: call({ input: z.object({ stepId: z.number().int().min(1) }), output: z.object({}) }),
  changed: push(z.object({})),
  progressed: push(z.object({ stepId: z.number().int(), label: z.string(), fraction: z.number() })),
} as const
