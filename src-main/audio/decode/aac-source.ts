import { basename } from 'node:path'
import { EncodedPacketSink, FilePathSource, Input, type InputAudioTrack, MP4 } from 'mediabunny'
import { audioFailures } from '../audio-failures.ts'
import { fileChunks } from './file-chunks.ts'
import { decodeFrameRuns, type RunTally } from './frame-runs.ts'
import type { SoundSource } from './sound-source.ts'
import { cutFrames, type StreamEnd, streamEnd } from './stream-frames.ts'

const RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350]
const SAMPLES_PER_FRAME = 1024
/** a frame overlaps the one before; one more so that the decoder is warm */
const PREROLL_FRAMES = 3

/** length of the ADTS frame at `at` (ISO/IEC 13818-7), 0 where none starts */
const adtsLength = (bytes: Uint8Array, at: number): number => {
  if (bytes[at] !== 0xff || ((bytes[at + 1] ?? 0) & 0xf6) !== 0xf0) return 0
  const length = (((bytes[at + 3] ?? 0) & 3) << 11) | ((bytes[at + 4] ?? 0) << 3) | ((bytes[at + 5] ?? 0) >> 5)
  return length > 7 ? length : 0
}

const source = (
  frames: (report: (fraction: number) => void) => AsyncIterable<Uint8Array>,
  sampleRateHz: number,
  channelCount: number,
  skipSamples: number,
  totalSamples: number | undefined,
  ended: StreamEnd,
): SoundSource => {
  const tally: RunTally = { frames: 0, damagedSamples: 0, goodSamples: 0 }
  const runs = { sampleRateHz, channelCount, samplesPerFrame: SAMPLES_PER_FRAME, prerollFrames: PREROLL_FRAMES, skipSamples, totalSamples }
  return {
    sampleRateHz,
    channelCount,
    channelOrder: 'wave',
    channelMask: 0,
    promisedFrames: totalSamples,
    blocks: (report) => decodeFrameRuns(frames(report), runs, tally),
    endsOpen: () => ended.insideFrame,
    isDamagedInside: () => ended.skippedBytes > 0,
    damagedSeconds: () => tally.damagedSamples / sampleRateHz,
  }
}

/** A bare AAC stream (.aac). */
export const adtsSource = async (path: string, start: number): Promise<SoundSource> => {
  const ended = streamEnd()
  const frames = (report: (fraction: number) => void) => cutFrames(fileChunks(path, start, report), adtsLength, 7, ended)
  const probe = frames(() => undefined)
  const { value: first } = await probe.next()
  await probe.return(undefined)
  const sampleRateHz = RATES[((first?.[2] ?? 0) >> 2) & 15]
  const channelCount = (((first?.[2] ?? 0) & 1) << 2) | ((first?.[3] ?? 0) >> 6)
  if (!first || !sampleRateHz) throw audioFailures.damaged(basename(path))
  if (channelCount < 1 || channelCount > 2) throw audioFailures.unsupported(basename(path), 'AAC sound with more than two channels')
  return source(frames, sampleRateHz, channelCount, 0, undefined, ended)
}

/** The decoder's settings in an MP4 file: 5 bits object type, 4 bits rate index, 4 bits channels (ISO/IEC 14496-3). */
const readConfig = (config: Uint8Array) => ({
  objectType: (config[0] ?? 0) >> 3,
  rateIndex: (((config[0] ?? 0) & 7) << 1) | ((config[1] ?? 0) >> 7),
  channels: ((config[1] ?? 0) >> 3) & 15,
})

/** Seven bytes before every packet make it a frame that stands by itself. */
const adtsFrame = (packet: Uint8Array, rateIndex: number, channels: number): Uint8Array => {
  const frame = new Uint8Array(7 + packet.length)
  const length = frame.length
  frame.set([
    0xff,
    0xf1,
    (1 << 6) | (rateIndex << 2) | (channels >> 2),
    ((channels & 3) << 6) | (length >> 11),
    (length >> 3) & 0xff,
    ((length & 7) << 5) | 0x1f,
    0xfc,
  ])
  frame.set(packet, 7)
  return frame
}

const configOf = async (track: InputAudioTrack): Promise<ReturnType<typeof readConfig> | undefined> => {
  const description = (await track.getDecoderConfig())?.description
  if (!description) return undefined
  return readConfig(
    ArrayBuffer.isView(description) ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength) : new Uint8Array(description),
  )
}

const checkedConfig = (config: ReturnType<typeof readConfig> | undefined, name: string) => {
  const sampleRateHz = RATES[config?.rateIndex ?? 15]
  if (!config || !sampleRateHz) throw audioFailures.damaged(name)
  if (config.objectType === 5 || config.objectType === 29) throw audioFailures.unsupported(name, 'HE-AAC sound')
  if (config.objectType !== 2) throw audioFailures.unsupported(name, 'a rare kind of AAC sound')
  if (config.channels < 1 || config.channels > 2) throw audioFailures.unsupported(name, 'AAC sound with more than two channels')
  return { ...config, sampleRateHz }
}

/** AAC in an MP4 file (.m4a), wherever its index lies. The encoder's priming is cut by the file's own edit list. */
export const mp4Source = async (path: string): Promise<SoundSource> => {
  const name = basename(path)
  const input = new Input({ formats: [MP4], source: new FilePathSource(path) })
  try {
    const track = await input.getPrimaryAudioTrack().catch((cause: unknown) => Promise.reject(audioFailures.damaged(name, cause)))
    // without its index (lost with the end of a file that was cut off) an MP4 shows no track at all
    if (!track && (await input.getTracks()).length === 0) throw audioFailures.damaged(name)
    const codec = await track?.getCodec()
    if (!track || codec !== 'aac')
      throw audioFailures.unsupported(name, codec ? `${codec.toUpperCase()} sound in an MP4 file` : 'an MP4 file without AAC sound')
    const { sampleRateHz, rateIndex, channels } = checkedConfig(await configOf(track), name)
    const seconds = await track.computeDuration()
    const firstTimestamp = await track.getFirstTimestamp()
    const ended = streamEnd()
    const frames = async function* (report: (fraction: number) => void) {
      try {
        for await (const packet of new EncodedPacketSink(track).packets()) {
          if (seconds > 0) report(Math.min(1, Math.max(0, packet.timestamp / seconds)))
          yield adtsFrame(packet.data, rateIndex, channels)
        }
      } catch {
        // the index names packets beyond the end of a file that was cut off: what came before them is the readable part
        ended.insideFrame = true
      } finally {
        input.dispose()
      }
    }
    const skipSamples = firstTimestamp < 0 ? Math.round(-firstTimestamp * sampleRateHz) : 0
    return source(frames, sampleRateHz, channels, skipSamples, Math.round(seconds * sampleRateHz), ended)
  } catch (cause) {
    input.dispose()
    throw cause
  }
}
