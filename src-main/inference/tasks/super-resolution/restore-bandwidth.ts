import { join } from 'node:path'
import { createRationalResampler } from '../../../../src-shared/dsp/rational-resampler.ts'
import { subProgress } from '../../../../src-shared/kernel/progress.ts'
import { createWavWriter } from '../../../audio/index.ts'
import type { InferenceTask, TaskContext } from '../../protocol.ts'
import { type AudioSrOptions, createAudioSr } from './audiosr/audiosr.ts'
import type { BandMaker } from './band-maker.ts'
import { createExciter } from './exciter.ts'
import { type Cutoff, findCutoff } from './find-cutoff.ts'
import { createFlashSr, reachOf } from './flashsr.ts'
import { restoreBand } from './restore-band.ts'
import { openSignals } from './song-signals.ts'

/** How the missing band is made; files by role, absolute. */
export type RestoreMethod =
  | { readonly kind: 'flashsr'; readonly modelPath: string }
  | ({ readonly kind: 'audiosr' } & AudioSrOptions)
  | { readonly kind: 'exciter' }

export type RestoreRequest = {
  readonly songPath: string
  /** frames of the song; the result holds exactly these */
  readonly fromFrame: number
  readonly toFrame: number
  readonly method: RestoreMethod
  /** an empty folder of the caller's */
  readonly workFolder: string
  readonly outPath: string
}

/** `made` is false where nothing is missing: no file was written then. */
export type RestoreResult = { readonly made: boolean; readonly cutoff: Cutoff }

/** One pass over a song of a low cut-off reaches only so far; the next goes on from there. */
const MOST_PASSES = 3
/** What is left above this is not worth another pass. */
const ENOUGH_HZ = 15_500
const ENOUGH_SHARE = 0.9

const makerOf = (method: RestoreMethod, context: TaskContext): { readonly maker: BandMaker; readonly reachOf: (cutoffHz: number) => number } => {
  switch (method.kind) {
    case 'flashsr':
      return { maker: createFlashSr(method.modelPath, context), reachOf }
    case 'audiosr':
      return { maker: createAudioSr(method, context), reachOf: () => 24_000 }
    case 'exciter':
      return { maker: createExciter(context.checkpoint), reachOf: (cutoffHz) => 2 * cutoffHz }
  }
}

/** Finds where a song's sound ends and puts back what is missing above, at the song's own rate. */
export const restoreBandwidth: InferenceTask<RestoreRequest, RestoreResult> = async (
  { songPath, fromFrame, toFrame, method, workFolder, outPath },
  context,
) => {
  const { checkpoint, progress } = context
  const song = await openSignals(songPath)
  try {
    progress(0, 'looking for where the sound ends')
    const cutoff = await findCutoff(song, checkpoint)
    if (cutoff.kind === 'full' || cutoff.kind === 'silent') return { made: false, cutoff }
    const { maker, reachOf: reach } = makerOf(method, context)
    const goal = Math.min(ENOUGH_HZ, (ENOUGH_SHARE * song.rateHz) / 2)
    const cutoffs = [cutoff.cutoffHz]
    for (let next = reach(cutoff.cutoffHz); next < goal && cutoffs.length < MOST_PASSES; next = reach(next)) cutoffs.push(Math.round(0.94 * next))
    for (const [index, cutoffHz] of cutoffs.entries()) {
      const isLast = index === cutoffs.length - 1
      const before = index === 0 ? song : await openSignals(join(workFolder, `pass-${index - 1}.wav`))
      try {
        await restoreBand({
          song: before,
          // later passes see a file that holds the span alone
          from: index === 0 ? fromFrame : 0,
          to: index === 0 ? toFrame : toFrame - fromFrame,
          cutoffHz,
          maker,
          workFolder,
          outPath: isLast ? outPath : join(workFolder, `pass-${index}.wav`),
          checkpoint,
          progress: subProgress(progress, 0.02 + (0.98 * index) / cutoffs.length, 0.02 + (0.98 * (index + 1)) / cutoffs.length),
        })
      } finally {
        if (index > 0) await before.close()
      }
    }
    return { made: true, cutoff }
  } finally {
    await song.close()
  }
}

export type WidenRequest = { readonly songPath: string; readonly rateHz: number; readonly outPath: string }

const BLOCK_SECONDS = 4

/** The same song at a higher rate, 32-bit float: a rate of 22 kHz has no room for treble, whatever is made for it. */
export const widenRate: InferenceTask<WidenRequest, { readonly lengthFrames: number }> = async ({ songPath, rateHz, outPath }, { checkpoint, progress }) => {
  const song = await openSignals(songPath)
  const writer = await createWavWriter(outPath, { sampleRateHz: rateHz, channelCount: song.channelCount, encoding: 'float32' })
  try {
    const { stepIn, stepOut, reach, resample } = createRationalResampler(song.rateHz, rateHz)
    const block = Math.max(1, Math.round((BLOCK_SECONDS * song.rateHz) / stepIn)) * stepIn
    const lengthFrames = Math.round((song.lengthFrames * rateHz) / song.rateHz)
    for (let at = 0, done = 0; at < song.lengthFrames; at += block) {
      await checkpoint()
      const end = Math.min(at + block, Math.ceil(song.lengthFrames / stepIn) * stepIn)
      const channels = (await song.readChannels(at - reach, end + reach)).map(resample)
      const count = Math.min(((end - at) / stepIn) * stepOut, lengthFrames - done)
      await writer.write(channels, 0, count)
      done += count
      progress(end / song.lengthFrames, 'opening it to a higher rate')
    }
    await writer.finish()
    return { lengthFrames }
  } finally {
    await writer.abandon()
    await song.close()
  }
}
