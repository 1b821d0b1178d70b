import { Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { studio } from '../../bridge/studio-client.ts'
import { Button, Dialog, ProgressBar, Segmented } from '../../elements/index.ts'
import { stopWalk, useHistory } from '../../history/index.ts'
import { counted } from '../../words/index.ts'
import { useAlbums } from '../albums/albums-store.ts'
import styles from './Batch.module.css'
import { applyBatchEdit, closeBatchEdit, preview, reach, useBatch } from './batch-store.ts'
import { DiffList } from './DiffList.tsx'
import { OperationRow } from './OperationRow.tsx'
import { type Draft, freshDraft, operationOf } from './operation-choices.ts'

const QUIET_MILLISECONDS = 250

const NOTHING_SHOWN = {
  changed: 'These songs stay as they are.',
  problems: 'No song is in the way of these changes.',
  all: 'These songs are no longer in the library.',
} as const

/** Many songs changed at once: what to do, what it would do to each, and then as one step. */
export const BatchEditDialog = () => {
  const { selectionId, count, counts, error, show, shown, rows, isApplying, operations } = useBatch()
  const walk = useHistory((state) => state.walk)
  const albums = useAlbums((state) => state.albums)
  const [drafts, setDrafts] = useState<readonly { readonly key: number; readonly draft: Draft }[]>([{ key: 0, draft: freshDraft('replace') }])
  const [tags, setTags] = useState<readonly string[]>([])
  useEffect(() => {
    if (!selectionId) return
    setDrafts([{ key: 0, draft: freshDraft('replace') }])
    void studio.library.listTags({ limit: 500 }).then((reply) => reply.ok && setTags(reply.value.map(({ name }) => name)))
  }, [selectionId])
  useEffect(() => {
    if (!selectionId) return
    const timer = setTimeout(() => preview({ operations: drafts.flatMap(({ draft }) => operationOf(draft, albums) ?? []) }), QUIET_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [selectionId, drafts, albums])
  const change = (key: number, draft: Draft) => setDrafts((old) => old.map((one) => (one.key === key ? { key, draft } : one)))
  const changing = counts?.changed ?? 0
  return (
    <Dialog
      isOpen={selectionId !== undefined}
      onClose={() => (isApplying ? undefined : closeBatchEdit())}
      title={`Edit ${counted(count, 'song')}`}
      width="wide"
      footer={
        isApplying ? (
          <>
            <ProgressBar label="Changing songs" fraction={walk?.fraction ?? 0} />
            <Button onClick={() => walk && stopWalk(walk.stepId)}>Stop</Button>
          </>
        ) : (
          <>
            <Button onClick={closeBatchEdit}>Cancel</Button>
            <Button variant="primary" disabled={changing === 0} onClick={() => void applyBatchEdit()}>
              {changing === 0 ? 'Change songs' : `Change ${counted(changing, 'song')}`}
            </Button>
          </>
        )
      }
    >
      <div className={styles.operations}>
        {drafts.map(({ key, draft }) => (
          <OperationRow
            key={key}
            draft={draft}
            tags={tags}
            onChange={(next) => change(key, next)}
            onRemove={drafts.length > 1 ? () => setDrafts((old) => old.filter((one) => one.key !== key)) : undefined}
          />
        ))}
        <Button
          variant="quiet"
          size="small"
          icon={<Plus />}
          onClick={() => setDrafts((old) => [...old, { key: Math.max(...old.map(({ key }) => key)) + 1, draft: freshDraft('tags') }])}
        >
          One more change
        </Button>
      </div>
      {error && (
        <p className={styles.problem} role="alert">
          {error}
        </p>
      )}
      {operations.length > 0 && counts && (
        <>
          <div className={styles.sum}>
            <p role="status">
              {counts.changed === 0 ? 'No song would change' : `${counted(counts.changed, 'song')} would change`}
              {counts.changed > 0 && counts.unchanged > 0 && `, ${counts.unchanged.toLocaleString('en')} would not`}
              {counts.problems > 0 && `, ${counts.problems.toLocaleString('en')} cannot`}
              {counts.warnings > 0 && `, ${counts.warnings.toLocaleString('en')} get the title of another`}.
            </p>
            <Segmented
              label="Which songs to show"
              size="small"
              value={show}
              options={[
                { value: 'changed', label: 'Changed' },
                { value: 'problems', label: 'Problems' },
                { value: 'all', label: 'All' },
              ]}
              onChange={(next) => preview({ show: next })}
            />
          </div>
          <DiffList rows={rows} shown={shown} onReach={reach} nothing={NOTHING_SHOWN[show]} />
        </>
      )}
    </Dialog>
  )
}
