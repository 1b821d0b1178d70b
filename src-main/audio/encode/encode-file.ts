import { rm } from 'node:fs/promises'
import type { Loudness } from '../../../src-shared/audio/loudness-report.ts'
import type { PcmEncoding } from '../../../src-shared/audio/pcm.ts'
import { failureOfSystemError } from '../../platform/files/system-failures.ts'
import type { DecodeWork } from '../decode/decode-to-wav.ts'
import { openWav, type WavReader } from '../wav/wav-reader.ts'
import { wavSpan } from '../wav/wav-span.ts'
import { createWavWriter } from '../wav/wav-writer.ts'
import { encodeAiff } from './encode-aiff.ts'
import { encodeFlac, flacRateFor } from './encode-flac.ts'
import { encodeMp3, type Mp3Quality, mp3RateFor } from './encode-mp3.ts'
import { encodeOgg, oggRateFor } from './encode-ogg.ts'
import { copyWav, encodeWav } from './encode-wav.ts'
import type { Cue, FileTags } from './file-tags.ts'
import { type LoudnessTarget, levelSound } from './level-sound.ts'
import { dithered, type PcmBlocks, pcmBlocks } from './pcm-blocks.ts'

export type EncodedFormat = 'wav' | 'flac' | 'mp3' | 'ogg' | 'aiff'

export type EncodeRequest = {
  readonly source: string
  readonly target: string
  readonly format: EncodedFormat
  readonly tags: FileTags
  /** 16 or 24: integers; 32: floats, where the format has them. Default: as fine as the song, at most 24 */
  readonly bits?: 16 | 24 | 32 | undefined
  /** default: the song's own, or the nearest that the format has */
  readonly sampleRateHz?: number | undefined
  readonly mp3?: Mp3Quality | undefined
  readonly loudness?: LoudnessTarget | undefined
  /** in WAV and AIFF files */
  readonly cues?: readonly Cue[] | undefined
  /** in WAV files */
  readonly timeReferenceSeconds?: number | undefined
  /** silence before the song, frames at its own rate */
  readonly padFrames?: number | undefined
  /** only these frames of it */
  readonly span?: { readonly startFrame: number; readonly endFrame: number } | undefined
}

/** `loudness` where a target was asked for. */
export type EncodedFile = {
  readonly sampleRateHz: number
  readonly channelCount: number
  readonly lengthFrames: number
  readonly loudness: Loudness | undefined
}

const RATE_FOR: Readonly<Record<EncodedFormat, (sampleRateHz: number) => number>> = {
  wav: (rate) => rate,
  aiff: (rate) => rate,
  flac: flacRateFor,
  mp3: mp3RateFor,
  ogg: oggRateFor,
}

const INTEGERS = { 16: 'pcm16', 24: 'pcm24' } as const

/** How the samples lie in a lossless file: as asked for, else like the song's own. */
const encodingFor = (format: EncodedFormat, bits: EncodeRequest['bits'], own: PcmEncoding): 'pcm16' | 'pcm24' | 'float32' => {
  if (bits === 32) return format === 'flac' ? 'pcm24' : 'float32'
  if (bits) return INTEGERS[bits]
  return own === 'pcm16' && format !== 'flac' ? 'pcm16' : 'pcm24'
}

/** The song at another rate or with silence before it, as 32-bit floats, so that its level can be measured and changed. */
const prepare = async (wav: WavReader, path: string, sampleRateHz: number, padFrames: number, work: DecodeWork): Promise<void> => {
  const pcm = pcmBlocks(wav, sampleRateHz, work, { padFrames })
  const writer = await createWavWriter(path, { sampleRateHz, channelCount: pcm.channelCount, encoding: 'float32' })
  try {
    for await (const block of pcm.blocks) await writer.write(block)
    await writer.finish()
  } finally {
    await writer.abandon()
  }
}

