import { resolve } from 'node:path'
import type { Command as Program } from '@commander-js/extra-typings'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { JobId, TrackId } from '../../../src-shared/kernel/ids.ts'
import { fileTags, TAG_FIELDS, TagChange, type TagDifference, type TagField } from '../../../src-shared/library/file-tags.ts'
import type { EventPayload } from '../../platform/events.ts'
import { ask, unwrap } from '../ask.ts'
import { findTrack } from '../find-track.ts'
import { number, oneOf, several, wholeNumber } from '../option-values.ts'
import type { CommandLine, Outcome, RunCommand } from '../outcome.ts'
import { table } from '../table.ts'

const written = async ({ studio, follow }: CommandLine, start: () => Promise<JobId>): Promise<Outcome> => {
  let files: EventPayload<'fileTags.written'>['files'] = []
  const stop = studio.events.on('fileTags.written', (payload) => {
    files = payload.files
  })
  await follow([await start()])
  stop()
  const rows = files.map(({ path, changed, notKept = [], error }) => [
    error ? 'not written' : changed === 0 ? 'as it was' : `${changed} changed`,
    path,
    error?.message ?? (notKept.length > 0 ? `left out, because this kind of file has no place for it: ${notKept.join(', ')}` : ''),
  ])
  const first = files.find(({ error }) => error)?.error
  return { json: { files }, text: table(['Tags', 'File', 'Note'], rows), failure: first && failure(first.code, first.message) }
}

const differenceRows = (path: string, differences: readonly TagDifference[]) =>
  differences.length === 0
    ? [[path, '', 'nothing would change', '']]
    : differences.map(({ field, before, after }) => [path, field, before ?? '(none)', after ?? '(none)'])

const notKeptRows = (name: string, fields: readonly TagField[]) => fields.map((field) => [name, field, '', 'left out: this kind of file has no place for it'])

const readAgain = async ({ studio, follow }: CommandLine, start: () => Promise<JobId>): Promise<Outcome> => {
  let told: EventPayload<'fileTags.wasRead'> | undefined
  const stop = studio.events.on('fileTags.wasRead', (payload) => {
    told = payload
  })
  try {
    await follow([await start()])
  } finally {
    stop()
  }
  const { changed = 0, stepId, errors = [] } = told ?? {}
  const [first] = errors
  const lines = [...errors.map(({ title, message }) => `${title}: ${message}`), `${changed} ${changed === 1 ? 'song' : 'songs'} changed.`]
  return { json: { changed, stepId, errors }, text: lines.join('\n'), failure: first && failure(first.code, first.message) }
}

/** Files that are looked at for one question. */
const PART = 100

