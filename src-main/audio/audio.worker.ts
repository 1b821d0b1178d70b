import { serveTasks, type TaskContext, transfer } from '../platform/threads/worker-task.ts'
import { type DecodeRequest, decodeToWav } from './decode/decode-to-wav.ts'
import { type SavePeaksRequest, type ScanRequest, savePeaks } from './peaks/peaks-cache.ts'
import { scanPeaks } from './peaks/scan-peaks.ts'

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
  savePeaks: (request: SavePeaksRequest) => savePeaks(request),
})
