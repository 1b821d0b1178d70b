import { constants } from 'node:fs'
import { copyFile, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import type { PcmEncoding } from '../../../src-shared/audio/pcm.ts'
import { checkpoint, type WorkFlags } from '../../../src-shared/kernel/work-flags.ts'
import { failureOfSystemError } from '../../platform/files/system-failures.ts'
import { audioFailures, readFailure, truncationNote } from '../audio-failures.ts'
import type { RiffHeader } from '../wav/riff-header.ts'
import { encodingOf, openWav, readWavHeader } from '../wav/wav-reader.ts'
import { createWavWriter, type WavFormat, type WavWriter } from '../wav/wav-writer.ts'
import { downMix, downMixWeights } from './down-mix.ts'
import { findSound, openSound } from './open-sound.ts'
import { wavSource } from './raw-source.ts'
import type { SoundSource } from './sound-source.ts'

export type DecodeRequest = { readonly source: string; readonly target: string }

/** `target` now holds the song in the working format. `notes` are sentences for the musician: what was cut off, folded down or replaced by silence. */
export type DecodedSong = {
  readonly sampleRateHz: number
  readonly channelCount: number
  readonly lengthFrames: number
  readonly encoding: PcmEncoding
  readonly notes: readonly string[]
  /** it holds less than its own header promises: cut off, or not all there yet */
  readonly isCut: boolean
}
/** Hears every sample of the target, once and in order: whole frames as they lie in the file. */
export type PcmListener = (format: WavFormat) => (bytes: Uint8Array) => void
export type DecodeWork = { readonly flags: WorkFlags; readonly progress: (fraction: number) => void; readonly listen?: PcmListener }

/** Frames missing at the end that are only a matter of how encoders count, not of a file that was cut. */
const SLACK_SECONDS = 0.1
const COPY_FRAMES = 1 << 18

/** The shortest and fastest rates that the studio plays, Hz. */
const RATES = { low: 1_000, high: 768_000 }

/**
 * Any sound file as a WAV of the working format: a WAV that is one already is copied as it is, everything else becomes 24-bit PCM at its own
 * rate, more than two channels folded down to stereo. Bounded memory. Leaves nothing behind when it fails.
 *
 * @throws FailureError audio.empty, audio.not-audio, audio.damaged, audio.unsupported, audio.too-large, file.not-found, file.unreadable,
 *   disk.full, disk.read-only
 */
export const decodeToWav = async ({ source, target }: DecodeRequest, work: DecodeWork): Promise<DecodedSong> => {
  try {
    const found = await findSound(source)
    if (found.format !== 'wav') return await writeDecoded(await openSound(found, source), source, target, work)
    const header = await readWavHeader(source)
    const encoding = encodingOf(header.format)
    return encoding && header.format.channelCount <= 2
      ? await copyWav(header, encoding, source, target, work)
      : await writeDecoded(wavSource(source, header), source, target, work)
  } catch (cause) {
    await rm(target, { force: true })
    throw readFailure(cause, source)
  }
}

const checkRate = (sampleRateHz: number, source: string): void => {
  if (sampleRateHz < RATES.low || sampleRateHz > RATES.high) throw audioFailures.unsupported(basename(source), `sound at ${sampleRateHz} Hz`)
}

const copyWav = async (
  header: RiffHeader,
  encoding: PcmEncoding,
  source: string,
  target: string,
  { flags, progress, listen }: DecodeWork,
): Promise<DecodedSong> => {
  const { format, lengthFrames, promisedFrames } = header
  const { sampleRateHz, channelCount } = format
  checkRate(sampleRateHz, source)
  const notes = promisedFrames === undefined ? [] : [truncationNote(lengthFrames / sampleRateHz, promisedFrames / sampleRateHz)]
  if (promisedFrames === undefined) {
    checkpoint(flags)
    await copyFile(source, target, constants.COPYFILE_FICLONE).catch((cause) => Promise.reject(failureOfSystemError(cause, target) ?? cause))
    if (listen) await hearWav(target, listen({ sampleRateHz, channelCount, encoding }), { flags, progress })
    progress(1)
    return { sampleRateHz, channelCount, lengthFrames, encoding, notes, isCut: promisedFrames !== undefined }
  }
  const wav = await openWav(source)
  const writer = await createWavWriter(target, { sampleRateHz, channelCount, encoding, written: listen?.({ sampleRateHz, channelCount, encoding }) })
  try {
    for (let at = 0; at < lengthFrames; at += COPY_FRAMES) {
      checkpoint(flags)
      await writer.writeBytes(await wav.readBytes(at, Math.min(lengthFrames, at + COPY_FRAMES)))
      progress(at / lengthFrames)
    }
    await writer.finish()
  } finally {
    await writer.abandon()
    await wav.close()
  }
  return { sampleRateHz, channelCount, lengthFrames, encoding, notes, isCut: promisedFrames !== undefined }
}

const hearWav = async (path: string, hear: (bytes: Uint8Array) => void, { flags, progress }: DecodeWork): Promise<void> => {
  const wav = await openWav(path)
  try {
    const { lengthFrames } = wav.layout
    for (let at = 0; at < lengthFrames; at += COPY_FRAMES) {
      checkpoint(flags)
      hear(await wav.readBytes(at, Math.min(lengthFrames, at + COPY_FRAMES)))
      progress(at / lengthFrames)
    }
  } finally {
    await wav.close()
  }
}

const writeDecoded = async (sound: SoundSource, source: string, target: string, work: DecodeWork): Promise<DecodedSong> => {
  const { sampleRateHz, channelCount } = sound
  const name = basename(source)
  checkRate(sampleRateHz, source)
  if (channelCount < 1) throw audioFailures.damaged(name)
  const format: WavFormat = { sampleRateHz, channelCount: Math.min(2, channelCount), encoding: 'pcm24' }
  const writer = await createWavWriter(target, { ...format, written: work.listen?.(format) })
  let lengthFrames = 0
  try {
    await writeBlocks(sound, writer, name, work)
    lengthFrames = await writer.finish()
  } finally {
    await writer.abandon()
  }
  const seconds = lengthFrames / sampleRateHz
  const damagedSeconds = sound.damagedSeconds()
  if (lengthFrames === 0 || damagedSeconds >= seconds) throw audioFailures.damaged(name)
  const notes: string[] = []
  const promisedSeconds = sound.promisedFrames === undefined ? undefined : sound.promisedFrames / sampleRateHz
  const missingSeconds = promisedSeconds === undefined ? 0 : promisedSeconds - seconds
  const isCut = missingSeconds > SLACK_SECONDS ? !sound.isDamagedInside() : promisedSeconds === undefined && sound.endsOpen()
  if (missingSeconds > SLACK_SECONDS && sound.isDamagedInside()) notes.push(`About ${missingSeconds.toFixed(1)} seconds of this file are damaged and left out.`)
  else if (missingSeconds > SLACK_SECONDS) notes.push(truncationNote(seconds, promisedSeconds))
  else if (promisedSeconds === undefined && sound.endsOpen()) notes.push(truncationNote(seconds))
  if (damagedSeconds > SLACK_SECONDS) notes.push(`About ${damagedSeconds.toFixed(1)} seconds of this file are damaged and became silence.`)
  if (channelCount > 2) notes.push(`Its ${channelCount} channels were folded down to stereo.`)
  return { ...format, lengthFrames, notes, isCut }
}

const writeBlocks = async (sound: SoundSource, writer: WavWriter, name: string, { flags, progress }: DecodeWork): Promise<void> => {
  const { channelCount } = sound
  const weights = channelCount > 2 ? downMixWeights(channelCount, sound.channelMask, sound.channelOrder) : undefined
  let left = sound.promisedFrames ?? Number.POSITIVE_INFINITY
  for await (const block of sound.blocks(progress)) {
    checkpoint(flags)
    if (block.length !== channelCount) throw audioFailures.unsupported(name, `a stream that changes from ${channelCount} to ${block.length} channels`)
    const frames = Math.min(left, block[0]?.length ?? 0)
    await writer.write(weights ? downMix(block, weights) : block, 0, frames)
    left -= frames
  }
}
