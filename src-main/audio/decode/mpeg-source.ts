import { basename } from 'node:path'
import { audioFailures } from '../audio-failures.ts'
import { fileChunks } from './file-chunks.ts'
import { decodeFrameRuns, type RunTally } from './frame-runs.ts'
import { type MpegHeader, readMpegHeader, readMpegInfo } from './mpeg-frames.ts'
import type { SoundSource } from './sound-source.ts'
import { cutFrames, type StreamEnd, streamEnd } from './stream-frames.ts'

/** an encoder's delay does not count the decoder's own 528 samples and one */
const DECODER_DELAY = 529
/** at the lowest bit rates a frame borrows bits from twenty frames before it */
const PREROLL_FRAMES = 30

const frames = (path: string, start: number, report: (fraction: number) => void, first: MpegHeader | undefined, ended: StreamEnd) =>
  cutFrames(
    fileChunks(path, start, report),
    (bytes, at) => {
      const header = readMpegHeader(bytes, at)
      return header && (!first || (header.sampleRateHz === first.sampleRateHz && header.layer === first.layer)) ? header.bytes : 0
    },
    4,
    ended,
  )

/** MP3 (and MPEG layers I and II). Gapless where the file carries a LAME tag. @param start where the ID3 tag ends */
export const mpegSource = async (path: string, start: number): Promise<SoundSource> => {
  const probe = frames(path, start, () => undefined, undefined, streamEnd())
  const { value: frame } = await probe.next()
  await probe.return(undefined)
  const first = frame ? readMpegHeader(frame, 0) : undefined
  if (!frame || !first) throw audioFailures.damaged(basename(path))
  const info = readMpegInfo(frame, first)
  const samples = info?.frameCount === undefined ? undefined : info.frameCount * first.samples
  const skipSamples = info && info.delay > 0 ? info.delay + DECODER_DELAY : 0
  const cutSamples = skipSamples + (info ? Math.max(0, info.padding - DECODER_DELAY) : 0)
  const totalSamples = samples === undefined ? undefined : Math.max(0, samples - cutSamples)
  const tally: RunTally = { frames: 0, damagedSamples: 0, goodSamples: 0 }
  const ended = streamEnd()
  const { sampleRateHz, channelCount } = first

  const sounding = async function* (report: (fraction: number) => void) {
    let isFirst = true
    for await (const each of frames(path, start, report, first, ended)) {
      if (!isFirst || !info) yield each
      isFirst = false
    }
  }
  return {
    sampleRateHz,
    channelCount,
    channelOrder: 'wave',
    channelMask: 0,
    promisedFrames: totalSamples,
    blocks: (report) =>
      decodeFrameRuns(
        sounding(report),
        { sampleRateHz, channelCount, samplesPerFrame: first.samples, prerollFrames: PREROLL_FRAMES, skipSamples, totalSamples },
        tally,
      ),
    endsOpen: () => ended.insideFrame,
    isDamagedInside: () => ended.skippedBytes > 0,
    damagedSeconds: () => tally.damagedSamples / sampleRateHz,
  }
}
