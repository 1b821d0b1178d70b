import { createHash } from 'node:crypto'
import { copyFile, mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEFAULT_REMIX_CONTROLS } from '../../src-shared/generation/plan.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import type { ProjectView } from '../../src-shared/project/contract.ts'
import { listZip, locateDataFolder, writeZip, type ZipEntry } from '../platform/files/index.ts'
import { launchNodeProcess } from '../platform/processes/index.ts'
import { MANIFEST, SPARE_MANIFEST } from '../project-file/manifest.ts'
import { createStudio } from './composition-root.ts'
import type { Studio } from './studio.ts'

/** A song leaves one studio as a file and is opened in another, whole and damaged in every way a file can be. */

let root = ''
let here: Studio
let there: Studio
let song: { trackId: TrackId; view: ProjectView; title: string }
let saved = ''
let copies = 0

/** of 8 pixels each way: a picture’s head and some bytes */
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452000000080000000808020000004b6d29dc', 'hex'), Buffer.alloc(3_000, 7)])
const JPEG = Buffer.concat([Buffer.from('ffd8ffc00011080008000803010101010101010101', 'hex'), Buffer.alloc(2_000, 9), Buffer.from('ffd9', 'hex')])
const sumOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const openStudio = (name: string): Promise<Studio> => {
  const home = join(root, name)
  const folder = locateDataFolder({ platform: process.platform, env: { SEGNO_HOME: home }, home })
  return createStudio({ folder, env: process.env, now: Date.now, claimOnlyOwn: true, launchProcess: launchNodeProcess })
}
const value = <T>(result: { ok: true; value: T } | { ok: false; error: { code: string; message: string } }): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}
const done = async (studio: Studio, started: { ok: true; value: { jobId?: string } } | { ok: false; error: { code: string; message: string } }) => {
  const { jobId } = value(started)
  const job = await studio.jobs.whenEnded(jobId as Parameters<Studio['jobs']['whenEnded']>[0])
  if (job.state !== 'succeeded') throw new Error(`${job.error?.code}: ${job.error?.message}`)
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'project-file-'))
  here = await openStudio('here')
  there = await openStudio('there')
  const { generation, editing, project, library } = here.handlers
  const { jobs } = value(
    await generation.start({ prompt: 'lo-fi piano, 90 bpm', seconds: 8, overrides: {}, engine: 'score', seed: 4, variations: 1, studio: 'chiptune' }),
  )
  for (const { jobId } of jobs) await done(here, { ok: true, value: { jobId } })
  const [track] = value(await library.list({ text: '', view: 'all', sort: 'createdAt', descending: true, limit: 1 })).tracks
  if (!track) throw new Error('no song')
  const trackId = track.id
  const apply = async (command: Parameters<typeof project.apply>[0]['command']) => value(await project.apply({ trackId, command }))
  await apply({ type: 'region.add', region: { id: 'reg_00000001' as never, name: 'the “good” bars', startFrame: 48_000, endFrame: 96_000 } })
  const again = { trackId, startFrame: 96_000, endFrame: 192_000, prompt: '', seed: 7, takes: 2, controls: DEFAULT_REMIX_CONTROLS }
  for (const jobId of value(await editing.regenerate(again)).jobIds) await done(here, { ok: true, value: { jobId } })
  const takes = value(await project.open({ trackId })).takes
  await apply({ type: 'take.accept', takeId: takes.at(-1)?.id as never })
  const split = value(await here.handlers.separation.start({ trackId, method: 'score', shifts: 0 }))
  if ('jobId' in split) await done(here, { ok: true, value: { jobId: split.jobId ?? '' } })
  await apply({ type: 'region.rename', regionId: 'reg_00000001' as never, name: 'better' })
  value(await project.undo({ trackId }))
  value(await library.rate({ trackIds: [trackId], rating: 4 }))
  value(await library.changeTags({ trackIds: [trackId], add: ['night'], remove: [] }))
  const remark = value(await here.handlers.comments.add({ trackId, startSeconds: 1.5, endSeconds: 2.25, body: 'fix “this” 🎤' }))
  value(await here.handlers.comments.add({ trackId, startSeconds: 0.5, body: 'good' }))
  value(await here.handlers.comments.resolve({ commentId: remark.comment.id, isResolved: true }))
  value(await library.setMood({ trackIds: [trackId], mood: 'calm' }))
  const album = value(await library.createAlbum({ title: 'Grey Mornings', trackIds: [trackId] }))
  await writeFile(join(root, 'album.jpg'), JPEG)
  await writeFile(join(root, 'song.png'), PNG)
  value(await here.giveAlbumCover(album.id, join(root, 'song.png')))
  const ofSong = value(await library.listAlbums({}))[0]?.coverSha256
  const sqlite = new Sqlite(here.folder.databasePath)
  sqlite.prepare("UPDATE tracks SET cover_sha256 = ?, album_artist = 'The Windows', disc_number = 2, track_number = 7 WHERE id = ?").run(ofSong, trackId)
  sqlite.close()
  value(await here.giveAlbumCover(album.id, join(root, 'album.jpg')))
  song = { trackId, view: value(await project.open({ trackId })), title: track.title }
  saved = join(root, 'song.segno')
  await done(here, await here.exportTrack(trackId, 'segno', saved))
}, 120_000)
afterAll(async () => {
  await here?.close()
  await there?.close()
  await rm(root, { recursive: true, force: true, maxRetries: 5 })
})

