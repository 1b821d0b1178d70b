import { basename, extname } from 'node:path'
import { audioFailures } from '../audio-failures.ts'
import { adtsSource, mp4Source } from './aac-source.ts'
import { readHead } from './file-chunks.ts'
import { mpegSource } from './mpeg-source.ts'
import { aiffSource } from './raw-source.ts'
import { id3Length, SNIFF_BYTES, type SoundFormat, sniffFormat } from './sniff-format.ts'
import type { SoundSource } from './sound-source.ts'
import { flacSource, oggFlacSource, oggOpusSource, oggVorbisSource } from './wasm-source.ts'

export type FoundSound = { readonly format: SoundFormat /** where the sound's own bytes begin: after an ID3 tag */; readonly start: number }

/** Names that say "film or music": a file with one of them that we do not know is unsupported or damaged rather than "not sound". */
const SOUND_NAMES = new Set(['.mp3', '.m4a', '.aac', '.flac', '.ogg', '.opus', '.aif', '.aiff'])

/** Looks at the file's first bytes. @throws FailureError audio.empty, audio.not-audio, audio.unsupported, audio.damaged, file.not-found, file.unreadable */
export const findSound = async (path: string): Promise<FoundSound> => {
  const name = basename(path)
  const top = await readHead(path, 0, SNIFF_BYTES)
  if (top.fileBytes === 0) throw audioFailures.empty(name)
  const start = id3Length(top.bytes)
  const sniffed = sniffFormat(start > 0 ? (await readHead(path, start, SNIFF_BYTES)).bytes : top.bytes)
  if (!sniffed) {
    // music without a readable start: zeros or noise where the name says sound, or a tag and nothing after it
    const isBinary = top.bytes.subarray(0, 512).some((byte) => byte < 9)
    throw start > 0 || (isBinary && SOUND_NAMES.has(extname(name).toLowerCase())) ? audioFailures.damaged(name) : audioFailures.notAudio(name)
  }
  if ('unsupported' in sniffed) throw audioFailures.unsupported(name, sniffed.unsupported)
  return { format: sniffed.format, start }
}

/** Everything but WAV, which may be copied as it is. */
export const openSound = ({ format, start }: FoundSound, path: string): Promise<SoundSource> => {
  switch (format) {
    case 'aiff':
      return aiffSource(path)
    case 'flac':
      return flacSource(path, start)
    case 'ogg-vorbis':
      return oggVorbisSource(path)
    case 'ogg-opus':
      return oggOpusSource(path)
    case 'ogg-flac':
      return oggFlacSource(path)
    case 'mp3':
      return mpegSource(path, start)
    case 'adts':
      return adtsSource(path, start)
    case 'mp4':
      return mp4Source(path)
    case 'wav':
      throw new Error('a WAV is opened by its own reader')
  }
}
