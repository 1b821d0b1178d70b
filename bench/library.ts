import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { z } from 'zod'
import { libraryHandlers } from '../src-main/library/index.ts'
import { openDatabase } from '../src-main/platform/database/index.ts'
import { createEvents } from '../src-main/platform/events.ts'
import { createAudioStore, createWorkFolders } from '../src-main/platform/files/index.ts'
import { createIdSource } from '../src-main/platform/ids.ts'
import { createJobService, identifyThisProcess, type JobDefinition } from '../src-main/platform/jobs/index.ts'
import { TrackQuery } from '../src-shared/library/contract.ts'

/** The library at scale and the queue's own cost, beside the same statement put straight to SQLite. `--tracks=N`, 100000 unless told. */
const trackCount = Number(process.argv.find((word) => word.startsWith('--tracks='))?.slice(9) ?? 100_000)
const folder = mkdtempSync(join(tmpdir(), 'segno-bench-'))
const path = join(folder, 'studio.sqlite')

/** median and worst of `rounds`, milliseconds */
const time = async (rounds: number, work: (round: number) => unknown) => {
  const samples: number[] = []
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now()
    await work(round)
    samples.push(performance.now() - startedAt)
  }
  samples.sort((a, b) => a - b)
  return { median: samples[Math.floor(rounds / 2)] ?? 0, worst: samples.at(-1) ?? 0 }
}
const row = (name: string, ours: { median: number; worst: number }, peer?: { median: number }) =>
  console.log(
    `${name.padEnd(52)} ${ours.median.toFixed(2).padStart(9)} ms  worst ${ours.worst.toFixed(2).padStart(9)} ms` +
      (peer ? `   raw SQLite ${peer.median.toFixed(2).padStart(8)} ms   ratio ${(ours.median / peer.median).toFixed(2)}` : ''),
  )

const fill = (): void => {
  const sqlite = new Sqlite(path)
  sqlite.pragma('foreign_keys = off')
  const words = ['rain', 'night', 'piano', 'drift', 'neon', 'coffee', 'harbour', 'velvet', 'static', 'bloom', 'ember', 'tide', 'glass', 'north']
  const word = (n: number) => words[n % words.length] ?? ''
  const track = sqlite.prepare(
    `INSERT INTO tracks (id, title, title_key, origin, engine, engine_version, prompt, seed, style, licence, created_at, updated_at, current_take_id, audio_sha256,
       seconds, sample_rate_hz, channel_count, tempo_bpm, key_json, time_signature_json, loudness_json)
     VALUES (@id, @title, @title, 'generated', 'score', '1', @prompt, @n, @style, 'yours', @n, @n, @take, @sha, @seconds, 44100, 2, @tempo,
       '{"tonic":"F#","mode":"minor"}', '{"beats":4,"unit":4}', '{"integratedLufs":-14,"truePeakDbtp":-1}')`,
  )
  const take = sqlite.prepare(
    `INSERT INTO takes (id, track_id, kind, group_id, number, audio_sha256, sample_rate_hz, channel_count, length_frames, first_bar_frame, prompt, engine, strategy,
       reason, created_at, facts_json) VALUES (@take, @id, 'original', 'g', 1, @sha, 44100, 2, 441000, 0, '', 'score', 'compose', '', @n, '{"sections":[]}')`,
  )
  const file = sqlite.prepare('INSERT INTO audio_files VALUES (@sha, 1000000, 441000, 44100, 2, 0)')
  sqlite.transaction(() => {
    for (let n = 0; n < trackCount; n++) {
      const id = n.toString(36).padStart(10, '0')
      const values = {
        id: `trk_${id}`,
        take: `tak_${id}`,
        sha: n.toString(16).padStart(64, '0'),
        title: `${word(n)} ${word(n * 7 + 3)} ${n}`,
        prompt: `${word(n * 3 + 1)} and ${word(n * 5 + 2)} with ${word(n * 11)} at ${60 + (n % 120)} bpm, soft and slow`,
        style: ['lofi', 'house', 'ambient', 'chip'][n % 4],
        seconds: 30 + ((n * 7919) % 300),
        tempo: 60 + ((n * 31) % 120),
        n,
      }
      file.run(values)
      track.run(values)
      take.run(values)
    }
  })()
  sqlite.close()
}

