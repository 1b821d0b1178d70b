import { z } from 'zod'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { library } from '../../../src-shared/library/contract.ts'
import { OlderMapping } from '../../../src-shared/library/older-studio.ts'
import type { Events } from '../../platform/events.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import { type ImportParts, type ReadFile, readFile } from '../import/import-file.ts'
import { failureOfFile } from '../import/import-job.ts'
import { createSharedProgress } from '../import/shared-progress.ts'
import { sideBySide } from '../import/side-by-side.ts'
import type { ToldFacts } from '../import/told-facts.ts'
import { guessMapping, mapOlderSong, type OlderSong } from './map-older-songs.ts'
import { readOlderFolder } from './read-older-folder.ts'

export const OlderPayload = z.object({ folder: z.string(), mapping: OlderMapping })
export type OlderJob = JobDefinition<typeof OlderPayload>

type Row = z.output<typeof library.imported.payload>['files'][number]
const ENDS_ALL = new Set(['disk.full', 'disk.read-only'])

const factsOf = ({ title, prompt, seed, engine, createdAt, style, artist, key, isFavourite, rating, tags, settings }: OlderSong): ToldFacts => ({
  title,
  prompt,
  seed,
  style,
  artist,
  key,
  isFavourite,
  rating,
  tags,
  createdAt,
  ...(engine && {
    engineVersion: engine,
    origin: { toldBy: 'older-studio', makers: [engine], helpers: [], recordings: [] },
    licence: `Made with ${engine} in an older studio: the terms of that model hold (MusicGen’s published weights: CC BY-NC 4.0, not for sale).`,
  }),
  reason: [engine ? `Made with ${engine} in an older studio` : 'Made in an older studio', settings && ` (${settings})`, '.'].join(''),
})

/** `places`: how many files may be read at once just now, 1 or more */
export type OlderJobParts = ImportParts & { readonly events: Events; readonly places: () => number }

/**
 * Songs of an older studio with what it wrote down about them, read side by side and written in their order. The same bytes a second time change nothing, so it may run again at any time.
 * Tells `library.imported` with a row a song. Fails when not one came in.
 */
export const createOlderJob = (parts: OlderJobParts): OlderJob => ({
  kind: 'library.import-older',
  payload: OlderPayload,
  lane: 'io',
  afterCrash: 'restart',
  async run({ folder, mapping }, context) {
    const { jobId, signal, workFolder } = context
    const rows: Row[] = []
    try {
      const older = await readOlderFolder(folder, signal)
      const whole = { ...guessMapping(older.entries), ...mapping }
      const songs = older.entries.map((entry) => mapOlderSong(entry, whole, older.sounds))
      const progressOf = createSharedProgress(songs.length, context.progress)
      await sideBySide<OlderSong, ReadFile>(songs, {
        signal,
        places: parts.places,
        async begin(song, index) {
          if (song.path === undefined || song.error !== undefined)
            throw new FailureError(failure('older.unreadable', song.error ?? 'Its sound is not in the folder.'))
          return readFile(parts, song.path, jobId, workFolder, { ...context, progress: progressOf(index) }, factsOf(song))
        },
        async finish(song, outcome, index) {
          try {
            const { trackId, notes } = await outcome().finish()
            rows.push({ name: song.json, trackId, ...(notes.length > 0 && { note: notes.join(' ') }) })
          } catch (cause) {
            signal.throwIfAborted()
            const { failure: known } = failureOfFile(cause, song.path ?? song.json)
            rows.push({ name: song.json, error: { code: known.code, message: known.message } })
            if (ENDS_ALL.has(known.code)) throw cause
          } finally {
            progressOf(index)(1, '')
          }
        },
        discard: (file) => file.discard(),
      })
    } finally {
      if (rows.length > 0) parts.events.emit('library.imported', { jobId, files: rows })
    }
    const first = rows.find(({ error }) => error)?.error
    if (first && !rows.some(({ trackId }) => trackId)) throw new FailureError({ code: first.code, message: first.message })
  },
})
