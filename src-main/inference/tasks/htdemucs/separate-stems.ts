import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { FailureError, failure } from '../../../../src-shared/kernel/failure.ts'
import { createRandom } from '../../../../src-shared/kernel/random.ts'
import { readWavLayout } from '../../../audio/index.ts'
import type { InferenceTask } from '../../protocol.ts'
import { type Placement, placeStems, type Region, writeOutside } from './place-stems.ts'
import type { Stretch } from './segments.ts'
import { type StretchWork, separateStretch } from './separate-stretch.ts'
import { openSeparator, type SeparatorShape } from './separation-graph.ts'
import { type MixPiece, shareResidual } from './share-residual.ts'
import { averageOfPasses } from './shifted-passes.ts'
import { measureSong, openSongAtRate } from './song-at-rate.ts'
import { besideSong, createNullTest, overheard, writeVoices } from './write-voices.ts'

export type SeparateStemsInput = {
  /** the graph */
  readonly modelPath: string
  readonly shape: SeparatorShape & { readonly overlap: number }
  readonly songPath: string
  /** takes the files; what else is written there is removed again */
  readonly folder: string
  /** each voice is the sum of the sources it names; every source belongs to one */
  readonly voices: readonly { readonly name: string; readonly sources: readonly number[] }[]
  /** frames of the song; default: all of it */
  readonly region?: Region | undefined
  /** how often the song is separated, begun at other moments, and averaged; 0 and 1: once, as it is */
  readonly shifts: number
  readonly seed: number
  /** what the model left over is shared among the stems, so that they add up to the song; default: true */
  readonly isConsistent?: boolean | undefined
}

export type SeparatedStems = {
  /** 32-bit float WAVs in stereo, exactly as long as the song and at its rate, in the order of the voices */
  readonly stems: readonly { readonly name: string; readonly path: string }[]
  /** of a region: the song without it */
  readonly outsidePath?: string | undefined
  /** energy of (song minus the sum of the stems) against the song, dB; over the region where there is one */
  readonly residualDb: number
  /** the same of the model's own answer, at its rate, before anything was shared */
  readonly modelResidualDb: number
  readonly lengthFrames: number
  readonly sampleRateHz: number
}

/** Sound that is separated around a region, so that filters and fades never reach past what was heard. */
const MARGIN_SECONDS = 0.1
/** The longest of the random shifts (`apply_model`). */
const SHIFT_SECONDS = 0.5
const SHARES = { listening: 0.02, separating: 0.96 }

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`
const listed = (names: readonly string[]): string => (names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`)
const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b))

/** The stretch at the model's rate that covers a region, begun at a moment that is a whole frame at both rates. */
const stretchOf = (region: Region, songRateHz: number, modelRateHz: number, modelFrames: number): Stretch & { readonly beginsAt: number } => {
  const divisor = greatestDivisor(songRateHz, modelRateHz)
  const [songUnit, modelUnit] = [songRateHz / divisor, modelRateHz / divisor]
  const firstUnit = Math.max(0, Math.floor((region.startFrame - MARGIN_SECONDS * songRateHz) / songUnit))
  const end = Math.ceil(((region.endFrame + MARGIN_SECONDS * songRateHz) * modelRateHz) / songRateHz)
  return { start: firstUnit * modelUnit, end: Math.min(modelFrames, end), beginsAt: firstUnit * songUnit }
}

const answeredNoise = () =>
  new FailureError(
    failure('separation.failed', 'The model answered with numbers that are no sound. Your song is unchanged. Open Models and check this model for damage.'),
  )

/**
 * Takes a song apart with HTDemucs (or a graph of its kind). Memory does not grow with the song: it is read window by window and the stems are
 * written as soon as they are final.
 *
 * @throws FailureError model.damaged, separation.failed, disk.full, audio.damaged
 */