/** what the import said of one file */
const bring = async (studio: Studio, path: string) => {
  let row: { trackId?: TrackId; note?: string; error?: { code: string; message: string } } | undefined
  const stop = studio.events.on('library.imported', ({ files }) => {
    row = files[0] as typeof row
  })
  const { jobId } = value(await studio.importPaths([path]))
  await studio.jobs.whenEnded(jobId)
  stop()
  return row ?? {}
}
const coverPath = (studio: Studio, bytes: Uint8Array) =>
  join(studio.folder.root, 'covers', sumOf(bytes).slice(0, 2), `${sumOf(bytes)}.${bytes[0] === 0xff ? 'jpg' : 'png'}`)
const viewOf = async (studio: Studio, trackId: TrackId | undefined) => value(await studio.handlers.project.open({ trackId: trackId as TrackId }))
const audioOf = (studio: Studio, view: ProjectView) => {
  const current = view.takes.find(({ id }) => id === view.document.currentTakeId)
  return readFile(studio.store.pathOf(current?.audioSha256 as never))
}
const damaged = async (change: (path: string) => Promise<void>) => {
  const path = join(root, `copy ${++copies}.segno`)
  await copyFile(saved, path)
  await change(path)
  return path
}
const memberAt = async (path: string, wanted: (name: string) => boolean) => {
  const file = await open(path, 'r')
  const found = (await listZip(file)).members.filter(({ name }) => wanted(name))
  await file.close()
  return found
}
const flip = async (path: string, at: number) => {
  const file = await open(path, 'r+')
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at)
  await file.write(Buffer.from([(buffer[0] ?? 0) ^ 0x5a]), 0, 1, at)
  await file.close()
}
/** the same manifest, changed, in a file of its own; a changed one is another song to the studio */
const rewritten = async (change: (manifest: Record<string, unknown>) => void, more: readonly ZipEntry[] = []) => {
  const file = await open(saved, 'r')
  const [member] = await memberAt(saved, (name) => name === MANIFEST)
  const text = (await file.read(Buffer.alloc(member?.bytes ?? 0), 0, member?.bytes ?? 0, (member?.headerAt ?? 0) + 30 + MANIFEST.length)).buffer.toString()
  await file.close()
  const manifest = JSON.parse(text) as Record<string, unknown>
  change(manifest)
  const path = join(root, `copy ${++copies}.segno`)
  await writeZip(path, [{ name: MANIFEST, from: { text: JSON.stringify(manifest) } }, ...more], createWorkFlags(), () => undefined)
  return path
}

