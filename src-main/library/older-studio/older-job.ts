import { z } from 'zod'
import { FailureError } from '../../../src-shared/kernel/failure.ts'
import { subProgress } from '../../../src-shared/kernel/progress.ts'
import type { library } from '../../../src-shared/library/contract.ts'
import { OlderMapping } from '../../../src-shared/library/older-studio.ts'
import type { Events } from '../../platform/events.ts'
import { failureOfSystemError } from '../../platform/files/index.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import { type ImportParts, importFile } from '../import/import-file.ts'
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

/**
 * Songs of an older studio with what it wrote down about them. The same bytes a second time change nothing, so it may run again at any time.
 * Tells `library.imported` with a row a song. Fails when not one came in.
 */
export const createOlderJob = (parts: ImportParts & { readonly events: Events }): OlderJob => ({
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
      for (const [index, entry] of older.entries.entries()) {
        signal.throwIfAborted()
        const song = mapOlderSong(entry, whole, older.sounds)
        const refuse = (code: string, message: string) => rows.push({ name: song.json, error: { code, message } })
        if (song.path === undefined || song.error !== undefined) {
          refuse('older.unreadable', song.error ?? 'Its sound is not in the folder.')
          continue
        }
        const progress = subProgress(context.progress, index / older.entries.length, (index + 1) / older.entries.length)
        try {
          const { trackId, notes } = await importFile(parts, song.path, jobId, workFolder, { ...context, progress }, factsOf(song))
          rows.push({ name: song.json, trackId, ...(notes.length > 0 && { note: notes.join(' ') }) })
        } catch (cause) {
          signal.throwIfAborted()
          const known = cause instanceof FailureError ? cause : failureOfSystemError(cause, song.path)
          if (!known) throw cause
          refuse(known.failure.code, known.failure.message)
          if (ENDS_ALL.has(known.failure.code)) throw known
        }
      }
    } finally {
      if (rows.length > 0) parts.events.emit('library.imported', { jobId, files: rows })
    }
    const first = rows.find(({ error }) => error)?.error
    if (first && !rows.some(({ trackId }) => trackId)) throw new FailureError({ code: first.code, message: first.message })
  },
})
