import { createWavWriter } from '../../../audio/index.ts'
import type { FinishedPiece } from './overlap-add.ts'
import type { MixPiece } from './share-residual.ts'
import type { Measure, SongAtRate } from './song-at-rate.ts'

/** How far the voices are from adding up to the song: what is left over, against the song, dB. */
export const createNullTest = () => {
  let [rest, whole] = [0, 0]
  return {
    hear({ wanted, voices, frames }: MixPiece): void {
      wanted.forEach((samples, channel) => {
        for (let i = 0; i < frames; i++) {
          let left = samples[i] as number
          whole += left * left
          for (const channels of voices) left -= (channels[channel] as Float32Array)[i] as number
          rest += left * left
        }
      })
    },
    residualDb: (): number => Math.max(-160, 10 * Math.log10((rest + 1e-16) / (whole + 1e-16))),
  }
}

/** Undoes the normalisation and sets the song beside the voices. */
export const besideSong = async function* (
  pieces: AsyncIterable<FinishedPiece>,
  song: SongAtRate,
  { mean, deviation }: Measure,
  sourceCount: number,
  voiceSizes: readonly number[],
): AsyncGenerator<MixPiece> {
  for await (const piece of pieces) {
    piece.voices.forEach((channels, voice) => {
      // the song's own offset is shared among the sources, so that they still add up to the song
      const offset = (mean * (voiceSizes[voice] ?? 0)) / sourceCount
      for (const samples of channels) for (let i = 0; i < piece.frames; i++) samples[i] = (samples[i] as number) * deviation + offset
    })
    yield { ...piece, wanted: await song.read(piece.start, piece.start + piece.frames) }
  }
}

/** Hears what passes by. */
export const overheard = async function* (pieces: AsyncIterable<MixPiece>, hear: (piece: MixPiece) => void): AsyncGenerator<MixPiece> {
  for await (const piece of pieces) {
    hear(piece)
    yield piece
  }
}

/** One 32-bit float WAV in stereo for each voice. */
export const writeVoices = async (pieces: AsyncIterable<FinishedPiece>, paths: readonly string[], rateHz: number): Promise<void> => {
  const writers = await Promise.all(paths.map((path) => createWavWriter(path, { sampleRateHz: rateHz, channelCount: 2, encoding: 'float32' })))
  try {
    for await (const piece of pieces) for (const [voice, writer] of writers.entries()) await writer.write(piece.voices[voice] ?? [])
    for (const writer of writers) await writer.finish()
  } finally {
    for (const writer of writers) await writer.abandon()
  }
}