test('opens elsewhere as it was: sound bit for bit, takes, regions, history, and undo goes on', async () => {
  const row = await bring(there, saved)
  expect(row).toMatchObject({ trackId: expect.stringMatching(/^trk_/) })
  expect(value(await there.handlers.library.get({ trackId: row.trackId as TrackId }))).toMatchObject({ rating: 4, tags: ['night'], mood: 'calm' })
  expect(row.note).toBeUndefined()
  const view = await viewOf(there, row.trackId)
  expect(view.title).toBe(song.title)
  expect(view.takes).toHaveLength(song.view.takes.length)
  expect(view.history.map(({ label, isUndone }) => [label, isUndone])).toEqual(song.view.history.map(({ label, isUndone }) => [label, isUndone]))
  expect(Object.values(view.document.regions)).toEqual(Object.values(song.view.document.regions))
  expect(value(await there.handlers.library.get({ trackId: row.trackId as TrackId })).studio).toBe('chiptune')
  expect(await audioOf(there, view)).toEqual(await audioOf(here, song.view))
  expect(view.takes.map(({ seed, prompt, proof }) => ({ seed, prompt, proof }))).toEqual(
    song.view.takes.map(({ seed, prompt, proof }) => ({ seed, prompt, proof })),
  )
  const remarks = value(await there.handlers.comments.list({ trackId: row.trackId as TrackId }))
  const plain = ({ id: _id, trackId: _trackId, ...rest }: (typeof remarks)[number]) => rest
  expect(remarks.map(plain)).toEqual(value(await here.handlers.comments.list({ trackId: song.trackId })).map(plain))
  expect(remarks).toMatchObject([{ body: 'good' }, { body: 'fix “this” 🎤', endSeconds: 2.25, resolvedAt: expect.any(Number) }])
  const { coverSha256 } = value(await there.handlers.library.get({ trackId: row.trackId as TrackId }))
  expect(coverSha256).toBe(sumOf(PNG))
  const sqlite = new Sqlite(there.folder.databasePath, { readonly: true })
  const sleeve = sqlite.prepare('SELECT album_artist, disc_number, track_number FROM tracks WHERE id = ?').get(row.trackId)
  sqlite.close()
  expect(sleeve).toEqual({ album_artist: 'The Windows', disc_number: 2, track_number: 7 })
  const albums = value(await there.handlers.library.listAlbums({}))
  expect(albums).toMatchObject([{ title: 'Grey Mornings', trackCount: 1, coverSha256: sumOf(JPEG) }])
  for (const bytes of [PNG, JPEG]) expect((await readFile(coverPath(there, bytes))).equals(bytes)).toBe(true)
  const stems = value(await there.handlers.separation.list({ trackId: row.trackId as TrackId })).sets
  expect(stems[0]?.stems.length).toBeGreaterThan(2)
  expect(stems[0]?.stems.every(({ audioSha256 }) => there.store.has(audioSha256))).toBe(true)
  expect(Object.keys(view.document.stems)).toEqual(stems.map(({ id }) => id))
  const again = value(await there.handlers.project.redo({ trackId: row.trackId as TrackId }))
  expect(Object.values(again.document.regions)[0]?.name).toBe('better')
  for (const _ of again.history) value(await there.handlers.project.undo({ trackId: row.trackId as TrackId }))
  const begun = await viewOf(there, row.trackId)
  expect(begun.document.regions).toEqual({})
  expect(begun.takes.find(({ id }) => id === begun.document.currentTakeId)?.kind).toBe('original')
})

