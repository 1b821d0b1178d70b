import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { writeWav24 } from '../audio/index.ts'
import { planFromPrompt } from '../generation/score/plan/index.ts'
import { createTrackWriters } from '../library/index.ts'
import { openDatabase } from '../platform/database/index.ts'
import { createEvents } from '../platform/events.ts'
import { createAudioStore, createDataFolder, type DataFolder } from '../platform/files/index.ts'
import { createIdSource } from '../platform/ids.ts'

const RATE_HZ = 8_000

/** Fills a data folder with songs that have prompts and plans and all the same second of silence, which costs nothing. */
export const fillLibrary = async (folder: DataFolder, prompts: readonly string[]): Promise<readonly TrackId[]> => {
  createDataFolder(folder)
  const events = createEvents((cause) => {
    throw cause
  })
  const database = await openDatabase({ path: folder.databasePath, backupsFolder: folder.backups, now: Date.now })
  const audio = createAudioStore(folder.audio, Date.now)
  const path = join(folder.root, 'silence.wav')
  await writeWav24(path, [new Float32Array(RATE_HZ)], RATE_HZ)
  const { sha256, bytes } = await audio.adopt(path)
  const { tracks } = createTrackWriters({ database, audio, events, ids: createIdSource(randomBytes, Date.now), now: Date.now })
  const made: TrackId[] = []
  for (const [seed, prompt] of prompts.entries()) {
    const plan = planFromPrompt({ prompt, seed, overrides: {} })
    const { title, style, key, tempoBpm, timeSignature } = plan
    const take = {
      kind: 'original' as const,
      groupId: 'grp',
      number: 1,
      audioSha256: sha256,
      audioBytes: bytes,
      sampleRateHz: RATE_HZ,
      channelCount: 1,
      lengthFrames: RATE_HZ,
      plan,
      tempoMap: [{ atTicks: 0, tempoBpm }],
      timeSignature,
      firstBarFrame: 0,
      sections: [],
      prompt,
      seed,
      engine: 'score',
      strategy: 'compose',
      reason: '',
    }
    const track = { title, origin: 'generated' as const, engine: 'score', engineVersion: '1', prompt, licence: 'MIT', seed, style, key, take }
    made.push((await tracks.create(track)).track.id)
  }
  await database.close()
  return made
}
