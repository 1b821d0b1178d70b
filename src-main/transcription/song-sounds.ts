import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { SongSound } from '../../src-shared/transcription/contract.ts'
import { type SongBars, UNKNOWN_BARS } from './notes-to-score.ts'

/** What transcription needs of a song, fitted in by the composition root. */
export type SongSounds = {
  findTrack(trackId: TrackId): Promise<Track | undefined>
  /** Everything that can be listened to: the current take first, then other takes, then stems. Empty for a song that is not there. */
  list(trackId: TrackId): Promise<readonly SongSound[]>
  /** The song's own bars; of the current take where the sound is a stem of it. */
  bars(trackId: TrackId, sound: SongSound): Promise<SongBars>
}

export type SongSoundsParts = {
  readonly findTrack: SongSounds['findTrack']
  readonly listTakes: (trackId: TrackId) => Promise<readonly Take[]>
  /** stems of a song, aligned with its current take */
  readonly listStems: (trackId: TrackId) => Promise<readonly SongSound[]>
}

const TAKE_NAMES: Readonly<Partial<Record<Take['kind'], string>>> = { original: 'Original', imported: 'Imported file', regenerate: 'Take', extend: 'Extended' }

const soundOf = (take: Take, isCurrent: boolean): SongSound => ({
  audioSha256: take.audioSha256,
  name: isCurrent ? 'Song' : `${TAKE_NAMES[take.kind] ?? 'Take'} ${take.kind === 'regenerate' || take.kind === 'extend' ? take.number : ''}`.trim(),
  seconds: take.lengthFrames / take.sampleRateHz,
})

/** Parts of the form that nobody has named yet give no marker. */
const barsOf = ({ tempoMap, timeSignature, firstBarFrame, sampleRateHz, sections }: Take): SongBars => {
  if (!tempoMap || !timeSignature) return UNKNOWN_BARS
  const named = sections.flatMap(({ role, ...section }) => (role === 'part' ? [] : [{ ...section, role }]))
  return { tempoMap, timeSignature, firstBarSeconds: firstBarFrame / sampleRateHz, sections: named }
}

export const createSongSounds = ({ findTrack, listTakes, listStems }: SongSoundsParts): SongSounds => ({
  findTrack,
  async list(trackId) {
    const track = await findTrack(trackId)
    if (!track) return []
    const takes = await listTakes(trackId)
    const ordered = [...takes.filter(({ id }) => id === track.currentTakeId), ...takes.filter(({ id }) => id !== track.currentTakeId)]
    const sounds = [...ordered.map((take) => soundOf(take, take.id === track.currentTakeId)), ...(await listStems(trackId))]
    return sounds.filter(({ audioSha256 }, i) => sounds.findIndex((other) => other.audioSha256 === audioSha256) === i)
  },
  async bars(trackId, { audioSha256 }) {
    const track = await findTrack(trackId)
    const takes = await listTakes(trackId)
    const take = takes.find((one) => one.audioSha256 === audioSha256) ?? takes.find(({ id }) => id === track?.currentTakeId)
    return take ? barsOf(take) : UNKNOWN_BARS
  },
})
