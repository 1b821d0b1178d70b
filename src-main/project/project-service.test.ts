import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RegionId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { ProjectCommand } from '../../src-shared/project/commands.ts'
import type { ProjectView } from '../../src-shared/project/contract.ts'
import type { Take } from '../../src-shared/project/document.ts'
import { createTrackWriters } from '../library/index.ts'
import { type Database, openDatabase } from '../platform/database/index.ts'
import { createEvents, type Events, type StudioEvent } from '../platform/events.ts'
import { createAudioStore } from '../platform/files/index.ts'
import { createIdSource } from '../platform/ids.ts'
import { createLibrarySongs, createProjectHandlers, createProjectService, type SongShelf } from './index.ts'

const BAR = 96_000
const chorus = { id: 'reg_0000chorus' as RegionId, name: 'Chorus', startFrame: 8 * BAR, endFrame: 12 * BAR }
const silent: SongShelf = {
  findSong: async (trackId) => ({ title: `${trackId}`, currentTakeId: original.id, takes: [] }),
  setCurrentTake: async () => {},
  refreshColumns: async () => {},
}

let TRACK = '' as TrackId
let original: Take
let first: Take
let second: Take
let accept: ProjectCommand
const mark: ProjectCommand = { type: 'region.add', region: chorus }

/** A song with two takes of bars 5–8, through the library's own writers. */
const addSong = async (studio: { database: Database; events: Events }) => {
  const audio = createAudioStore(join(folder, 'audio'), () => now)
  await writeFile(join(folder, 'sound'), 'sound')
  const { sha256, bytes } = await audio.adopt(join(folder, 'sound'))
  const { tracks, takes } = createTrackWriters({ ...studio, audio, ids: createIdSource(randomBytes, Date.now), now: () => now++ })
  const facts = {
    audioSha256: sha256,
    audioBytes: bytes,
    sampleRateHz: 48_000,
    channelCount: 2,
    lengthFrames: 50 * BAR,
    tempoMap: [{ atTicks: 0, tempoBpm: 120 }],
    timeSignature: { beats: 4, unit: 4 as const },
    firstBarFrame: 0,
    sections: [],
    prompt: 'rain',
    engine: 'score',
    strategy: '',
    reason: '',
  }
  const song = { title: 'Rain', origin: 'generated', engine: 'score', engineVersion: '1', prompt: 'rain', licence: '' } as const
  const made = await tracks.create({ ...song, take: { ...facts, kind: 'original', groupId: 'first', number: 1 } })
  TRACK = made.track.id
  original = made.take
  const region = { startFrame: 4 * BAR, endFrame: 8 * BAR }
  const anew = (number: number) => takes.add(TRACK, { ...facts, kind: 'regenerate', groupId: 'second', parentTakeId: original.id, number, region })
  first = await anew(1)
  second = await anew(2)
  accept = { type: 'take.accept', takeId: second.id }
}

let folder = ''
let database: Database
let now = 1_000

const openStudio = async (songs: SongShelf = createLibrarySongs(() => now)) => {
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: () => now })
  const events = createEvents((cause) => {
    throw cause
  })
  const seen: StudioEvent[] = []
  events.onAny((event) => seen.push(event))
  const service = createProjectService({ database, songs, events, now: () => now++ })
  const layouts = { find: () => Promise.reject(new Error('not asked here')) }
  return { service, seen, events, handlers: createProjectHandlers(service, layouts, () => undefined) }
}
const reopen = async () => {
  await database.close()
  return openStudio()
}

const value = <T>(result: { ok: true; value: T } | { ok: false; error: { code: string } }): T => {
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}
const codeOf = (result: { ok: true } | { ok: false; error: { code: string } }) => (result.ok ? 'ok' : result.error.code)
const names = (view: ProjectView) => view.history.map(({ label, isUndone }) => (isUndone ? `(${label})` : label))

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'project-'))
  await mkdir(join(folder, 'audio'))
  const { events } = await openStudio()
  await addSong({ database, events })
  await database.close()
})
afterEach(async () => {
  await database.close()
  await rm(folder, { recursive: true })
})

