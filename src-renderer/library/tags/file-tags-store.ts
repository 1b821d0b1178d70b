import { create } from 'zustand'
import type { JobId, TrackId } from '../../../src-shared/kernel/ids.ts'
import type { FileOfTrack, TagField, WordsAs } from '../../../src-shared/library/file-tags.ts'
import { studio } from '../../bridge/studio-client.ts'
import { notifyWithUndo } from '../../history/index.ts'
import { useJobs } from '../../jobs/index.ts'
import { notify, notifyFailure } from '../../notices/index.ts'
import { counted } from '../../words/index.ts'
import { type Direction, fieldsOf } from './file-tag-words.ts'

export type FailedFile = { readonly name: string; readonly message: string }
type FileTags = {
  readonly trackIds: readonly TrackId[]
  readonly direction: Direction
  readonly fields: ReadonlySet<TagField>
  readonly words: WordsAs
  /** those that were looked at so far */
  readonly files: readonly FileOfTrack[]
  readonly isLooking: boolean
  readonly error: string | undefined
  readonly jobId: JobId | undefined
  /** what went wrong in a job that is over; it stays until it was read */
  readonly failed: readonly FailedFile[] | undefined
}

const CLOSED: FileTags = {
  trackIds: [],
  direction: 'write',
  fields: new Set(),
  words: 'plain',
  files: [],
  isLooking: false,
  error: undefined,
  jobId: undefined,
  failed: undefined,
}
/** Files opened for one question. */
const PART = 20
/** what a job did is told beside its end, in either order */
const AFTER_THE_NEWS_MILLISECONDS = 300
/** as many songs as main takes at once */
const MOST = 10_000

export const useFileTags = create<FileTags>()(() => CLOSED)

let turn = 0
const look = async (): Promise<void> => {
  const mine = ++turn
  const { trackIds, direction, words } = useFileTags.getState()
  const ask = direction === 'write' ? studio.fileTags.preview : studio.fileTags.previewRead
  for (let at = 0; at < trackIds.length; at += PART) {
    const reply = await ask({ trackIds: trackIds.slice(at, at + PART), words })
    if (mine !== turn) return
    if (!reply.ok) return useFileTags.setState({ isLooking: false, error: reply.error.message })
    useFileTags.setState(({ files }) => ({ files: [...files, ...reply.value] }))
  }
  useFileTags.setState({ isLooking: false })
}

/** Asks what writing songs' facts into their files, or reading those anew, would change. */
export const askForFileTags = (direction: Direction, trackIds: readonly TrackId[]): void => {
  if (trackIds.length > MOST) notify(`The first ${MOST.toLocaleString('en')} songs are looked at: choose fewer for the others.`)
  useFileTags.setState({ ...CLOSED, trackIds: trackIds.slice(0, MOST), direction, fields: new Set(fieldsOf(direction)), isLooking: true })
  void look()
}
export const closeFileTags = (): void => {
  turn++
  useFileTags.setState(CLOSED)
}
export const toggleField = (field: TagField): void =>
  useFileTags.setState(({ fields }) => {
    const next = new Set(fields)
    if (!next.delete(field)) next.add(field)
    return { fields: next }
  })
/** Words as a plain text or with times: what would change is looked at again. */
export const chooseWords = (words: WordsAs): void => {
  if (words === useFileTags.getState().words) return
  useFileTags.setState({ words, files: [], isLooking: true })
  void look()
}

/** songs whose files would change, by the chosen fields */
export const changingIds = ({ files, fields }: Pick<FileTags, 'files' | 'fields'>): TrackId[] =>
  files.filter(({ differences, refusal }) => !refusal && differences.some(({ field }) => fields.has(field))).map(({ trackId }) => trackId)
export const undoableIds = ({ files }: Pick<FileTags, 'files'>): TrackId[] => files.filter(({ canUndo }) => canUndo).map(({ trackId }) => trackId)

/** a short job may be over before the window hears its number */
let early: { readonly jobId: JobId; readonly failed: readonly FailedFile[] } | undefined
const follow = (jobId: JobId): void => {
  useFileTags.setState({ jobId })
  if (early?.jobId === jobId) over(jobId, early.failed)
}

export const applyFileTags = async (): Promise<void> => {
  const { direction, fields, words, ...rest } = useFileTags.getState()
  const order = { trackIds: changingIds({ ...rest, fields }), fields: [...fields] }
  const reply = await (direction === 'write' ? studio.fileTags.write({ ...order, words }) : studio.fileTags.read(order))
  if (reply.ok) follow(reply.value.jobId)
  else notifyFailure(reply.error)
}

export const giveBackTags = async (trackIds: readonly TrackId[]): Promise<void> => {
  const reply = await studio.fileTags.undo({ trackIds: [...trackIds] })
  if (!reply.ok) return notifyFailure(reply.error)
  if (useFileTags.getState().trackIds.length > 0) follow(reply.value.jobId)
}

/** the dialog closes when all went well, and shows what did not */
const over = (jobId: JobId, failed: readonly FailedFile[]): void => {
  const { jobId: shown, trackIds } = useFileTags.getState()
  if (shown !== jobId) {
    early = { jobId, failed }
    const [first] = failed
    // nobody looks: an undo from a notice, or the dialog was closed
    if (first && trackIds.length === 0)
      notifyFailure({ code: 'tags.some-failed', message: `${counted(failed.length, 'file')} stayed as before. ${first.message}` })
    return
  }
  if (failed.length > 0) useFileTags.setState({ jobId: undefined, failed })
  else closeFileTags()
}

/** Tells what jobs did, whether the dialog is still open or not. */
export const connectFileTags = (): void => {
  // stopped before it came to a file, or failed without a word about one: the dialog looks again at what is there
  useJobs.subscribe(({ byId }) => {
    const { jobId } = useFileTags.getState()
    const job = jobId && byId[jobId]
    if (job?.state !== 'cancelled' && job?.state !== 'failed') return
    setTimeout(() => {
      if (useFileTags.getState().jobId !== jobId) return
      useFileTags.setState({ jobId: undefined, files: [], isLooking: true })
      void look()
    }, AFTER_THE_NEWS_MILLISECONDS)
  })
  studio.fileTags.on('written', ({ jobId, isUndo, files }) => {
    const changed = files.filter((file) => file.changed > 0 && !file.error)
    const ids = changed.flatMap(({ trackId }) => (trackId ? [trackId] : []))
    if (changed.length > 0)
      notify(
        isUndo ? `${counted(changed.length, 'file')} got the old tags back` : `Tags written into ${counted(changed.length, 'file')}`,
        isUndo || ids.length === 0 ? undefined : { label: 'Undo', run: () => void giveBackTags(ids) },
      )
    over(
      jobId,
      files.flatMap(({ path, error }) => (error ? [{ name: path.split(/[\\/]/).at(-1) ?? path, message: error.message }] : [])),
    )
  })
  studio.fileTags.on('wasRead', ({ jobId, changed, stepId, errors }) => {
    if (changed > 0) notifyWithUndo(`${counted(changed, 'song')} changed by the tags of ${changed === 1 ? 'its file' : 'their files'}`, stepId)
    over(
      jobId,
      errors.map(({ title, message }) => ({ name: title, message })),
    )
  })
}