test('pictures: a damaged JPEG is kept and said, a damaged PNG is lost, what is no cover is refused with words', async () => {
  const members = await memberAt(saved, (name) => name.startsWith('covers/'))
  expect(members.map(({ name, bytes }) => [name.slice(-3), bytes])).toEqual([
    ['png', PNG.length],
    ['jpg', JPEG.length],
  ])
  const path = await damaged(async (copy) => {
    for (const { headerAt } of members) await flip(copy, headerAt + 1_500)
  })
  const empty = await openStudio('pictures')
  try {
    const row = await bring(empty, path)
    expect(row.note).toContain('a cover could not be read and is lost; a cover may show where the file is damaged')
    expect(value(await empty.handlers.library.get({ trackId: row.trackId as TrackId }))).not.toHaveProperty('coverSha256')
    const [album] = value(await empty.handlers.library.listAlbums({}))
    expect(album?.coverSha256).not.toBe(sumOf(JPEG))
    expect(album?.coverSha256).toMatch(/^[0-9a-f]{64}$/)
  } finally {
    await empty.close()
  }
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  const huge = Buffer.from(PNG)
  huge.writeUInt32BE(30_000, 16)
  const heavy = Buffer.concat([PNG, Buffer.alloc(10_000_001)])
  for (const [bytes, why] of [
    [svg, 'This is not a JPEG or PNG of at most 10 MB'],
    [huge, 'This picture is larger than 6000 pixels'],
    [heavy, 'This is not a JPEG or PNG of at most 10 MB'],
  ] as const) {
    const name = `covers/${sumOf(bytes)}.png`
    await writeFile(join(root, 'hostile'), bytes)
    const file = await rewritten(
      (manifest) => {
        Object.assign(manifest.track as object, { coverSha256: sumOf(bytes) })
        Object.assign(manifest, { covers: [{ sha256: sumOf(bytes), bytes: bytes.length, kind: 'png' }] })
      },
      [{ name, from: { path: join(root, 'hostile') } }],
    )
    const row = await bring(here, file)
    expect(row.note).toContain(`A cover was left out. ${why}`)
    expect(value(await here.handlers.library.get({ trackId: row.trackId as TrackId }))).not.toHaveProperty('coverSha256')
    await expect(stat(coverPath(here, bytes))).rejects.toThrow()
  }
})

test('a second time, and beside the song that it was saved from', async () => {
  const first = await bring(there, saved)
  expect(first.note).toContain('already in the library')
  const beside = await bring(here, saved)
  expect(beside.trackId).not.toBe(song.trackId)
  const ids = new Set(song.view.takes.map(({ id }) => id))
  const copy = await viewOf(here, beside.trackId)
  expect(copy.takes.some(({ id }) => ids.has(id))).toBe(false)
  expect(copy.document.trackId).toBe(beside.trackId)
  // the album has the song itself
  expect(value(await here.handlers.library.listAlbums({}))).toMatchObject([{ trackCount: 1 }])
})

test('cut in the middle: what lies before the cut is opened, and the note says what is missing', async () => {
  const sounds = await memberAt(saved, (name) => name.startsWith('audio/'))
  const last = sounds.at(-1)
  const path = await damaged(async (copy) => truncate(copy, (last?.headerAt ?? 0) + Math.round((last?.packedBytes ?? 0) * 0.75)))
  const empty = await openStudio('cut')
  try {
    const row = await bring(empty, path)
    expect(row.error).toBeUndefined()
    expect(row.note).toMatch(/mended as far as possible: the last \d+\.\d seconds of one recording are missing/)
    const view = await viewOf(empty, row.trackId)
    expect(view.takes).toHaveLength(song.view.takes.length)
    expect((await audioOf(empty, view)).length).toBeGreaterThan(1_000_000)
  } finally {
    await empty.close()
  }
})

