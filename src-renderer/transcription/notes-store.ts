import { create } from 'zustand'
import type { JobId, Sha256, TrackId } from '../../src-shared/kernel/ids.ts'
import type { SongSound, Transcription, TranscriptionDetail, TranscriptionId } from '../../src-shared/transcription/contract.ts'
import { DEFAULT_NOTE_SETTINGS, type NoteSettings } from '../../src-shared/transcription/notes.ts'
import { studio } from '../bridge/studio-client.ts'
import { notify, notifyFailure } from '../notices/index.ts'

export type NotesState = {
  readonly trackId: TrackId | undefined
  readonly all: readonly Transcription[]
  readonly sounds: readonly SongSound[]
  /** the one on screen, with its notes */
  readonly shown: TranscriptionDetail | undefined
  /** what is being listened to */
  readonly listeningJobId: JobId | undefined
  readonly renderingJobId: JobId | undefined
  /** the settings no longer match what is kept in the cache */
  readonly mustListenAgain: boolean
}

const empty: NotesState = {
  trackId: undefined,
  all: [],
  sounds: [],
  shown: undefined,
  listeningJobId: undefined,
  renderingJobId: undefined,
  mustListenAgain: false,
}

/** Mirror of one song's notes while its editor is on screen. */
export const useNotes = create<NotesState>()(() => empty)

const set = useNotes.setState
const get = useNotes.getState

/** what was rendered, until the notes change */
let rendered: { readonly transcriptionId: TranscriptionId; readonly audioSha256: Sha256 } | undefined
let whenRendered: ((audioSha256: Sha256) => void) | undefined

export const showNotes = async (transcriptionId: TranscriptionId | undefined): Promise<void> => {
  if (!transcriptionId) return set({ shown: undefined, mustListenAgain: false })
  const reply = await studio.transcription.get({ transcriptionId })
  if (!reply.ok) return notifyFailure(reply.error)
  if (get().trackId === reply.value.trackId) set({ shown: reply.value, mustListenAgain: false })
}

const reload = async (trackId: TrackId): Promise<void> => {
  const reply = await studio.transcription.list({ trackId })
  if (!reply.ok || get().trackId !== trackId) return
  const { transcriptions: all, sounds } = reply.value
  set({ all, sounds })
  const { shown } = get()
  if (!shown || !all.some(({ id }) => id === shown.id)) await showNotes(all[0]?.id)
}

export type ListenWish = { readonly audioSha256?: Sha256 | undefined; readonly startSeconds?: number | undefined; readonly endSeconds?: number | undefined }

/** Listens to a sound of the song, or again to what is shown. */
export const listenForNotes = async (wish: ListenWish, again?: TranscriptionDetail): Promise<void> => {
  const { trackId } = get()
  if (!trackId) return
  const settings = again?.settings ?? DEFAULT_NOTE_SETTINGS
  const reply = await studio.transcription.start({ trackId, settings, ...wish, ...(again && { transcriptionId: again.id }) })
  if (!reply.ok) return notifyFailure(reply.error)
  set({ listeningJobId: reply.value.jobId })
}

/** the newest settings win: older answers are dropped, and at most one question is under way */
let wanted: NoteSettings | undefined
let isAsking = false

/** Other settings, heard at once: asks for the notes as fast as they come back. */
export const adjustNotes = async (changes: Partial<NoteSettings>): Promise<void> => {
  const { shown } = get()
  if (!shown) return
  const settings = { ...shown.settings, ...changes }
  set({ shown: { ...shown, settings } })
  rendered = undefined
  wanted = settings
  if (isAsking) return
  isAsking = true
  try {
    while (wanted) {
      const asked = wanted
      wanted = undefined
      const reply = await studio.transcription.adjust({ transcriptionId: shown.id, settings: asked })
      const now = get().shown
      if (!reply.ok) {
        if (reply.error.code === 'transcription.must-listen-again') set({ mustListenAgain: true })
        else notifyFailure(reply.error)
        return
      }
      if (now?.id === shown.id && !wanted) set({ shown: reply.value })
      else if (now?.id === shown.id) set({ shown: { ...now, notes: reply.value.notes, noteCount: reply.value.noteCount } })
    }
  } finally {
    isAsking = false
  }
}

export const setInstrument = async (program: number): Promise<void> => {
  const { shown } = get()
  if (!shown) return
  rendered = undefined
  set({ shown: { ...shown, program } })
  const reply = await studio.transcription.setProgram({ transcriptionId: shown.id, program })
  if (!reply.ok) notifyFailure(reply.error)
}

/** The notes as sound, rendered where they were not yet. */
export const renderNotes = async (give: (audioSha256: Sha256) => void): Promise<void> => {
  const { shown } = get()
  if (!shown) return
  if (rendered?.transcriptionId === shown.id) return give(rendered.audioSha256)
  const reply = await studio.transcription.render({ transcriptionId: shown.id })
  if (!reply.ok) return notifyFailure(reply.error)
  whenRendered = give
  set({ renderingJobId: reply.value.jobId })
}

export const saveMidi = async (): Promise<void> => {
  const { shown } = get()
  if (!shown) return
  const reply = await studio.transcription.saveMidi({ transcriptionId: shown.id })
  if (!reply.ok) return notifyFailure(reply.error)
  if (reply.value.fileName) notify(`The notes are in ${reply.value.fileName}.`)
}

export const removeNotes = async (): Promise<void> => {
  const { shown } = get()
  if (!shown) return
  const reply = await studio.transcription.remove({ transcriptionId: shown.id })
  if (!reply.ok) return notifyFailure(reply.error)
  notify('The notes were removed.', { label: 'Undo', run: () => void studio.transcription.restore({ transcriptionId: shown.id }) })
}

/** Follows one song's notes. Returns the way to stop. */
export const connectNotes = (trackId: TrackId): (() => void) => {
  set({ ...empty, trackId }, true)
  rendered = undefined
  void reload(trackId)
  const stops = [
    studio.transcription.on('changed', (fact) => fact.trackId === trackId && void reload(trackId)),
    studio.transcription.on('finished', ({ jobId, trackId: whose, transcriptionId }) => {
      if (whose !== trackId) return
      rendered = undefined
      if (get().listeningJobId === jobId) set({ listeningJobId: undefined })
      void showNotes(transcriptionId)
    }),
    studio.transcription.on('rendered', ({ jobId, transcriptionId, audioSha256 }) => {
      if (get().renderingJobId !== jobId) return
      rendered = { transcriptionId, audioSha256 }
      set({ renderingJobId: undefined })
      whenRendered?.(audioSha256)
    }),
  ]
  return () => {
    for (const stop of stops) stop()
    set(empty, true)
  }
}
