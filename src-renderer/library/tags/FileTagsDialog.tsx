import { useMemo, useState } from 'react'
import type { TagField } from '../../../src-shared/library/file-tags.ts'
import { Button, Chip, Dialog, ProgressBar, Segmented } from '../../elements/index.ts'
import { cancelJob, useJobs } from '../../jobs/index.ts'
import { counted } from '../../words/index.ts'
import { DiffList } from '../batch/DiffList.tsx'
import styles from './FileTags.module.css'
import { diffOf, FIELD_WORDS, fieldsOf, lineByLine } from './file-tag-words.ts'
import { applyFileTags, changingIds, chooseWords, closeFileTags, giveBackTags, toggleField, undoableIds, useFileTags } from './file-tags-store.ts'

type Show = 'changed' | 'problems' | 'all'
const NOTHING_SHOWN = {
  write: { changed: 'The files say all of this already.', problems: 'Every file can be written.', all: 'These songs have no files.' },
  read: { changed: 'The songs say already what their files say.', problems: 'Every file could be read.', all: 'These songs have no files.' },
} as const
const SHOWS = [
  { value: 'changed', label: 'Changed' },
  { value: 'problems', label: 'Problems' },
  { value: 'all', label: 'All' },
] as const

const WORDS_AS = [
  { value: 'plain', label: 'As a text' },
  { value: 'timed', label: 'With the time of each line' },
] as const

const Working = ({ jobId }: { readonly jobId: Parameters<typeof cancelJob>[0] }) => {
  const job = useJobs((state) => state.byId[jobId])
  return (
    <>
      <span className={styles.stage}>{job?.stage || 'Waiting for its turn'}</span>
      <ProgressBar label="Progress" fraction={job?.fraction ?? 0} className={styles.bar} />
      <Button onClick={() => void cancelJob(jobId)}>Stop</Button>
    </>
  )
}

const Fields = ({
  direction,
  fields,
  isDisabled,
}: {
  readonly direction: 'write' | 'read'
  readonly fields: ReadonlySet<TagField>
  readonly isDisabled: boolean
}) => (
  <fieldset className={styles.fields} disabled={isDisabled}>
    <legend>{direction === 'write' ? 'What is written' : 'What is read'}</legend>
    {fieldsOf(direction).map((field) => (
      <Chip key={field} isSelected={fields.has(field)} onClick={() => toggleField(field)}>
        {FIELD_WORDS[field]}
      </Chip>
    ))}
  </fieldset>
)

/** Songs' facts into their files, or back: what would change in each, and then as one job. The sound is never encoded anew. */
export const FileTagsDialog = () => {
  const state = useFileTags()
  const { trackIds, direction, fields, words, files, isLooking, error, failed } = state
  const isWorking = state.jobId !== undefined
  const [show, setShow] = useState<Show>('changed')
  const diffs = useMemo(() => files.map((file) => diffOf(file, fields)), [files, fields])
  const counts = {
    changed: diffs.filter(({ diffs: some, problem }) => !problem && some.length > 0).length,
    problems: diffs.filter(({ problem }) => problem).length,
    starless: diffs.filter(({ problem, warning }) => !problem && warning).length,
  }
  const rows = useMemo(() => {
    const kept = diffs.filter(({ diffs: some, problem, warning }) =>
      show === 'all' ? true : show === 'problems' ? problem !== undefined || warning !== undefined : !problem && some.length > 0,
    )
    return new Map(kept.flatMap(lineByLine).map((diff, index) => [index, diff]))
  }, [diffs, show])
  const undoable = undoableIds(state)
  const same = files.length - counts.changed - counts.problems
  const isWriting = direction === 'write'
  return (
    <Dialog
      isOpen={trackIds.length > 0}
      onClose={closeFileTags}
      title={isWriting ? `Write tags to the files of ${counted(trackIds.length, 'song')}` : `Read tags from the files of ${counted(trackIds.length, 'song')}`}
      width="wide"
      footer={
        isWorking && state.jobId ? (
          <Working jobId={state.jobId} />
        ) : failed ? (
          <Button variant="primary" onClick={closeFileTags}>
            Close
          </Button>
        ) : (
          <>
            {isWriting && undoable.length > 0 && (
              <Button variant="quiet" onClick={() => void giveBackTags(undoable)}>
                Give {counted(undoable.length, 'file')} the old tags back
              </Button>
            )}
            <span className={styles.room} />
            <Button onClick={closeFileTags}>Cancel</Button>
            <Button variant="primary" disabled={isLooking || changingIds(state).length === 0} onClick={() => void applyFileTags()}>
              {counts.changed === 0
                ? isWriting
                  ? 'Write files'
                  : 'Change songs'
                : isWriting
                  ? `Write ${counted(counts.changed, 'file')}`
                  : `Change ${counted(counts.changed, 'song')}`}
            </Button>
          </>
        )
      }
    >
      {failed ? (
        <section aria-label="What went wrong">
          <p role="alert">
            {counted(failed.length, 'file')} could not be {isWriting ? 'written' : 'read'} and stayed as {failed.length === 1 ? 'it was' : 'they were'}.
          </p>
          <ul className={styles.failed}>
            {failed.map(({ name, message }) => (
              <li key={name}>
                <strong>{name}</strong> {message}
              </li>
            ))}
          </ul>
        </section>
      ) : (
        <>
          <p className={styles.promise}>
            {isWriting
              ? 'The sound stays bit for bit as it is: it is compared before the file is replaced, and the old tags are kept so that you can have them back.'
              : 'What a file does not say stays as the song has it. One step of the history, with one undo.'}
          </p>
          <Fields direction={direction} fields={fields} isDisabled={isWorking} />
          {isWriting && !isWorking && fields.has('lyrics') && (
            <div className={styles.words}>
              <span>Words</span>
              <Segmented label="How words are written" size="small" value={words} options={WORDS_AS} onChange={chooseWords} />
              <span className={styles.hint}>
                {words === 'plain' ? 'Every player shows it.' : 'Players that know LRC follow the song; others show the times, too.'}
              </span>
            </div>
          )}
          {error && (
            <p className={styles.problem} role="alert">
              {error}
            </p>
          )}
          <div className={styles.sum}>
            {isLooking ? (
              <ProgressBar
                label={`Looked at ${files.length.toLocaleString('en')} of ${counted(trackIds.length, 'file')}`}
                fraction={files.length / trackIds.length}
              />
            ) : (
              <p role="status">
                {counts.changed === 0 ? `No ${isWriting ? 'file' : 'song'}` : counted(counts.changed, isWriting ? 'file' : 'song')} would change
                {same > 0 && `, ${same.toLocaleString('en')} ${same === 1 ? 'is' : 'are'} so already`}
                {counts.problems > 0 && `, ${counts.problems.toLocaleString('en')} cannot`}.
                {counts.starless > 0 && ` Stars cannot be written into ${counted(counts.starless, 'WAV or AIFF file')}: they stay in the library.`}
              </p>
            )}
            <Segmented label="Which files to show" size="small" value={show} options={SHOWS} onChange={setShow} />
          </div>
          <DiffList rows={rows} shown={rows.size} nothing={isLooking ? undefined : NOTHING_SHOWN[direction][show]} />
        </>
      )}
    </Dialog>
  )
}