test('a flipped bit in a recording and a broken first manifest: kept, with words', async () => {
  const [sound] = await memberAt(saved, (name) => name.startsWith('audio/'))
  const path = await damaged(async (copy) => {
    await flip(copy, 40)
    await flip(copy, (sound?.headerAt ?? 0) + 200_000)
  })
  const empty = await openStudio('flipped')
  try {
    const row = await bring(empty, path)
    expect(row.note).toContain('one recording may click where the file is damaged')
    expect((await viewOf(empty, row.trackId)).history).toHaveLength(song.view.history.length)
  } finally {
    await empty.close()
  }
})

test('the directory or a header damaged: whatever one of them still says is found by the other', async () => {
  const [sound] = await memberAt(saved, (name) => name.startsWith('audio/'))
  const bytes = await readFile(saved)
  const directoryAt = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]), bytes.lastIndexOf('audio/') - 1)
  const headerAt = sound?.headerAt ?? 0
  // its own header: signature, size, length of the name; in the directory: sum, size, where it lies, a letter
  const places = [headerAt, headerAt + 19, headerAt + 26, ...[16, 22, 43, 60].map((at) => directoryAt + at)]
  const empty = await openStudio('headers')
  try {
    for (const at of places) {
      const row = await bring(empty, await damaged((copy) => flip(copy, at)))
      expect.soft(row, `byte ${at - headerAt}, ${at - directoryAt}`).toMatchObject({ trackId: expect.any(String) })
      expect.soft(row.note ?? '', `byte ${at - headerAt}, ${at - directoryAt}`).not.toMatch(/lost|missing|click/)
      if (row.trackId) value(await empty.handlers.library.trash({ trackIds: [row.trackId] }))
      value(await empty.handlers.library.emptyTrash({}))
      await rm(join(empty.folder.root, 'audio'), { recursive: true, force: true })
    }
  } finally {
    await empty.close()
  }
})

test('a history that makes no sense is left behind, the takes and marks stay', async () => {
  const path = await rewritten((manifest) => {
    const project = manifest.project as { history: { forwardJson: string }[] }
    for (const entry of project.history) entry.forwardJson = '{"not":"a diff"'
  })
  const row = await bring(here, path)
  expect(row.note).toContain('undo begins here')
  const view = await viewOf(here, row.trackId)
  expect(view.history).toEqual([])
  expect(Object.values(view.document.regions)).toHaveLength(1)
})

test('what cannot be opened says why, and leaves nothing behind', async () => {
  const before = value(await here.handlers.library.stats({})).tracks
  const both = await damaged(async (copy) => {
    for (const { headerAt } of await memberAt(copy, (name) => name === MANIFEST || name === SPARE_MANIFEST)) await flip(copy, headerAt + 60)
  })
  expect((await bring(here, both)).error).toMatchObject({ code: 'project-file.damaged' })
  const newer = await rewritten((manifest) => Object.assign(manifest, { version: 2 }))
  expect((await bring(here, newer)).error).toMatchObject({ code: 'project-file.too-new' })
  const silent = await rewritten((manifest) => {
    for (const one of manifest.audio as { sha256: string }[]) one.sha256 = '0'.repeat(64)
  })
  expect((await bring(here, silent)).error).toMatchObject({ code: 'project-file.nothing-left' })
  const text = join(root, 'letter.segno')
  await writeFile(text, 'not a song')
  expect((await bring(here, text)).error).toMatchObject({ code: 'project-file.damaged' })
  expect(value(await here.handlers.library.stats({})).tracks).toBe(before)
})

test('a file made to hurt: names that climb out of the folder are never paths', async () => {
  const evil = join(root, 'evil.segno')
  await writeZip(
    evil,
    [
      { name: '../../evil.wav', from: { text: 'x' } },
      { name: MANIFEST, from: { text: '{"format":"segno-project","version":1}' } },
    ],
    createWorkFlags(),
    () => undefined,
  )
  expect((await bring(here, evil)).error?.code).toBe('project-file.damaged')
  await expect(stat(join(root, 'evil.wav'))).rejects.toThrow()
})
