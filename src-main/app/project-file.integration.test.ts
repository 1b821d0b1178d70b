import { copyFile, mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEFAULT_REMIX_CONTROLS } from '../../src-shared/generation/plan.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import type { ProjectView } from '../../src-shared/project/contract.ts'
import { listZip, locateDataFolder, writeZip } from '../platform/files/index.ts'
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
  value(await library.setMood({ trackIds: [trackId], mood: 'calm' }))
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
const rewritten = async (change: (manifest: Record<string, unknown>) => void) => {
  const file = await open(saved, 'r')
  const [member] = await memberAt(saved, (name) => name === MANIFEST)
  const text = (await file.read(Buffer.alloc(member?.bytes ?? 0), 0, member?.bytes ?? 0, (member?.headerAt ?? 0) + 30 + MANIFEST.length)).buffer.toString()
  await file.close()
  const manifest = JSON.parse(text) as Record<string, unknown>
  change(manifest)
  const path = join(root, `copy ${++copies}.segno`)
  await writeZip(path, [{ name: MANIFEST, from: { text: JSON.stringify(manifest) } }], createWorkFlags(), () => undefined)
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

test('a second time, and beside the song that it was saved from', async () => {
  const first = await bring(there, saved)
  expect(first.note).toContain('already in the library')
  const beside = await bring(here, saved)
  expect(beside.trackId).not.toBe(song.trackId)
  const ids = new Set(song.view.takes.map(({ id }) => id))
  const copy = await viewOf(here, beside.trackId)
  expect(copy.takes.some(({ id }) => ids.has(id))).toBe(false)
  expect(copy.document.trackId).toBe(beside.trackId)
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
  expect((await bring(here, text)).error).toMatchObject({ code: 'audio.not-audio' })
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
