import { checkpoint, type WorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { createWavWriter, type WavReader } from '../audio/index.ts'
import { blendPatch } from './blend-patch.ts'
import { type PasteGeometry, type PatchSpan, planPaste } from './paste-geometry.ts'
import type { SeamGains } from './patch-gain.ts'

const CHUNK_BYTES = 4 * 1024 * 1024

export type PasteWish = {
  readonly span: PatchSpan
  readonly crossfadeMilliseconds: number
  /** the song's beats nearest to both ends of the span; empty where it has none */
  readonly beatFrames: readonly number[]
  /** the material is meant to be louder or softer than what it meets */
  readonly keepsLevel?: boolean | undefined
}

export type Pasted = { readonly geometry: PasteGeometry; readonly gains: SeamGains }

/**
 * Writes the song with the patch in it as a new WAV of the song's own format. Bytes outside the span and its fade are copied as they are,
 * never decoded.
 *
 * @throws FailureError disk.full, disk.read-only, audio.too-large
 * @throws AbortError   when `flags` say so; the unfinished file stays in the caller's work folder
 */
export const pastePatch = async (song: WavReader, patch: WavReader, wish: PasteWish, outPath: string, flags: WorkFlags): Promise<Pasted> => {
  const { sampleRateHz, channelCount, encoding, lengthFrames, bytesPerFrame } = song.layout
  const crossfadeFrames = Math.round((wish.crossfadeMilliseconds / 1000) * sampleRateHz)
  const geometry = await planPaste(song, patch, wish.span, crossfadeFrames, wish.beatFrames)
  const isWhole = geometry.seams.length === 0 && patch.layout.channelCount === channelCount
  const blended = isWhole ? undefined : await blendPatch(song, patch, geometry, wish.keepsLevel ?? false)
  const writer = await createWavWriter(outPath, { sampleRateHz, channelCount, encoding })
  try {
    const chunkFrames = Math.floor(CHUNK_BYTES / bytesPerFrame)
    const memory = new Uint8Array(chunkFrames * bytesPerFrame)
    const copy = async (from: number, to: number): Promise<void> => {
      for (let at = from; at < to; at += chunkFrames) {
        checkpoint(flags)
        await writer.writeBytes(await song.readBytes(at, Math.min(to, at + chunkFrames), memory))
      }
    }
    await copy(0, geometry.keepFront)
    checkpoint(flags)
    if (blended) await writer.write(blended.channels)
    // nothing to fade or to match: a patch for the whole song, however long, goes through in pieces
    else
      for (let at = geometry.patchFrom; at < geometry.patchTo; at += chunkFrames) {
        checkpoint(flags)
        await writer.write(await patch.read(at, Math.min(geometry.patchTo, at + chunkFrames)))
      }
    await copy(geometry.keepBackFrom, lengthFrames)
    await writer.finish()
  } finally {
    await writer.abandon()
  }
  return { geometry, gains: blended?.gains ?? { startDb: 0, endDb: 0 } }
}
