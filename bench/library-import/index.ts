import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { writeWav24 } from '../../src-main/audio/index.ts'
import { scanFolder } from '../../src-main/library/watched-folders/scan-folder.ts'
import { createWalkPool } from '../../src-main/library/watched-folders/walk-pool.ts'
import { watchedRepository } from '../../src-main/library/watched-folders/watched-repository.ts'
import { openDatabase } from '../../src-main/platform/database/index.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { benchImportRate } from './import-rate.ts'

/**
 * Looking through a folder whose files are known, beside mpd and beets on the same files in the same run (each where it is installed).
 * `--files=N`, 5000 unless told; then importing `--songs=N` (12) of `--seconds=N` (30), decoded. Each peer's second look is timed: everything is in its database then. beets starts anew for each.
 */
const optionOf = (name: string, otherwise: number): number => Number(process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise)
const fileCount = optionOf('files', 5_000)
const folder = mkdtempSync(join(tmpdir(), 'segno-bench-import-'))
const music = join(folder, 'music')
const FILES_A_FOLDER = 50

const row = (name: string, seconds: number, more = '') =>
  console.log(
    `${name.padEnd(44)} ${seconds.toFixed(3).padStart(8)} s  ${Math.round(fileCount / seconds)
      .toLocaleString('en')
      .padStart(9)} files/s  ${more}`,
  )
const timed = async (work: () => unknown): Promise<number> => {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1_000
}

const fill = async (): Promise<void> => {
  for (let i = 0; i < fileCount; i++) {
    const below = join(music, `album ${Math.floor(i / FILES_A_FOLDER)}`)
    mkdirSync(below, { recursive: true })
    await writeWav24(join(below, `${i}.wav`), [Float32Array.from({ length: 800 }, (_, n) => 0.3 * Math.sin(n * (0.05 + i / 1e5)))], 8_000)
  }
}

const ours = async (): Promise<number> => {
  const database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  const pool = createWalkPool()
  await watchedRepository(database.query).add([music], 1)
  const context = { signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined }
  const look = async () => void (await scanFolder({ database, pool, now: Date.now }, music, context))
  row('segno, first look (files are noted)', await timed(look))
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const rounds: number[] = []
  for (let i = 0; i < 5; i++) rounds.push(await timed(look))
  delay.disable()
  const median = rounds.sort((a, b) => a - b)[2] ?? 0
  row('segno, known files', median, `main thread held up to ${(delay.max / 1e6).toFixed(1)} ms`)
  await pool.close()
  await database.close()
  return median
}

const has = (program: string): boolean => spawnSync('which', [program]).status === 0

const mpd = async (): Promise<void> => {
  if (!has('mpd')) return console.log('mpd is not installed')
  const socket = join(folder, 'mpd.socket')
  writeFileSync(
    join(folder, 'mpd.conf'),
    [
      `music_directory "${music}"`,
      `db_file "${join(folder, 'mpd.db')}"`,
      `state_file "${join(folder, 'mpd.state')}"`,
      `bind_to_address "${socket}"`,
      `log_file "${join(folder, 'mpd.log')}"`,
      'audio_output {\n type "null"\n name "none"\n}',
    ].join('\n'),
  )
  const child = spawn('mpd', ['--no-daemon', join(folder, 'mpd.conf')], { stdio: 'ignore' })
  const ask = (words: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const connection = createConnection(socket, () => connection.write(`${words}\n`))
      let said = ''
      connection.on('data', (chunk) => {
        said += String(chunk)
        if (/\n(OK|ACK)[^\n]*\n$/.test(said) || /^OK MPD[^\n]*\n(OK|ACK)[^\n]*\n$/.test(said)) {
          connection.end()
          resolve(said)
        }
      })
      connection.on('error', reject)
    })
  const untilDone = async () => {
    while (/updating_db/.test(await ask('status'))) await sleep(5)
  }
  try {
    for (let i = 0; i < 100; i++) {
      if (await ask('status').then(Boolean, () => false)) break
      await sleep(50)
    }
    await untilDone()
    const update = async () => {
      await ask('update')
      await untilDone()
    }
    row('mpd, update after its start', await timed(update))
    const songs = /songs: (\d+)/.exec(await ask('stats'))?.[1]
    row('mpd, known files', await timed(update), `${songs} songs in its database`)
  } finally {
    child.kill()
  }
}

const beets = async (): Promise<void> => {
  if (!has('beet')) return console.log('beets is not installed')
  const config = join(folder, 'beets.yaml')
  writeFileSync(
    config,
    `directory: ${join(folder, 'beets')}\nlibrary: ${join(folder, 'beets.db')}\nimport:\n  copy: no\n  autotag: no\n  incremental: yes\n  quiet: yes\n`,
  )
  const run = () => spawnSync('beet', ['-c', config, 'import', music], { stdio: 'ignore' })
  row('beets, first import (tags are read)', await timed(run))
  row('beets, known files (with its start)', await timed(run))
  row('beets, update of known files', await timed(() => spawnSync('beet', ['-c', config, 'update'], { stdio: 'ignore' })))
}

try {
  await fill()
  console.log(`${fileCount} files of 0.1 s in ${Math.ceil(fileCount / FILES_A_FOLDER)} folders`)
  const seconds = await ours()
  await mpd()
  await beets()
  await benchImportRate(folder, optionOf('songs', 12), optionOf('seconds', 30))
  if (fileCount / seconds < 1_500) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
