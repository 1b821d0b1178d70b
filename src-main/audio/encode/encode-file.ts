import { rm } from 'node:fs/promises'
import { failureOfSystemError } from '../../platform/files/system-failures.ts'
import type { DecodeWork } from '../decode/decode-to-wav.ts'
import type { SoundTags } from '../decode/read-tags.ts'
import { openWav } from '../wav/wav-reader.ts'
import { encodeFlac, flacRateFor } from './encode-flac.ts'
import { encodeMp3, mp3RateFor } from './encode-mp3.ts'
import { encodeOgg, oggRateFor } from './encode-ogg.ts'
import { encodeWav } from './encode-wav.ts'
import { pcmBlocks } from './pcm-blocks.ts'

export type EncodedFormat = 'wav' | 'flac' | 'mp3' | 'ogg'
export type EncodeRequest = { readonly source: string; readonly target: string; readonly format: EncodedFormat; readonly tags: SoundTags }

/** A WAV as a file for others. Leaves nothing behind when it fails. Runs in a worker. @throws FailureError disk.full, disk.read-only, audio.damaged */
export const encodeFile = async ({ source, target, format, tags }: EncodeRequest, work: DecodeWork): Promise<void> => {
  const wav = await openWav(source)
  const { sampleRateHz } = wav.layout
  try {
    switch (format) {
      case 'wav':
        return await encodeWav(wav, target, tags, work)
      case 'flac':
        return await encodeFlac(pcmBlocks(wav, flacRateFor(sampleRateHz), work), target, tags)
      case 'mp3':
        return await encodeMp3(pcmBlocks(wav, mp3RateFor(sampleRateHz), work), target, tags)
      case 'ogg':
        return await encodeOgg(pcmBlocks(wav, oggRateFor(sampleRateHz), work), target, tags)
    }
  } catch (cause) {
    await rm(target, { force: true })
    throw failureOfSystemError(cause, target) ?? cause
  } finally {
    await wav.close()
  }
}
