import { sha256OfFile } from '../platform/files/audio-store.ts'
import { serveTasks, type TaskContext, transfer } from '../platform/threads/worker-task.ts'
import { type AnalyseRequest, analyseMusic } from './analysis/analyse-music.ts'
import { measureLoudness } from './analysis/measure-loudness.ts'
import { readFailure } from './audio-failures.ts'
import { type DecodeRequest, decodeToWav } from './decode/decode-to-wav.ts'
import { type EncodeRequest, encodeFile } from './encode/encode-file.ts'
import { fingerprintFile } from './fingerprint/fingerprint-sound.ts'
import { type SavePeaksRequest, type ScanRequest, savePeaks } from './peaks/peaks-cache.ts'
import { scanPeaks } from './peaks/scan-peaks.ts'
import { scanSpectrum } from './spectrum/scan-spectrum.ts'
import { type SaveSpectrumRequest, type SpectrumScanRequest, saveSpectrum } from './spectrum/spectrum-cache.ts'
import { type TakeInRequest, takeInSound } from './take-in/take-in-sound.ts'

/** Everything about sound files that takes longer than a moment. */
export default serveTasks({
  scanPeaks: ({ path, layout, fromBucket, toBucket }: ScanRequest, { flags }: TaskContext) => {
    const buckets = scanPeaks(path, layout, fromBucket, toBucket, flags)
    return transfer(
      buckets,
      buckets.flatMap(({ min, max, rms }) => [min.buffer, max.buffer, rms.buffer] as ArrayBuffer[]),
    )
  },
  decodeToWav: (request: DecodeRequest, { flags, progress }: TaskContext) =>
    decodeToWav(request, { flags, progress: (fraction) => progress(fraction, 'reading the sound') }),
  hashFile: ({ path }: { path: string }) => sha256OfFile(path).catch((cause) => Promise.reject(readFailure(cause, path))),
  takeIn: async (request: TakeInRequest, { flags, progress }: TaskContext) => {
    const taken = await takeInSound(request, { flags, progress: (fraction) => progress(fraction, 'reading the sound') })
    return transfer(taken, [taken.words.buffer as ArrayBuffer])
  },
  measureLoudness: ({ path }: { path: string }, { flags, progress }: TaskContext) =>
    measureLoudness(path, 0, undefined, { flags, progress: (fraction) => progress(fraction, 'measuring loudness') }),
  analyseMusic: (request: AnalyseRequest, { flags, progress }: TaskContext) =>
    analyseMusic(request, { flags, progress: (fraction) => progress(fraction, 'listening for tempo and key') }),
  fingerprint: async ({ path }: { path: string }, { flags, progress }: TaskContext) => {
    const words = await fingerprintFile(path, { flags, progress: (fraction) => progress(fraction, 'comparing') })
    return transfer(words, [words.buffer as ArrayBuffer])
  },
  encodeFile: (request: EncodeRequest, { flags, progress }: TaskContext) =>
    encodeFile(request, { flags, progress: (fraction) => progress(fraction, `writing ${request.format.toUpperCase()}`) }),
  savePeaks: (request: SavePeaksRequest) => savePeaks(request),
  scanSpectrum: ({ path, layout, shape, from, to }: SpectrumScanRequest, { flags }: TaskContext) => {
    const columns = scanSpectrum(path, layout, shape, from, to, flags)
    return transfer(columns, [columns.buffer])
  },
  saveSpectrum: (request: SaveSpectrumRequest) => saveSpectrum(request),
})
