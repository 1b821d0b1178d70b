import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Loudness } from '../../../src-shared/audio/loudness-report.ts'
import { checkpoint } from '../../../src-shared/kernel/work-flags.ts'
import { flush, type StoredAudio, sha256OfFile } from '../../platform/files/audio-store.ts'
import { failureOfSystemError } from '../../platform/files/system-failures.ts'
import { type DecodedSong, type DecodeRequest, type DecodeWork, decodeToWav } from '../decode/decode-to-wav.ts'
import { readTags, type SoundTags } from '../decode/read-tags.ts'
import { fingerprintOf } from '../fingerprint/fingerprint-sound.ts'
import { savePeaks } from '../peaks/peaks-cache.ts'
import { createPcmMeasure } from './measure-pcm.ts'

/** `peaksFolder`: where waveforms are kept. */
export type TakeInRequest = DecodeRequest & { readonly peaksFolder: string }

/** All that a file gives: `target` is on the disk, `stored` says its name and size, its waveform lies beside the others. */
export type TakenIn = {
  readonly song: DecodedSong
  readonly loudness: Loudness
  readonly tags: SoundTags
  /** what it is known by again (fingerprint/fingerprint-sound.ts) */
  readonly words: Uint32Array
  readonly stored: StoredAudio
}

/**
 * A sound file on its way into the library: decoded, measured and drawn in one pass over its samples. Runs in a worker.
 * @throws FailureError what `decodeToWav` says; AbortError
 */
export const takeInSound = async ({ source, target, peaksFolder }: TakeInRequest, work: DecodeWork): Promise<TakenIn> => {
  const tags = await readTags(source)
  let measure: ReturnType<typeof createPcmMeasure> | undefined
  const song = await decodeToWav(
    { source, target },
    {
      flags: work.flags,
      progress: (fraction) => work.progress(0.9 * fraction),
      listen(format) {
        measure = createPcmMeasure(format)
        return measure.take
      },
    },
  )
  if (!measure) throw new Error('a decoded song was not heard')
  const { loudness, pieces, mono } = measure.finish()
  checkpoint(work.flags)
  const words = fingerprintOf(mono.samples, mono.sampleRateHz, () => checkpoint(work.flags))
  work.progress(0.95)
  try {
    await flush(target)
    const sha256 = await sha256OfFile(target)
    const { size: bytes } = await stat(target)
    checkpoint(work.flags)
    await savePeaks({ target: join(peaksFolder, `${sha256}.pk`), sampleRateHz: song.sampleRateHz, lengthFrames: song.lengthFrames, pieces })
    return { song, loudness, tags, words, stored: { sha256, bytes } }
  } catch (cause) {
    throw failureOfSystemError(cause, target) ?? cause
  }
}
