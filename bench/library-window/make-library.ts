import { linkSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { writeWav24 } from '../../src-main/audio/index.ts'
import { openDatabase } from '../../src-main/platform/database/index.ts'
import { locateDataFolder } from '../../src-main/platform/files/index.ts'
import { BASE_BUCKET_FRAMES, buildPeaks, encodePeaks } from '../../src-shared/audio/peaks-format.ts'
import { fillLibrary } from '../library/fill-library.ts'

const RATE_HZ = 44_100
const SECONDS = 60
/** The newest songs have a sound and a waveform (the same one, linked): as many as a bench scrolls past. */
const HEARD = 6_000

const wave = (): Uint8Array => {
  const count = Math.ceil((SECONDS * RATE_HZ) / BASE_BUCKET_FRAMES)
  const at = (i: number) => Math.round(32_000 * Math.abs(Math.sin(i * 0.37)) * (0.3 + 0.7 * Math.abs(Math.sin(i / 300))))
  const channel = () => ({
    min: Int16Array.from({ length: count }, (_, i) => -at(i)),
    max: Int16Array.from({ length: count }, (_, i) => at(i + 3)),
    rms: Int16Array.from({ length: count }, (_, i) => at(i) >> 1),
  })
  return encodePeaks(buildPeaks(RATE_HZ, SECONDS * RATE_HZ, [channel(), channel()]))
}

/** A data folder with `count` songs. */
export const makeLibrary = async (home: string, count: number): Promise<void> => {
  const folder = locateDataFolder({ platform: process.platform, env: { SEGNO_HOME: home }, home })
  await (await openDatabase({ path: folder.databasePath, backupsFolder: folder.backups, now: Date.now })).close()
  const startedAt = performance.now()
  fillLibrary(folder.databasePath, count, Date.now())
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${count} songs made in ${seconds} s, ${(statSync(folder.databasePath).size / 1e6).toFixed(0)} MB`)

  const sound = join(home, 'sound.wav')
  await writeWav24(sound, [new Float32Array(RATE_HZ)], RATE_HZ)
  const peaks = join(home, 'peaks.pk')
  writeFileSync(peaks, wave())
  const sqlite = new Sqlite(folder.databasePath)
  // songs that were listened to long ago: the work on new ones would be measured, too
  sqlite.prepare("INSERT INTO settings (name, value_json, updated_at) VALUES ('settings.listenInBackground', 'false', 0)").run()
  const newest = sqlite.prepare('SELECT audio_sha256 FROM tracks ORDER BY created_at DESC LIMIT ?').pluck().all(HEARD) as string[]
  sqlite.close()
  mkdirSync(join(folder.cache, 'peaks'), { recursive: true })
  for (const sha256 of newest) {
    const stored = join(folder.audio, sha256.slice(0, 2), `${sha256}.wav`)
    mkdirSync(dirname(stored), { recursive: true })
    linkSync(sound, stored)
    linkSync(peaks, join(folder.cache, 'peaks', `${sha256}.pk`))
  }
  rmSync(sound)
  rmSync(peaks)
}
