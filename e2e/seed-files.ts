import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { createStudio } from '../src-main/app/composition-root.ts'
import { createAudioService, writeWav24 } from '../src-main/audio/index.ts'
import { locateDataFolder } from '../src-main/platform/files/index.ts'
import { launchNodeProcess } from '../src-main/platform/processes/index.ts'
import { createWorkFlags } from '../src-shared/kernel/work-flags.ts'

/** Sound files with tags and a cover in `home/music`, brought into the library in a process of its own before the window opens. */
export const seedFiles = (home: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [import.meta.filename, home], { stdio: ['ignore', 'ignore', 'inherit'] })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`seeding ended with ${code}`))))
  })

const chunk = (name: string, body: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(name), body])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(body.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
/** a picture of two colours */
const picture = (side: number): Uint8Array => {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.set([8, 2], 8)
  const rows = Buffer.alloc(side * (1 + 3 * side))
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      rows.set((x - side / 2) ** 2 + (y - side / 2) ** 2 < (side / 3) ** 2 ? [245, 190, 70] : [30, 60, 110], y * (1 + 3 * side) + 1 + 3 * x)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const main = async (home: string): Promise<void> => {
  const keepAwake = setInterval(() => {}, 60_000)
  const music = join(home, 'music')
  await mkdir(music, { recursive: true })
  const audio = createAudioService({ peaksFolder: join(home, 'seed-peaks'), pathOf: String, threads: 1 })
  const context = { signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined }
  const paths: string[] = []
  for (const [index, format] of (['flac', 'mp3', 'wav'] as const).entries()) {
    const source = join(home, `source-${format}.wav`)
    await writeWav24(source, [Float32Array.from({ length: 96_000 }, (_, i) => 0.4 * Math.sin(i * (0.03 + index / 100)) * (1 - (i % 12_000) / 12_000))], 24_000)
    const target = join(music, `Take ${index + 1}.${format}`)
    const tags = {
      title: `Kitchen take ${index + 1}`,
      artist: 'The Windows',
      album: 'Grey Mornings',
      date: '1987',
      isrc: 'USRC17607839',
      comment: 'taped in the kitchen',
      lyrics: 'rain on the window\nnobody home',
      cover: { mimeType: 'image/png', bytes: picture(240) } as const,
    }
    await audio.encode({ source, target, format, tags }, context)
    paths.push(target)
  }
  await audio.close()
  const folder = locateDataFolder({ platform: process.platform, env: { SEGNO_HOME: home }, home })
  const studio = await createStudio({ folder, env: process.env, now: Date.now, claimOnlyOwn: true, launchProcess: launchNodeProcess })
  const started = await studio.importPaths(paths)
  if (!started.ok) throw new Error(started.error.message)
  const job = await studio.jobs.whenEnded(started.value.jobId)
  if (job.state !== 'succeeded') throw new Error(job.error?.message ?? job.state)
  await studio.close()
  clearInterval(keepAwake)
}

const [, script, home] = process.argv
if (script === import.meta.filename && home) await main(home)
