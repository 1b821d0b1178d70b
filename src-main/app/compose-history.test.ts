import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { JobId, TrackId } from '../../src-shared/kernel/ids.ts'
import { ok } from '../../src-shared/kernel/result.ts'
import { createTrackReader, createTrackWriters, type NewTake } from '../library/index.ts'
import { openDatabase } from '../platform/database/index.ts'
import { createEvents } from '../platform/events.ts'
import { createAudioStore } from '../platform/files/index.ts'
import { createIdSource } from '../platform/ids.ts'
import { createLibrarySongs, createProjectService } from '../project/index.ts'
import { composeHistory } from './compose-history.ts'

const GROUP = 'fix'

test('a comment whose take is accepted is resolved, also when the library is closed right behind it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'segno-comment-'))
  const database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  onTestFinished(async () => {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const events = createEvents((cause) => {
    throw cause
  })
  const ids = createIdSource(randomBytes, Date.now)
  const audio = createAudioStore(join(folder, 'audio'), Date.now)
  const writers = createTrackWriters({ database, audio, events, ids, now: Date.now })
  const newTake = async (more: Partial<NewTake>): Promise<NewTake> => {
    const path = join(folder, 'fresh.wav')
    writeFileSync(path, `sound ${more.kind}`)
    const { sha256, bytes } = await audio.adopt(path)
    const plain = {
      number: 1,
      sampleRateHz: 48_000,
      channelCount: 2,
      lengthFrames: 480_000,
      firstBarFrame: 0,
      sections: [],
      prompt: '',
      strategy: '',
      reason: '',
    }
    return { ...plain, kind: 'original', groupId: 'g', engine: 'score', audioSha256: sha256, audioBytes: bytes, ...more }
  }
  const { track } = await writers.tracks.create({
    title: 'Rain',
    origin: 'generated',
    engine: 'score',
    engineVersion: '1',
    prompt: '',
    licence: 'MIT',
    take: await newTake({}),
  })
  const regenerate = async ({ trackId }: { trackId: TrackId }) => {
    await writers.takes.add(trackId, await newTake({ kind: 'regenerate', groupId: GROUP, parentTakeId: track.currentTakeId }))
    return ok({ groupId: GROUP, jobIds: ['job_00000001' as JobId] })
  }
  const core = { database, events, ids, now: Date.now, identity: { token: 'me' }, tracks: createTrackReader(database.query), regenerate }
  const history = composeHistory(core as unknown as Parameters<typeof composeHistory>[0])
  const stop = history.begin()
  const project = createProjectService({ database, songs: createLibrarySongs(Date.now), events, now: Date.now })
  const { comments } = history.handlers
  const added = await comments.add({ trackId: track.id, startSeconds: 3, body: 'fix 0:03' })
  if (!added.ok) throw new Error(added.error.message)
  expect(await comments.makeTask({ commentId: added.value.comment.id, takes: 1 })).toMatchObject({ ok: true })
  const made = (await createTrackReader(database.query).listTakes(track.id)).find(({ groupId }) => groupId === GROUP)
  if (!made) throw new Error('no take')
  const accepted = await project.apply(track.id, { type: 'take.accept', takeId: made.id })
  expect(accepted).toMatchObject({ ok: true })
  await stop()
  const listed = await comments.list({ trackId: track.id })
  expect(listed).toMatchObject({ ok: true, value: [{ resolvedAt: expect.any(Number), task: { state: 'accepted' } }] })
})