/** `segno library file-tags …` */
export const addTags = (library: Program, run: RunCommand): void => {
  const group = library.command('file-tags').description('what sound files say about themselves')

  group
    .command('read <file...>')
    .description('title, artist, album, genre, year, tempo, key, comment, lyrics, ISRC, stars and cover')
    .action((paths) =>
      run(async ({ studio, folder }) => {
        const files = []
        for (const one of paths) {
          const path = resolve(folder, one)
          const { cover, ...tags } = unwrap(await studio.tagFiles.read(path))
          files.push({ path, ...tags, ...(cover && { cover: { mimeType: cover.mimeType, bytes: cover.data.length, sha256: cover.sha256 } }) })
        }
        const rows = files.flatMap(({ path, ...tags }) =>
          TAG_FIELDS.flatMap((field) => {
            const value = tags[field]
            if (value === undefined) return []
            return [[path, field, typeof value === 'object' ? `${value.mimeType}, ${value.bytes} bytes` : String(value)]]
          }),
        )
        return { json: { files }, text: table(['File', 'Field', 'Value'], rows) }
      }),
    )

  group
    .command('write <file...>')
    .description('write tags without encoding the sound anew; what is not named stays')
    .option('--from <track>', 'what this song of the library says: title, artist, album, style, year, tempo, key, comment, lyrics, ISRC, stars, cover')
    .option('--timed-lyrics', 'the song’s words with the time of each line (LRC)', false)
    .option('--title <text>')
    .option('--artist <text>')
    .option('--album <text>')
    .option('--genre <text>')
    .option('--year <n>', '', wholeNumber(1, 9_999))
    .option('--bpm <n>', '', number(1, 999))
    .option('--key <key>', 'like F#m or C')
    .option('--comment <text>')
    .option('--lyrics <text>')
    .option('--isrc <code>')
    .option('--rating <stars>', '1 to 5', wholeNumber(1, 5))
    .option('--cover <file>', 'a JPEG or PNG')
    .option('--remove <field>', `take a field away, once for each: ${TAG_FIELDS.join(', ')}`, several(oneOf(TAG_FIELDS)))
    .option('--dry-run', 'show what would change, and write nothing', false)
    .action((paths, { from, cover, remove = [], dryRun, timedLyrics, ...fields }) =>
      run(async (line) => {
        const { studio, folder } = line
        const song = from === undefined ? undefined : await findTrack(studio, from)
        const own = song && (await studio.tagFiles.orderOfSong(song, timedLyrics ? 'timed' : 'plain'))
        const away = Object.fromEntries(remove.filter((field) => field !== 'cover').map((field) => [field, null]))
        const parsed = TagChange.safeParse({ ...own?.change, ...fields, ...away })
        if (!parsed.success)
          throw new FailureError(failure('cli.usage', `A tag does not fit: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}.`))
        const coverPath = remove.includes('cover') ? null : cover === undefined ? own?.coverPath : resolve(folder, cover)
        const orders = paths.map((path) => ({ path: resolve(folder, path), change: parsed.data, ...(coverPath !== undefined && { coverPath }) }))
        if (!dryRun) return written(line, async () => (await studio.tagFiles.write(orders)).jobId)
        const files = []
        for (const order of orders) files.push({ path: order.path, ...unwrap(await studio.tagFiles.preview(order)) })
        return {
          json: { dryRun: true, files },
          text: table(
            ['File', 'Field', 'Before', 'After'],
            files.flatMap(({ path, differences, notKept }) => [...differenceRows(path, differences), ...notKeptRows(path, notKept)]),
          ),
        }
      }),
    )

  for (const [name, what, start] of [
    ['to-files', 'write what songs say into the files that they came from', 'write'],
    ['to-songs', 'read the files that songs came from anew; what a file does not say stays. `segno undo` takes it back', 'read'],
  ] as const)
    group
      .command(`${name} <track...>`)
      .description(what)
      .option('--field <field>', `only this, once for each: ${TAG_FIELDS.join(', ')}`, several(oneOf(TAG_FIELDS)))
      .option('--timed-lyrics', 'to files: the song’s words with the time of each line (LRC)', false)
      .option('--dry-run', 'show what would change, and change nothing', false)
      .action((tracks, { field: fields, dryRun, timedLyrics }) =>
        run(async (line) => {
          const words = timedLyrics ? 'timed' : 'plain'
          const { handlers } = line.studio
          const trackIds: TrackId[] = []
          for (const track of tracks) trackIds.push((await findTrack(line.studio, track)).id)
          if (!dryRun) {
            if (start === 'read') return readAgain(line, async () => (await ask(fileTags.read, handlers.fileTags.read, { trackIds, fields })).jobId)
            return written(line, async () => (await ask(fileTags.write, handlers.fileTags.write, { trackIds, fields, words })).jobId)
          }
          const files = []
          for (let at = 0; at < trackIds.length; at += PART) {
            const some = trackIds.slice(at, at + PART)
            if (start === 'write') files.push(...(await ask(fileTags.preview, handlers.fileTags.preview, { trackIds: some, words })))
            else files.push(...(await ask(fileTags.previewRead, handlers.fileTags.previewRead, { trackIds: some })))
          }
          const songs = files.map((file) => ({ ...file, differences: file.differences.filter((one) => !fields || fields.includes(one.field)) }))
          const rows = songs.flatMap(({ title, differences, notKept, refusal }) =>
            refusal ? [[title, '', refusal, '']] : [...differenceRows(title, differences), ...notKeptRows(title, notKept)],
          )
          return { json: { dryRun: true, songs }, text: table(['Song', 'Field', 'Before', 'After'], rows) }
        }),
      )

  group
    .command('undo <file...>')
    .description('give files back the tags which they had before the last writing')
    .action((paths) => run(async (line) => written(line, async () => (await line.studio.tagFiles.undo(paths.map((path) => resolve(line.folder, path)))).jobId)))
}
