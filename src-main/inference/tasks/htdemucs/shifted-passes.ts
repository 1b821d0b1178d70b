import { join } from 'node:path'
import { createWavWriter, openWav, type WavReader } from '../../../audio/index.ts'
import type { FinishedPiece } from './overlap-add.ts'
import type { Stretch } from './segments.ts'
import { type StretchWork, separateStretch } from './separate-stretch.ts'

const BLOCK_FRAMES = 1 << 17

/** Writes the voices of one pass, one file each, from the beginning of the stretch on. */
const record = async (pieces: AsyncIterable<FinishedPiece>, paths: readonly string[], { start }: Stretch, rateHz: number): Promise<void> => {
  const writers = await Promise.all(paths.map((path) => createWavWriter(path, { sampleRateHz: rateHz, channelCount: 2, encoding: 'float32' })))
  try {
    for await (const piece of pieces) {
      // a pass begins before the stretch: what comes first is none of its business
      const from = Math.min(piece.frames, Math.max(0, start - piece.start))
      for (const [voice, writer] of writers.entries()) await writer.write(piece.voices[voice] ?? [], from)
    }
    for (const writer of writers) await writer.finish()
  } finally {
    for (const writer of writers) await writer.abandon()
  }
}

/**
 * Demucs' shift trick: the song is separated several times, each time begun at another moment before it, and the answers are averaged. The
 * passes lie on the disk, not in memory.
 *
 * @param leads how many frames before the stretch each pass begins
 */
export const averageOfPasses = async function* (
  stretch: Stretch,
  leads: readonly number[],
  workOf: (pass: number) => StretchWork,
  rateHz: number,
  folder: string,
): AsyncGenerator<FinishedPiece> {
  const { voices } = workOf(0)
  const pathOf = (pass: number, voice: number) => join(folder, `pass-${pass}-${voice}.wav`)
  for (const [pass, lead] of leads.entries()) {
    const paths = voices.map((_, voice) => pathOf(pass, voice))
    await record(separateStretch({ start: stretch.start - lead, end: stretch.end }, workOf(pass)), paths, stretch, rateHz)
  }
  const open: WavReader[] = []
  try {
    const readers: WavReader[][] = []
    for (const [voice] of voices.entries()) {
      const ofVoice: WavReader[] = []
      for (const [pass] of leads.entries()) {
        const wav = await openWav(pathOf(pass, voice))
        open.push(wav)
        ofVoice.push(wav)
      }
      readers.push(ofVoice)
    }
    const length = stretch.end - stretch.start
    for (let at = 0; at < length; at += BLOCK_FRAMES) {
      const frames = Math.min(BLOCK_FRAMES, length - at)
      const averaged: Float32Array[][] = []
      for (const passes of readers) {
        const sum = [new Float32Array(frames), new Float32Array(frames)]
        for (const wav of passes) {
          const block = await wav.read(at, at + frames)
          sum.forEach((samples, channel) => {
            const more = block[channel] as Float32Array
            for (let i = 0; i < frames; i++) samples[i] = (samples[i] as number) + (more[i] as number) / passes.length
          })
        }
        averaged.push(sum)
      }
      yield { start: stretch.start + at, frames, voices: averaged }
    }
  } finally {
    for (const wav of open) await wav.close()
  }
}
