import { create } from 'zustand'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import { type ExportChoices, type ExportFormat, type ExportOptions, isSoundFormat, MOST_EXPORTED } from '../../src-shared/mixdown/export-options.ts'
import type { HandoffTarget } from '../../src-shared/mixdown/handoff.ts'
import { studio } from '../bridge/studio-client.ts'
import { notify, notifyFailure } from '../notices/index.ts'
import { changeSettings } from '../settings/index.ts'

/** Which songs the musician is asked about, if any. */
type Asked = { readonly songs: readonly Track[]; readonly handOff: { readonly trackId: TrackId; readonly title: string } | undefined }

export const useAsked = create<Asked>()(() => ({ songs: [], handOff: undefined }))

export const askToExport = (songs: readonly Track[]): void => {
  if (songs.length <= MOST_EXPORTED) useAsked.setState({ songs })
  else notify(`At most ${MOST_EXPORTED.toLocaleString('en')} songs are exported at once. Choose fewer, and export the rest afterwards.`)
}
export const askToHandOff = (trackId: TrackId, title: string): void => useAsked.setState({ handOff: { trackId, title } })
export const askNoMore = (): void => useAsked.setState({ songs: [], handOff: undefined })

/** For places that only know which song is open. */
export const askToExportSong = async (trackId: TrackId): Promise<void> => {
  const reply = await studio.library.get({ trackId })
  if (reply.ok) askToExport([reply.value])
  else notifyFailure(reply.error)
}

/** What is written in the dialog besides the choices that are remembered. `isrc`: where one song is exported; empty takes away what the song has. */
export type ExportWords = { readonly title: string; readonly isrc?: string | undefined }

/** The choices as the contract wants them: only what the format has. */
export const optionsOf = ({ format, bits, sampleRateHz, mp3, loudness, artist, album }: ExportChoices, words: ExportWords): ExportOptions => {
  const tags = {
    ...(words.title !== '' && { title: words.title }),
    ...(artist !== '' && { artist }),
    ...((album !== '' || words.isrc !== undefined) && { album }),
    ...(words.isrc !== undefined && { isrc: words.isrc }),
  }
  if (format === 'segno') return {}
  if (!isSoundFormat(format)) return { tags }
  return {
    tags,
    ...(isLossless(format) && { bits: format === 'flac' && bits === 32 ? 24 : bits }),
    ...(sampleRateHz && { sampleRateHz: format === 'mp3' ? Math.min(48_000, sampleRateHz) : sampleRateHz }),
    ...(format === 'mp3' && { mp3 }),
    ...(loudness && { loudness }),
  }
}

export const isLossless = (format: ExportFormat): boolean => format === 'wav' || format === 'aiff' || format === 'flac'

/** Remembers the choices (`forNext`: what songs without an artist or album of their own get next time), asks for a place and starts. The dialog stays where the musician closed the system's. */
export const startExport = async (
  songs: readonly Track[],
  choices: ExportChoices,
  words: ExportWords,
  forNext: Pick<ExportChoices, 'artist' | 'album'>,
): Promise<void> => {
  const [song] = songs
  if (!song) return
  const { format, template } = choices
  const options = optionsOf(choices, words)
  void changeSettings({ exportChoices: { ...choices, ...forNext } })
  const reply =
    songs.length === 1
      ? await studio.mixdown.saveAs({ trackId: song.id, format, options })
      : await studio.mixdown.saveMany({ trackIds: songs.map(({ id }) => id), format, options, template })
  if (!reply.ok) return notifyFailure(reply.error)
  if (reply.value.jobId) askNoMore()
}

export const startHandoff = async (trackId: TrackId, target: HandoffTarget): Promise<void> => {
  const reply = await studio.mixdown.handOff({ trackId, target })
  if (!reply.ok) return notifyFailure(reply.error)
  if (reply.value.jobId) askNoMore()
}