export const separateStems: InferenceTask<SeparateStemsInput, SeparatedStems> = async (input, { sessions, progress, checkpoint }) => {
  const { shape, songPath, folder, voices, shifts } = input
  const { sampleRateHz, lengthFrames } = await readWavLayout(songPath)
  const region = input.region ?? { startFrame: 0, endFrame: lengthFrames }
  const isWhole = region.startFrame === 0 && region.endFrame === lengthFrames
  progress(0, 'listening to the whole song')
  const separate = await openSeparator(sessions, input.modelPath, shape)
  const song = await openSongAtRate(songPath, shape.sampleRateHz, folder, checkpoint)
  try {
    const measure = await measureSong(song, checkpoint)
    const { beginsAt, ...stretch } = stretchOf(region, sampleRateHz, shape.sampleRateHz, song.lengthFrames)
    const passes = Math.max(1, shifts)
    const length = stretch.end - stretch.start
    const workOf = (pass: number): StretchWork => ({
      separate,
      song,
      measure,
      voices: voices.map(({ sources }) => sources),
      segmentFrames: shape.segmentFrames,
      overlap: shape.overlap,
      async step(doneFrames) {
        await checkpoint()
        const done = Math.min(1, Math.max(0, doneFrames) / length)
        const place = `${clock((done * length) / shape.sampleRateHz)} of ${clock(length / shape.sampleRateHz)}`
        const round = passes > 1 ? `, pass ${pass + 1} of ${passes}` : ''
        const fraction = SHARES.listening + ((pass + done) / passes) * (SHARES.separating - SHARES.listening)
        progress(fraction, `taking ${listed(voices.map(({ name }) => name))} apart, ${place}${round}`)
      },
    })
    const random = createRandom(input.seed)
    const leads = Array.from({ length: shifts }, () => random.int(0, Math.trunc(SHIFT_SECONDS * shape.sampleRateHz) + 1))
    const pieces = shifts > 1 ? averageOfPasses(stretch, leads, workOf, shape.sampleRateHz, folder) : separateStretch(stretch, workOf(0))

    const isFinal = isWhole && sampleRateHz === shape.sampleRateHz
    const targets = voices.map((_, index) => join(folder, `stem-${index + 1}.wav`))
    const [ofModel, ofStems] = [createNullTest(), createNullTest()]
    const sizes = voices.map(({ sources }) => sources.length)
    const answers = overheard(besideSong(pieces, song, measure, shape.sources.length, sizes), ofModel.hear)
    const writeStems = (sounds: AsyncIterable<MixPiece>) =>
      writeVoices(overheard(input.isConsistent === false ? sounds : shareResidual(sounds, sampleRateHz), ofStems.hear), targets, sampleRateHz)
    const checkAnswers = () => {
      if (!Number.isFinite(ofModel.residualDb())) throw answeredNoise()
    }
    const placement: Placement = { songPath, rateHz: sampleRateHz, lengthFrames, region, beginsAt }
    if (isFinal) {
      await writeStems(answers)
      checkAnswers()
    } else {
      const raws = voices.map((_, index) => join(folder, `raw-${index + 1}.wav`))
      await writeVoices(answers, raws, shape.sampleRateHz)
      checkAnswers()
      const step = async (doneFrames: number) => {
        await checkpoint()
        progress(SHARES.separating + ((1 - SHARES.separating) * doneFrames) / lengthFrames, 'lining the stems up with the song')
      }
      await writeStems(placeStems(raws, shape.sampleRateHz, placement, step))
      for (const raw of raws) await rm(raw)
    }
    const outsidePath = isWhole ? undefined : join(folder, 'outside.wav')
    if (outsidePath) await writeOutside(placement, outsidePath, checkpoint)
    const stems = voices.map(({ name }, index) => ({ name, path: targets[index] as string }))
    return { stems, outsidePath, residualDb: ofStems.residualDb(), modelResidualDb: ofModel.residualDb(), lengthFrames, sampleRateHz }
  } finally {
    await song.close()
    if (shifts > 1)
      await Promise.all(
        Array.from({ length: shifts * voices.length }, (_, i) =>
          rm(join(folder, `pass-${Math.floor(i / voices.length)}-${i % voices.length}.wav`), { force: true }),
        ),
      )
    await rm(join(folder, 'at-model-rate.wav'), { force: true })
  }
}
