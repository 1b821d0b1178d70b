import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { Waveform } from '../elements/index.ts'
import { useThumbnail } from './use-thumbnail.ts'

/** The real waveform of a song, small. */
export const SongWaveform = ({
  audioSha256,
  title,
  playedFraction,
}: {
  readonly audioSha256: Sha256
  readonly title: string
  readonly playedFraction?: number
}) => <Waveform shape={useThumbnail(audioSha256)} label={`Waveform of ${title}`} {...(playedFraction === undefined ? {} : { playedFraction })} />
