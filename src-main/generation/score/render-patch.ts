import { readWavSpan } from '../../audio/index.ts'
import { limit, masterTo, TARGET_LUFS } from './render/master.ts'
import { findDriveGain } from './render/match-song.ts'
import { type Between, type Instruments, renderSpan, SAMPLE_RATE_HZ } from './render/render-score.ts'
import { resample } from './render/resample.ts'
import { writeMaster } from './render/write-master.ts'
import type { Finished, PatchOrder } from './score-tasks.ts'

/** Renders a stretch of a score at the level of the song that it goes into, and writes it at the song's sample rate. */
export const renderPatch = async (order: PatchOrder, instruments: Instruments, between: Between): Promise<Finished> => {
  const { level, score, fromFrame, toFrame, lengthFrames } = order
  const before = level.kind === 'song' ? level.beforeFrames : 0
  const after = level.kind === 'song' ? level.afterFrames : 0
  const premaster = renderSpan(score, { fromFrame: fromFrame - before, toFrame: toFrame + after, lengthFrames }, instruments, between)
  const { startFrame, left, right } = premaster

  const gains: number[] = []
  const compare = async (scoreFrom: number, frames: number, songPath: string, songFrom: number): Promise<void> => {
    if (frames <= 0) return
    const span = (samples: Float32Array) => samples.subarray(scoreFrom - startFrame, scoreFrom - startFrame + frames)
    const gain = findDriveGain(await readWavSpan(songPath, songFrom, songFrom + frames), [span(left), span(right)], SAMPLE_RATE_HZ)
    if (gain !== undefined) gains.push(gain)
  }
  if (level.kind === 'song') {
    await compare(fromFrame - before, before, level.songPath, fromFrame - before + level.songOffsetBefore)
    if (gains.length === 0) await compare(toFrame, after, level.songPath, toFrame + level.songOffsetAfter)
  }
  const gain = gains[0]
  const mastering =
    gain === undefined ? masterTo(premaster, level.kind === 'lufs' ? level.lufs : TARGET_LUFS, SAMPLE_RATE_HZ) : limit(premaster, gain, SAMPLE_RATE_HZ)
  const inRate = { ...premaster, fromFrame: fromFrame - startFrame, toFrame: toFrame - startFrame }
  const loudness = await writeMaster(instruments.kernel, inRate, mastering, order.audioPath, {
    fromFrame: inRate.fromFrame,
    toFrame: inRate.toFrame,
    ...(order.sampleRateHz === SAMPLE_RATE_HZ ? {} : { convert: (channels) => resample(channels, SAMPLE_RATE_HZ, order.sampleRateHz, order.outputFrames) }),
    sampleRateHz: order.sampleRateHz,
    channelCount: order.channelCount,
  })
  return { lengthFrames: order.outputFrames, loudness }
}
