import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TagLib } from 'taglib-wasm'
import { expect, test } from 'vitest'
import type { JobId } from '../../../src-shared/kernel/ids.ts'
import { createWorkFlags } from '../../../src-shared/kernel/work-flags.ts'
import { createAudioService, writeWav24 } from '../../audio/index.ts'
import { createHistoryService } from '../../history/index.ts'
import { openDatabase } from '../../platform/database/index.ts'
import { createEvents } from '../../platform/events.ts'
import { createAudioStore } from '../../platform/files/index.ts'
import { createIdSource } from '../../platform/ids.ts'
import { albumRepository } from '../album-repository.ts'
import { createCoverStore } from '../covers/cover-store.ts'
import { trackFiles } from '../file-tags/track-files.ts'
import { createImportJob } from '../import/import-job.ts'
import { createKeptSelections } from '../selections/kept-selections.ts'
import { createTrackReader } from '../track-reader.ts'
import { createTrackWriters } from '../track-writer.ts'
import { albumsFromTagsHandlers } from './albums-from-tags-handlers.ts'

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

test('files as music programs tag them come in with disc, number and album artist, and become an album with their picture', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'segno-tagged-'))
  const at = (...names: string[]) => join(folder, ...names)
  for (const name of ['work', 'audio', 'in', 'made']) mkdirSync(at(name))
  const database = await openDatabase({ path: at('studio.sqlite'), backupsFolder: at('backups'), now: Date.now })
  const store = createAudioStore(at('audio'), Date.now)
  const audio = createAudioService({ peaksFolder: at('peaks'), pathOf: store.pathOf, threads: 2 })
  try {
    const events = createEvents((cause) => {
      throw cause
    })
    const ids = createIdSource(randomBytes, Date.now)
    const { tracks } = createTrackWriters({ database, audio: store, events, ids, now: Date.now })
    const library = createTrackReader(database.query)
    const covers = createCoverStore(at('covers'))
    const savedSongs = { isOne: async () => false, open: async () => Promise.reject(new Error('none is')) }
    const job = createImportJob({ audio, store, tracks, library, events, covers, files: trackFiles(database.query), places: () => 2, savedSongs })
    const context = {
      jobId: 'job_00000001' as JobId,
      signal: new AbortController().signal,
      flags: createWorkFlags(),
      progress: () => {},
      workFolder: at('work'),
    }

    const taglib = await TagLib.initialize()
    const songs = [
      { name: 'a.flac', title: 'Third', disc: '2/2', number: '1' },
      { name: 'b.mp3', title: 'Second', disc: '1/2', number: '02/10' },
      { name: 'c.aiff', title: 'First', disc: '1', number: '1' },
      { name: 'd.ogg', title: 'Fourth', disc: '2', number: '2' },
    ] as const
    for (const [index, { name, title, disc, number }] of songs.entries()) {
      const source = at('made', `${index}.wav`)
      await writeWav24(source, [Float32Array.from({ length: 22_050 }, (_, i) => 0.4 * Math.sin(i * (0.05 + index / 100)))], 22_050)
      const format = name.slice(2) as 'flac' | 'mp3' | 'aiff' | 'ogg'
      await audio.encode({ source, target: at('in', name), format, tags: { title, artist: 'to be written over' } }, context)
      const file = await taglib.open(new Uint8Array(readFileSync(at('in', name))))
      for (const [key, value] of Object.entries({ TITLE: title, ALBUM: 'Grey Mornings', ALBUMARTIST: 'The Windows', ARTIST: `Guest ${index}` }))
        file.setProperty(key, value)
      file.setProperty('DISCNUMBER', disc)
      file.setProperty('TRACKNUMBER', number)
      file.setPictures([{ mimeType: 'image/png', data: new Uint8Array(PNG), type: 'FrontCover', description: '' }])
      file.save()
      writeFileSync(at('in', name), file.getFileBuffer())
      file.dispose()
    }
    await job.run({ paths: [at('in')] }, context)

    const history = createHistoryService({ database, events, now: Date.now, owner: 'me' })
    const tags = albumsFromTagsHandlers({ database, reading: database.query, history, selections: createKeptSelections(), ids, now: Date.now })
    expect(await tags.makeAlbumsFromTags({ withSingles: false })).toMatchObject({ ok: true, value: { counts: { made: 1, songs: 4 } } })
    const [album] = await albumRepository(database.query).list()
    expect(album).toMatchObject({ title: 'Grey Mornings', trackCount: 4, firstCoverSha256: expect.any(String) })
    const order = await database.query.selectFrom('album_tracks').innerJoin('tracks', 'tracks.id', 'track_id').select('title').orderBy('position').execute()
    expect(order.map(({ title }) => title)).toEqual(['First', 'Second', 'Third', 'Fourth'])
  } finally {
    await audio.close()
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
