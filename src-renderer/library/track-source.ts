import type { Track } from '../../src-shared/library/contract.ts'
import { type TransportSource, transport, useTransport } from '../transport/index.ts'

/** What the transport needs to play a song of the library. Bars are only counted where the studio wrote them itself. */
export const sourceOf = (track: Track): TransportSource => ({
  audioSha256: track.audioSha256,
  title: track.title,
  trackId: track.id,
  takeId: track.currentTakeId,
  grid:
    track.origin === 'generated' && track.tempoBpm !== undefined && track.timeSignature
      ? { tempoMap: [{ atTicks: 0, tempoBpm: track.tempoBpm }], timeSignature: track.timeSignature, firstBarFrame: 0 }
      : undefined,
})

/** Plays a song in the company of its list; the song that plays already is paused. */
export const playTrack = async (track: Track, list: readonly Track[]): Promise<void> => {
  const { source, status } = useTransport.getState()
  if (source?.audioSha256 === track.audioSha256 && status === 'playing') return transport.pause()
  await transport.playSource(sourceOf(track), list.map(sourceOf))
}