/** A lossy encoder's or a lossless file's bytes of `pcm`. */
const write = (pcm: PcmBlocks, request: EncodeRequest, own: PcmEncoding, isChanged: boolean, loudness: Loudness | undefined): Promise<void> => {
  const { target, format, tags, bits, cues = [], timeReferenceSeconds = 0 } = request
  const encoding = encodingFor(format, bits, own)
  const isReduced = isChanged || own !== 'pcm16'
  const ready = isReduced ? dithered(pcm, encoding) : pcm
  switch (format) {
    case 'wav':
      return encodeWav(ready, target, { tags, cues, timeReferenceSeconds, loudness }, encoding)
    case 'aiff':
      return encodeAiff(ready, target, tags, cues, encoding)
    case 'flac':
      return encodeFlac(ready, target, tags, encoding === 'pcm16' ? 'pcm16' : 'pcm24')
    case 'mp3':
      return encodeMp3(pcm, target, tags, request.mp3)
    case 'ogg':
      return encodeOgg(pcm, target, tags)
  }
}

const OWN_BITS: Readonly<Record<PcmEncoding, 16 | 24 | 32 | undefined>> = { pcm16: 16, pcm24: 24, pcm32: undefined, float32: 32 }

/**
 * A WAV as a file for others. A WAV of the song's own rate and width is the song bit for bit. Leaves nothing behind when it fails. Runs in a
 * worker. @throws FailureError disk.full, disk.read-only, audio.damaged, audio.too-large
 */
export const encodeFile = async (request: EncodeRequest, work: DecodeWork): Promise<EncodedFile> => {
  const { source, target, format, tags, bits, cues = [], timeReferenceSeconds = 0, padFrames = 0 } = request
  const prepared = `${target}.sound`
  const limited = `${target}.level`
  const opened: WavReader[] = []
  const open = async (path: string) => {
    const wav = await openWav(path)
    opened.push(wav)
    return wav
  }
  try {
    const whole = await open(source)
    const song = request.span ? wavSpan(whole, request.span) : whole
    const { channelCount, encoding: own } = song.layout
    const sampleRateHz = RATE_FOR[format](request.sampleRateHz ?? song.layout.sampleRateHz)
    const isResampled = sampleRateHz !== song.layout.sampleRateHz
    const lengthFrames = Math.round(((song.layout.lengthFrames + padFrames) * sampleRateHz) / song.layout.sampleRateHz)
    if (request.loudness) {
      const needsPreparing = isResampled || padFrames > 0 || song !== whole
      const share = needsPreparing ? 0.3 : 0
      if (needsPreparing) await prepare(song, prepared, sampleRateHz, padFrames, { ...work, progress: (done) => work.progress(done * share) })
      const path = needsPreparing ? prepared : source
      const levelling = await levelSound(path, request.loudness, limited, { ...work, progress: (done) => work.progress(share + (0.8 - share) * done) })
      const ready = await open(levelling.path ?? path)
      const pcm = pcmBlocks(ready, sampleRateHz, { ...work, progress: (done) => work.progress(0.8 + 0.2 * done) }, { gain: levelling.gain })
      await write(pcm, request, own, true, levelling.loudness)
      return { sampleRateHz, channelCount, lengthFrames, loudness: levelling.loudness }
    }
    const isSame = !isResampled && padFrames === 0
    if (format === 'wav' && isSame && (bits === undefined ? own !== 'float32' : OWN_BITS[own] === bits))
      await copyWav(song, target, { tags, cues, timeReferenceSeconds, loudness: undefined }, work)
    else await write(pcmBlocks(song, sampleRateHz, work, { padFrames }), request, own, isResampled, undefined)
    return { sampleRateHz, channelCount, lengthFrames, loudness: undefined }
  } catch (cause) {
    await rm(target, { force: true })
    throw failureOfSystemError(cause, target) ?? cause
  } finally {
    for (const wav of opened) await wav.close()
    await Promise.all([prepared, limited].map((path) => rm(path, { force: true })))
  }
}