describe('history', () => {
  test('is named, survives a restart, and can be walked', async () => {
    const { handlers } = await openStudio()
    const input = { trackId: TRACK }
    value(await handlers.apply({ ...input, command: mark }))
    const accepted = value(await handlers.apply({ ...input, command: accept }))
    expect(names(accepted)).toEqual(['Mark region Chorus', 'Accept take 2: bars 5–8'])
    expect(accepted.document.discardedTakeIds).toEqual({ [first.id]: true })

    const { handlers: again } = await reopen()
    const back = value(await again.open(input))
    expect(back).toEqual(accepted)
    const undone = value(await again.undo(input))
    expect(undone.document.currentTakeId).toBe(original.id)
    expect(names(undone)).toEqual(['Mark region Chorus', '(Accept take 2: bars 5–8)'])

    const { handlers: third } = await reopen()
    const beginning = value(await third.goTo({ ...input, index: -1 }))
    expect(beginning.document).toMatchObject({ regions: {}, discardedTakeIds: {}, currentTakeId: original.id })
    expect(codeOf(await third.undo(input))).toBe('history.nothing-to-undo')
    expect(value(await third.goTo({ ...input, index: 1 })).document).toEqual(accepted.document)
    expect(codeOf(await third.redo(input))).toBe('history.nothing-to-redo')
    expect(codeOf(await third.goTo({ ...input, index: 2 }))).toBe('history.not-found')
  })

  test('a new edit after undo drops what was ahead', async () => {
    const { service } = await openStudio()
    value(await service.apply(TRACK, mark))
    value(await service.apply(TRACK, accept))
    value(await service.undo(TRACK))
    const view = value(await service.apply(TRACK, { type: 'region.rename', regionId: chorus.id, name: 'Hook' }, { actor: 'agent' }))
    expect(names(view)).toEqual(['Mark region Chorus', 'Rename region Chorus to Hook'])
    expect(view.history[1]).toMatchObject({ index: 1, actor: 'agent' })
    expect(codeOf(await service.redo(TRACK))).toBe('history.nothing-to-redo')
  })

  test('a refused edit changes nothing, not even the revision', async () => {
    const { service, seen } = await openStudio()
    const before = value(await service.apply(TRACK, mark))
    seen.length = 0
    expect(codeOf(await service.apply(TRACK, mark))).toBe('project.invalid-edit')
    expect(codeOf(await service.apply(TRACK, accept, { revision: before.revision - 1 }))).toBe('project.stale')
    expect(value(await service.open(TRACK))).toEqual(before)
    expect(seen).toEqual([])
    expect(codeOf(await service.apply(TRACK, accept, { revision: before.revision }))).toBe('ok')
  })

  test('two edits at once both count', async () => {
    const { service } = await openStudio()
    const other = { ...chorus, id: 'reg_000000verse' as RegionId, name: 'Verse' }
    await Promise.all([service.apply(TRACK, mark), service.apply(TRACK, { type: 'region.add', region: other })])
    expect(Object.keys(value(await service.open(TRACK)).document.regions)).toHaveLength(2)
  })
})

describe('facts', () => {
  test('the library shows the take that plays, and everyone hears of it', async () => {
    const { service, seen } = await openStudio()
    const current = async () => (await database.query.selectFrom('tracks').select('current_take_id').executeTakeFirstOrThrow()).current_take_id
    value(await service.apply(TRACK, mark))
    expect(seen.map(({ name }) => name)).toEqual(['project.changed'])
    value(await service.apply(TRACK, accept))
    expect(await current()).toBe(second.id)
    expect(seen.map(({ name }) => name)).toEqual(['project.changed', 'project.changed', 'library.changed'])
    value(await service.undo(TRACK))
    expect(await current()).toBe(original.id)
  })

  test('a song that is gone says so', async () => {
    const { service } = await openStudio()
    expect(codeOf(await service.open('trk_99999999' as TrackId))).toBe('track.not-found')
    expect(codeOf(await service.undo('trk_99999999' as TrackId))).toBe('track.not-found')
  })
})

describe('damage', () => {
  const damage = async (json: string) => {
    await database.query.updateTable('projects').set({ document_json: json }).execute()
  }

  test('a document that cannot be read is rebuilt from its history, losing nothing', async () => {
    const { service } = await openStudio()
    value(await service.apply(TRACK, mark))
    const whole = value(await service.apply(TRACK, accept))
    await damage('{"schemaVersion":1,"trackId"')
    const mended = value(await service.open(TRACK))
    expect(mended.document).toEqual(whole.document)
    expect(names(mended)).toEqual(names(whole))
    const { service: later } = await reopen()
    expect(value(await later.open(TRACK))).toEqual(mended)
  })

  test('where the history is damaged too, marks and takes that are whole stay', async () => {
    const { service } = await openStudio()
    value(await service.apply(TRACK, mark))
    await service.apply(TRACK, accept)
    const takeId = second.id
    await service.apply(TRACK, { type: 'take.rate', takeId, stars: 4 })
    await service.apply(TRACK, { type: 'comp.use', takeId: original.id, startFrame: 0, endFrame: 96_000 })
    const { document } = value(await service.apply(TRACK, { type: 'take.prefer', id: 'aaaaaaaa', preference: { at: 1, takeId, againstTakeId: original.id } }))
    const broken = {
      ...document,
      currentTakeId: 'tak_00000nobody',
      regions: { ...document.regions, bad: { id: 7 } },
      takeNotes: { ...document.takeNotes, bad: { stars: 9 } },
      preferences: { ...document.preferences, bad: {} },
    }
    await damage(JSON.stringify(broken))
    await database.query.updateTable('history').set({ forward_json: '[{"op":"dance"}]' }).where('idx', '=', 0).execute()
    const mended = value(await service.open(TRACK))
    expect(mended.document).toEqual(document)
    expect(mended.history).toEqual([])
    expect(mended.takes).toHaveLength(3)
    expect(codeOf(await service.apply(TRACK, { type: 'region.remove', regionId: chorus.id }))).toBe('ok')
  })

  test('a step that cannot be read is refused and the song stays as it is', async () => {
    const { service } = await openStudio()
    const before = value(await service.apply(TRACK, accept))
    await database.query.updateTable('history').set({ backward_json: 'x' }).execute()
    expect(codeOf(await service.undo(TRACK))).toBe('project.damaged')
    expect(value(await service.open(TRACK))).toEqual(before)
  })

  test('a song without any take left is reported, not invented', async () => {
    const { service } = await openStudio(silent)
    expect(codeOf(await service.open(TRACK))).toBe('project.damaged')
  })
})
