import { availableParallelism, totalmem } from 'node:os'
import type { Loudness } from '../../src-shared/audio/loudness-report.ts'
import { BASE_BUCKET_FRAMES, type ChannelBuckets } from '../../src-shared/audio/peaks-format.ts'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import type { AnalyseRequest, MusicAnalysis } from './analysis/analyse-music.ts'
import { createAudioPool } from './audio-pool.ts'
import type { DecodedSong, DecodeRequest } from './decode/decode-to-wav.ts'
import type { EncodedFile, EncodeRequest } from './encode/encode-file.ts'
import { createPeaksCache, type ScanRequest } from './peaks/peaks-cache.ts'
import { createSpectrumCache } from './spectrum/spectrum-cache.ts'
import type { TakeInRequest, TakenIn } from './take-in/take-in-sound.ts'
import { readWavLayout } from './wav/wav-reader.ts'

/** The door to everything about sound files that takes longer than a moment; all of it runs in worker threads. Close it. */
export type AudioService = {
  /** Waveform file of a stored song (src-shared/audio/peaks-format.ts), computed when it is missing or damaged. */
  peaksFor(sha256: Sha256): Promise<string>
  /** where `peaksFor` keeps it, if it is there */
  peaksPathOf(sha256: Sha256): string
  /** Spectrogram file of a stored song (src-shared/audio/spectrum-format.ts), computed when it is missing or damaged. */
  spectrumFor(sha256: Sha256): Promise<string>
  /** Nobody looks at it any more: a spectrogram that is being computed is given up. */
  leaveSpectrum(sha256: Sha256): void
  /** Any sound file -> a WAV of the working format at `target`. Failures: see `decodeToWav`. */
  decode(request: DecodeRequest, context: WorkContext): Promise<DecodedSong>
  /** A WAV -> wav, aiff, flac, mp3 or ogg with tags at `target`. Failures: disk.full, disk.read-only. */
  encode(request: EncodeRequest, context: WorkContext): Promise<EncodedFile>
  /** sha-256 of a file's bytes. Failures: file.not-found, file.unreadable. */
  hash(path: string, context: WorkContext): Promise<Sha256>
  /**
   * Any sound file on its way into the library: a WAV of the working format at `target` with its measures, tags, fingerprint and waveform. In threads
   * of its own, `takeInPlaces` side by side, so that nobody who looks at a song waits behind it. Failures: see `decodeToWav`.
   */
  takeIn(request: DecodeRequest, context: WorkContext): Promise<TakenIn>
  readonly takeInPlaces: number
  measureLoudness(path: string, context: WorkContext): Promise<Loudness>
  /** Level 0 of the waveform of a WAV, a channel each; stored nowhere. */
  scanLevels(path: string, context: WorkContext): Promise<readonly ChannelBuckets[]>
  /** Tempo, beat, key and loudness of at most 75 s around a span. */
  analyse(request: AnalyseRequest, context: WorkContext): Promise<MusicAnalysis>
  /** What a WAV is known by again, whatever it is encoded in (fingerprint/fingerprint-sound.ts). Failures: audio.damaged. */
  fingerprint(path: string, context: WorkContext): Promise<Uint32Array>
  close(): Promise<void>
}

export type AudioServiceOptions = {
  /** where waveforms are kept; made when missing */
  readonly peaksFolder: string
  /** where spectrograms are kept; beside the waveforms when not said */
  readonly spectraFolder?: string
  /** what spectrograms may have together on the disk; those that were not looked at longest go first */
  readonly mostSpectraBytes?: number
  readonly pathOf: (sha256: Sha256) => string
  /** 0 = one a core */
  readonly threads?: number
}

/** While it is decoded a file takes 160 MB (FLAC) to 270 MB (MP3), measured with an hour of sound; a quarter of the memory may go there. */
const BYTES_A_PLACE = 300e6
const MOST_PLACES = 8

/** How many files are taken in side by side. */
export const placesFor = (cores: number, memoryBytes: number): number => Math.max(1, Math.min(MOST_PLACES, cores, Math.floor(memoryBytes / 4 / BYTES_A_PLACE)))

/** Work that nobody can cancel: a picture that the window waits for. */
const unattended = (): WorkContext => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })

/** About two and a half hundred songs of three minutes, or thirteen hours. */
const MOST_SPECTRA_BYTES = 1024 ** 3

export const createAudioService = ({
  peaksFolder,
  spectraFolder = peaksFolder,
  mostSpectraBytes = MOST_SPECTRA_BYTES,
  pathOf,
  threads = 0,
}: AudioServiceOptions): AudioService => {
  const pool = createAudioPool(threads)
  const intake = createAudioPool(threads > 0 ? threads : placesFor(availableParallelism(), totalmem()))
  const peaks = createPeaksCache(peaksFolder, pathOf, pool, unattended)
  const spectra = createSpectrumCache(spectraFolder, pathOf, pool, mostSpectraBytes)
  return {
    peaksFor: peaks.peaksFor,
    peaksPathOf: peaks.pathOf,
    spectrumFor: spectra.pathFor,
    leaveSpectrum: spectra.stop,
    decode: (request, context) => pool.run('decodeToWav', request, context),
    encode: (request, context) => pool.run('encodeFile', request, context),
    hash: (path, context) => intake.run('hashFile', { path }, context),
    takeIn: (request, context) => intake.run('takeIn', { ...request, peaksFolder } satisfies TakeInRequest, context),
    takeInPlaces: intake.threadCount,
    measureLoudness: (path, context) => pool.run('measureLoudness', { path }, context),
    async scanLevels(path, context) {
      const layout = await readWavLayout(path)
      const toBucket = Math.ceil(layout.lengthFrames / BASE_BUCKET_FRAMES)
      return pool.run<ChannelBuckets[]>('scanPeaks', { path, layout, fromBucket: 0, toBucket } satisfies ScanRequest, context)
    },
    analyse: (request, context) => pool.run('analyseMusic', request, context),
    fingerprint: (path, context) => pool.run('fingerprint', { path }, context),
    async close() {
      await Promise.all([pool.close(), intake.close()])
    },
  }
}
