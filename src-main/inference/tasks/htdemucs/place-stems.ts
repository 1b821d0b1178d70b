import { createWavWriter, openWav, resampleBlocks } from '../../../audio/index.ts'
import type { MixPiece } from './share-residual.ts'
import { blocksOf, openSong } from './song-at-rate.ts'

/** Where separated sound belongs in the song: frames of the song. */
export type Region = { readonly startFrame: number; readonly endFrame: number }

const FADE_SECONDS = 0.01
const BLOCK_FRAMES = 1 << 16

/** How much of a stem is heard at a frame of the song: 1 inside the region, faded at those of its edges that lie within the song. */
export const regionGain = ({ startFrame, endFrame }: Region, lengthFrames: number, rateHz: number) => {
  const fade = Math.max(1, Math.min(Math.round(FADE_SECONDS * rateHz), Math.floor((endFrame - startFrame) / 2)))
  const slope = (along: number) => 0.5 - 0.5 * Math.cos(Math.PI * Math.min(1, Math.max(0, along / fade)))
  return (frame: number): number => {
    if (frame < startFrame || frame >= endFrame) return 0
    const rising = startFrame === 0 ? 1 : slope(frame - startFrame + 0.5)
    return endFrame === lengthFrames ? rising : rising * slope(endFrame - frame - 0.5)
  }
}

export type Placement = {
  readonly songPath: string
  readonly rateHz: number
  readonly lengthFrames: number
  readonly region: Region
  /** frame of the song at which the separated sound begins */
  readonly beginsAt: number
}

/** The next block of each voice; undefined at their common end. */
const nextOfEach = async (sounds: readonly AsyncGenerator<Float32Array[]>[]): Promise<readonly Float32Array[][] | undefined> => {
  const blocks: Float32Array[][] = []
  for (const sound of sounds) {
    const { value, done } = await sound.next()
    if (!done) blocks.push(value)
  }
  if (blocks.length === 0) return undefined
  const frames = blocks[0]?.[0]?.length
  if (blocks.length !== sounds.length || blocks.some(([left]) => left?.length !== frames)) throw new Error('voices of one pass differ in length')
  return blocks
}

/**
 * The voices in `sources` (at the model's rate, all equally long) at the song's rate from its first frame to its last, silent outside the
 * region, beside the song's own samples there.
 */
export const placeStems = async function* (
  sources: readonly string[],
  sourceRateHz: number,
  { songPath, rateHz, lengthFrames, region, beginsAt }: Placement,
  step: (doneFrames: number) => Promise<void>,
): AsyncGenerator<MixPiece> {
  const gain = regionGain(region, lengthFrames, rateHz)
  const turn = (channels: readonly Float32Array[], at: number) => {
    for (const samples of channels) for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] as number) * gain(at + i)
  }
  const song = await openSong(songPath)
  const wavs = await Promise.all(sources.map(openWav))
  const sounds = wavs.map((wav) =>
    resampleBlocks(
      blocksOf(wav, async () => undefined),
      2,
      sourceRateHz,
      rateHz,
    ),
  )
  let at = 0
  const pieceOf = async (voices: readonly Float32Array[][], frames: number): Promise<MixPiece> => {
    await step(at)
    const wanted = await song.read(at, at + frames)
    turn(wanted, at)
    const piece = { start: at, frames, wanted, voices }
    at += frames
    return piece
  }
  const silence = async function* (until: number): AsyncGenerator<MixPiece> {
    while (at < until) {
      const frames = Math.min(BLOCK_FRAMES, until - at)
      yield await pieceOf(
        sources.map(() => [new Float32Array(frames), new Float32Array(frames)]),
        frames,
      )
    }
  }
  try {
    yield* silence(beginsAt)
    for (let blocks = await nextOfEach(sounds); blocks && at < lengthFrames; blocks = await nextOfEach(sounds)) {
      const frames = Math.min(blocks[0]?.[0]?.length ?? 0, lengthFrames - at)
      const voices = blocks.map((channels) => channels.map((samples) => samples.subarray(0, frames)))
      for (const channels of voices) turn(channels, at)
      yield await pieceOf(voices, frames)
    }
    yield* silence(lengthFrames)
  } finally {
    for (const sound of sounds) await sound.return(undefined)
    for (const wav of wavs) await wav.close()
    await song.close()
  }
}

/** The song itself where the stems are silent: with it they add up to the song everywhere. */
export const writeOutside = async ({ songPath, rateHz, lengthFrames, region }: Placement, target: string, step: () => Promise<void>): Promise<void> => {
  const gain = regionGain(region, lengthFrames, rateHz)
  const wav = await openWav(songPath)
  const writer = await createWavWriter(target, { sampleRateHz: rateHz, channelCount: 2, encoding: 'float32' })
  let at = 0
  try {
    for await (const block of blocksOf(wav, step)) {
      for (const samples of block) for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] as number) * (1 - gain(at + i))
      await writer.write(block)
      at += block[0].length
    }
    await writer.finish()
  } finally {
    await writer.abandon()
    await wav.close()
  }
}