const benchLibrary = async (): Promise<void> => {
  const opened = await time(1, async () => (await openDatabase({ path, backupsFolder: join(folder, 'backups'), now: Date.now })).close())
  row('open and create an empty library', opened)
  fill()
  console.log(`${trackCount} songs, ${(statSync(path).size / 1e6).toFixed(0)} MB`)
  let database = await openDatabase({ path, backupsFolder: join(folder, 'backups'), now: Date.now })
  await database.close()
  row(
    'open it again',
    await time(5, async () => {
      database = await openDatabase({ path, backupsFolder: join(folder, 'backups'), now: Date.now })
      await database.close()
    }),
  )
  database = await openDatabase({ path, backupsFolder: join(folder, 'backups'), now: Date.now })
  const events = createEvents(() => {})
  const ids = createIdSource(randomBytes, Date.now)
  const library = libraryHandlers({ database, audio: createAudioStore(join(folder, 'audio'), Date.now), events, ids, now: Date.now })
  const raw = new Sqlite(path, { readonly: true })
  const page = (query: object) => library.list(TrackQuery.parse(query))
  const order = { createdAt: 'created_at', title: 'title_key', seconds: 'seconds', tempoBpm: 'ifnull(tempo_bpm, 0)' } as const
  for (const [sort, column] of Object.entries(order)) {
    const peer = raw.prepare(`SELECT * FROM tracks WHERE trashed_at IS NULL ORDER BY ${column} DESC, row DESC LIMIT 101`)
    const count = raw.prepare('SELECT count(*) FROM tracks WHERE trashed_at IS NULL')
    row(
      `page of 100 by ${sort}, with total`,
      await time(40, () => page({ sort })),
      await time(40, () => {
        peer.all()
        count.get()
      }),
    )
  }
  let cursor: string | undefined
  const pages = await time(1, async () => {
    for (let i = 0; i < 200; i++) {
      const answer = await page({ sort: 'title', cursor, limit: 500 })
      cursor = answer.ok ? answer.value.nextCursor : undefined
      if (!cursor) break
    }
  })
  row('the whole library in pages of 500 by title', pages)
  for (const text of ['rain', 'ra', 'velvet 99', 'zzz']) {
    const match = text
      .split(' ')
      .map((word) => `"${word}" *`)
      .join(' AND ')
    const peer = raw.prepare(
      'SELECT * FROM tracks WHERE trashed_at IS NULL AND row IN (SELECT rowid FROM track_search WHERE track_search MATCH ?) ORDER BY created_at DESC, row DESC LIMIT 101',
    )
    const count = raw.prepare('SELECT count(*) FROM tracks WHERE trashed_at IS NULL AND row IN (SELECT rowid FROM track_search WHERE track_search MATCH ?)')
    row(
      `search “${text}”`,
      await time(20, () => page({ text })),
      await time(20, () => {
        peer.all(match)
        count.get(match)
      }),
    )
  }
  row('search in Japanese (reads every song)', await time(5, () => page({ text: '雨' })))
  row('statistics', await time(10, () => library.stats({})))
  row('rename', await time(50, (n) => library.rename({ trackId: `trk_${n.toString(36).padStart(10, '0')}` as never, title: `new name ${n}` })))
  row(
    'durable transaction',
    await time(50, (n) =>
      database.transaction((tx) =>
        tx
          .insertInto('settings')
          .values({ name: `n${n}`, value_json: '1', updated_at: 0 })
          .execute(),
      ),
    ),
  )
  const startedAt = performance.now()
  let longest = 0
  let last = startedAt
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last - 1)
    last = performance.now()
  }, 1)
  await database.backUp('daily')
  clearInterval(timer)
  row('backup in steps', { median: performance.now() - startedAt, worst: performance.now() - startedAt })
  console.log(`${'  longest pause of the main thread meanwhile'.padEnd(52)} ${longest.toFixed(2).padStart(9)} ms`)
  row('full check (doctor)', await time(1, () => database.check()))
  raw.close()
  await database.close()
}

const benchJobs = async (): Promise<void> => {
  const jobsPath = join(folder, 'jobs.sqlite')
  const database = await openDatabase({ path: jobsPath, backupsFolder: join(folder, 'backups'), now: Date.now })
  const jobs = createJobService({
    database,
    events: createEvents(() => {}),
    ids: createIdSource(randomBytes, Date.now),
    now: Date.now,
    workFolders: createWorkFolders(join(folder, 'work')),
    identity: identifyThisProcess(randomBytes),
  })
  const nothing: JobDefinition = { kind: 'nothing', payload: z.object({}), lane: 'io', afterCrash: 'restart', run: async () => {} }
  await jobs.start([nothing])
  row('one job from enqueue to its end', await time(50, async () => jobs.whenEnded(await jobs.enqueue(nothing, {}, { title: 'x' }))))
  const startedAt = performance.now()
  const last = await Promise.all(Array.from({ length: 300 }, () => jobs.enqueue(nothing, {}, { title: 'x' })))
  await Promise.all(last.map((id) => jobs.whenEnded(id)))
  console.log(`${'300 jobs at once'.padEnd(52)} ${((performance.now() - startedAt) / 300).toFixed(2).padStart(9)} ms a job`)
  await jobs.close()
  await database.close()
}

try {
  await benchLibrary()
  await benchJobs()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
