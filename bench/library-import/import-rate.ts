import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createAudioService, writeWav24 } from '../../src-main/audio/index.ts'
import { createCoverStore, createSoundAlikes, createTrackReader, createTrackWriters, importFile, trackFiles } from '../../src-main/library/index.ts'
import { openDatabase } from '../../src-main/platform/database/index.ts'
import { createEvents } from '../../src-main/platform/events.ts'
import { createAudioStore } from '../../src-main/platform/files/index.ts'
import { createIdSource } from '../../src-main/platform/ids.ts'
import { watchBlocks } from '../../src-main/platform/threads/blocks-for-tests.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'

const RATE = 44_100
const seconds = async (work: () => unknown): Promise<number> => {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1_000
}
const has = (program: string): boolean => spawnSync('which', [program]).status === 0

/** A bar of kicks, a bass and some noise, in stereo: what tempo, key and loudness are heard in. */
const music = (index: number, length: number): Float32Array[] =>
  [0, 1].map((side) =>
    Float32Array.from({ length: length * RATE }, (_, n) => {
      const beat = (n / RATE) * ((100 + index) / 60)
      const kick = Math.exp(-20 * (beat % 1)) * Math.sin(2 * Math.PI * 55 * (n / RATE))
      return 0.5 * kick + 0.2 * Math.sin(2 * Math.PI * 110 * 2 ** ((index % 12) / 12) * (n / RATE) + side) + 0.05 * (((n * 16_807) % 2_147) / 1_073 - 1)
    }),
  )

/**
 * Files to songs, whole: decoded, measured (loudness, tempo, key), kept in the audio store, with tags and a waveform. beets and mpd on the same files read
 * the tags alone, so ffmpeg, which decodes and measures the loudness alone, is the fairer peer; each where it is installed.
 */
export const benchImportRate = async (folder: string, songs: number, length: number): Promise<void> => {
  const at = (...names: string[]) => join(folder, 'rate', ...names)
  for (const name of ['in', 'audio', 'work']) mkdirSync(at(name), { recursive: true })
  const context = { signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined }
  const database = await openDatabase({ path: at('studio.sqlite'), backupsFolder: at('backups'), now: Date.now })
  const store = createAudioStore(at('audio'), Date.now)
  const audio = createAudioService({ peaksFolder: at('peaks'), pathOf: store.pathOf, threads: 2 })
  const events = createEvents((cause) => {
    throw cause
  })
  const { tracks } = createTrackWriters({ database, audio: store, events, ids: createIdSource(randomBytes, Date.now), now: Date.now })
  const library = createTrackReader(database.query)
  const parts = {
    audio,
    store,
    tracks,
    library,
    covers: createCoverStore(at('covers')),
    files: trackFiles(database.query),
    soundAlikes: createSoundAlikes({ database, events, now: Date.now, audio }),
  }
  const formats = ['flac', 'mp3', 'ogg'] as const
  const files: string[] = []
  for (let i = 0; i < songs; i++) {
    const format = formats[i % formats.length] ?? 'flac'
    await writeWav24(at('source.wav'), music(i, length), RATE)
    const target = at('in', `${i}.${format}`)
    await audio.encode({ source: at('source.wav'), target, format, tags: { title: `Song ${i}`, artist: 'Bench', album: 'Imports' } }, context)
    files.push(target)
  }
  console.log(`\n${songs} files of ${length} s (${formats.join(', ')}), to songs`)
  const row = (name: string, took: number, ours?: number) =>
    console.log(
      `${name.padEnd(52)} ${took.toFixed(2).padStart(8)} s  ${(songs / took).toFixed(2).padStart(9)} files/s  ${((songs * length) / took).toFixed(0).padStart(6)} x real time` +
        (ours === undefined ? '' : `  segno takes ${(ours / took).toFixed(1)} times as long`),
    )
  const blocks = watchBlocks()
  const took = await seconds(async () => {
    for (const path of files) {
      const { trackId } = await importFile(parts, path, 'bench', at('work'), context)
      const track = await library.find(trackId)
      if (track) await audio.peaksFor(track.audioSha256)
    }
  })
  const { processor, wall } = blocks.stop()
  row('segno: decoded, measured, kept, waveform', took)
  console.log(`  main held up to ${processor.toFixed(1)} ms of processor time (goal 30), ${wall.toFixed(1)} ms by the clock`)
  const again = await seconds(async () => {
    for (const path of files) await importFile(parts, path, 'bench', at('work'), context)
  })
  row('segno: the same files again (known by their bytes)', again)
  await audio.close()
  await database.close()

  if (has('ffmpeg'))
    row(
      'ffmpeg: decoded, loudness',
      await seconds(() => {
        for (const path of files) spawnSync('ffmpeg', ['-v', 'error', '-i', path, '-af', 'ebur128', '-f', 'null', '-'], { stdio: 'ignore' })
      }),
      took,
    )
  else console.log('ffmpeg is not installed')
  if (!has('beet')) return console.log('beets is not installed')
  const config = at('beets.yaml')
  writeFileSync(config, `directory: ${at('beets')}\nlibrary: ${at('beets.db')}\nimport:\n  copy: yes\n  autotag: no\n  quiet: yes\n`)
  row('beets: tags read, files copied (with its start)', await seconds(() => spawnSync('beet', ['-c', config, 'import', at('in')], { stdio: 'ignore' })), took)
}
