import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createMonoThinner } from '../../src-main/audio/analysis/thin-mono.ts'
import { FINGERPRINT_SOUND, fingerprintOf } from '../../src-main/audio/fingerprint/fingerprint-sound.ts'
import { createAudioService, readWavSpan, writeWav24 } from '../../src-main/audio/index.ts'
import { createCoverStore, createImportJob, createSoundAlikes, createTrackReader, createTrackWriters, trackFiles } from '../../src-main/library/index.ts'
import { openDatabase } from '../../src-main/platform/database/index.ts'
import { createEvents } from '../../src-main/platform/events.ts'
import { createAudioStore } from '../../src-main/platform/files/index.ts'
import { createIdSource } from '../../src-main/platform/ids.ts'
import { watchBlocks } from '../../src-main/platform/threads/blocks-for-tests.ts'
import type { JobId } from '../../src-shared/kernel/ids.ts'
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
  const audio = createAudioService({ peaksFolder: at('peaks'), pathOf: store.pathOf, threads: 0 })
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
  console.log(`\n${songs} files of ${length} s (${formats.join(', ')}), to songs, ${audio.takeInPlaces} at once`)
  type Took = { readonly wall: number; readonly processor: number }
  const row = (name: string, { wall, processor }: Took, ours?: Took) =>
    console.log(
      `${name.padEnd(52)} ${wall.toFixed(2).padStart(7)} s  ${((songs * length) / wall).toFixed(0).padStart(5)} x real time  processor ${processor.toFixed(2).padStart(6)} s` +
        (ours === undefined
          ? ''
          : `  segno takes ${(ours.wall / wall).toFixed(1)} times as long, ${(ours.processor / processor).toFixed(1)} times the processor`),
    )
  /** what this process and its threads took */
  const own = async (work: () => unknown): Promise<Took> => {
    const before = process.cpuUsage()
    const wall = await seconds(work)
    const { user, system } = process.cpuUsage(before)
    return { wall, processor: (user + system) / 1e6 }
  }
  /** what a program and its children took, by the shell's own clock */
  const theirs = (command: string): Took => {
    const { stderr } = spawnSync('bash', ['-c', `TIMEFORMAT='took %R %U %S'; time { ${command}; } >/dev/null 2>/dev/null`], { encoding: 'utf8' })
    const [, wall = 0, user = 0, system = 0] = /took (\S+) (\S+) (\S+)/.exec(stderr)?.map(Number) ?? []
    return { wall, processor: user + system }
  }
  const savedSongs = { isOne: async () => false, open: () => Promise.reject(new Error('none is')) }
  const job = createImportJob({ ...parts, events, savedSongs, places: () => audio.takeInPlaces })
  const run = () => job.run({ paths: files }, { ...context, jobId: 'job_bench000' as JobId, workFolder: at('work') })
  const blocks = watchBlocks()
  const took = await own(run)
  const { processor, wall } = blocks.stop()
  row('segno: decoded, measured, fingerprint, waveform, kept', took)
  console.log(`  main held up to ${processor.toFixed(1)} ms of processor time (goal 30), ${wall.toFixed(1)} ms by the clock`)
  const stored = await database.query.selectFrom('takes').select('audio_sha256').execute()
  const sounds = await Promise.all(stored.map(({ audio_sha256 }) => readWavSpan(store.pathOf(audio_sha256))))
  const prints = await own(() => {
    for (const channels of sounds) {
      const thinner = createMonoThinner(RATE, FINGERPRINT_SOUND.wantedHz, FINGERPRINT_SOUND.mostSeconds)
      thinner.take(channels, 0, channels[0]?.length ?? 0)
      fingerprintOf(thinner.finish(), thinner.sampleRateHz)
    }
  })
  row('  of it fingerprints', prints)
  const sound = { wall: took.wall, processor: took.processor - prints.processor }
  row('  the rest: decoded, loudness and true peak, waveform', sound)
  row('segno: the same files again (known by their bytes)', await own(run))
  const hearing = await own(async () => {
    for (const { audio_sha256 } of stored) await audio.analyse({ path: store.pathOf(audio_sha256), fromFrame: 0, toFrame: length * RATE }, context)
  })
  row('segno: tempo, bars and key (later, in the background)', hearing)
  await audio.close()
  await database.close()

  const each = (filter: string) => `for file in ${at('in')}/*; do ffmpeg -v error -i "$file" -af ${filter} -f null -; done`
  if (has('ffmpeg')) {
    row('ffmpeg: decoded, loudness', theirs(each('ebur128')), sound)
    row('ffmpeg: decoded, loudness and true peak', theirs(each('ebur128=peak=true')), sound)
  } else console.log('ffmpeg is not installed')
  if (!has('beet')) return console.log('beets is not installed')
  const config = at('beets.yaml')
  writeFileSync(config, `directory: ${at('beets')}\nlibrary: ${at('beets.db')}\nimport:\n  copy: yes\n  autotag: no\n  quiet: yes\n`)
  row('beets: tags read, files copied (with its start)', theirs(`beet -c ${config} import ${at('in')}`), took)
}
