import { FolderInput, Layers2, Lock, ShieldCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Job } from '../../src-shared/jobs/contract.ts'
import type { ModelView } from '../../src-shared/models/contract.ts'
import { Button, Dialog, EmptyState, Skeleton } from '../elements/index.ts'
import { useJobs } from '../jobs/index.ts'
import { goTo } from '../navigation/index.ts'
import { byteSize } from '../words/index.ts'
import { AddLoraDialog } from './AddLoraDialog.tsx'
import { ArrivingModels } from './ArrivingModels.tsx'
import { chooseLora } from './lora-store.ts'
import { ModelRow } from './ModelRow.tsx'
import styles from './ModelsPage.module.css'
import { PURPOSES } from './model-words.ts'
import { checkModels, importModels, reloadModels, removeModel, useModels } from './models-store.ts'

/** The last job about each model. */
const latestJobs = (jobs: readonly Job[]): ReadonlyMap<string, Job> => {
  const latest = new Map<string, Job>()
  for (const job of jobs) {
    if (!job.kind.startsWith('models.') || job.subjectId === undefined) continue
    const known = latest.get(job.subjectId)
    if (!known || known.createdAt <= job.createdAt) latest.set(job.subjectId, job)
  }
  return latest
}

const Sealed = ({ isByEnvironment }: { readonly isByEnvironment: boolean }) => (
  <p className={styles.sealed} role="note">
    <Lock aria-hidden />
    <span>The studio is sealed: it opens no connection, so nothing can be downloaded. Models from your own folders can be imported.</span>
    {isByEnvironment ? (
      <span className={styles.dim}>SEGNO_SEALED says so.</span>
    ) : (
      <Button size="small" onClick={() => goTo({ place: 'settings', section: 'general' })}>
        Open Settings
      </Button>
    )}
  </p>
)

const RemovalDialog = ({ model, onClose }: { readonly model: ModelView | undefined; readonly onClose: () => void }) => (
  <Dialog
    isOpen={model !== undefined}
    onClose={onClose}
    title={model?.state === 'unfinished' ? `Discard what was fetched of ${model.name}?` : `Remove ${model?.name ?? ''}?`}
    description={`${byteSize(model?.bytes ?? 0)} become free. Songs made with it stay. ${model?.variants.length === 0 ? 'To have it back, add it from its file again.' : 'You can install it again at any time.'}`}
    footer={
      <>
        <Button onClick={onClose}>Keep it</Button>
        <Button
          variant="danger"
          onClick={() => {
            if (model) void removeModel(model.id, model.name)
            onClose()
          }}
        >
          {model?.state === 'unfinished' ? 'Discard' : 'Remove'}
        </Button>
      </>
    }
  />
)

/** What the studio can learn to do: each model by what it is for, its price in bytes and rights, and whether it runs here. */
export const ModelsPage = ({ modelId }: { readonly modelId: string | undefined }) => {
  const { view, error } = useModels()
  const allJobs = Object.values(useJobs((state) => state.byId))
  const jobs = latestJobs(allJobs)
  const [leaving, setLeaving] = useState<ModelView>()
  const [now] = useState(Date.now)
  useEffect(() => void reloadModels(), [])

  if (error && !view)
    return (
      <EmptyState title="The models cannot be shown" action={<Button onClick={() => void reloadModels()}>Try again</Button>}>
        {error.message}
      </EmptyState>
    )
  if (!view)
    return (
      <div className={styles.page} role="status" aria-label="Looking at the models and at this computer">
        {[0, 1, 2, 3].map((line) => (
          <div key={line} className={styles.waiting}>
            <Skeleton />
          </div>
        ))}
      </div>
    )
  return (
    <section className={styles.page} aria-label="Models" tabIndex={-1}>
      <div className={styles.column}>
        <header className={styles.header}>
          <p className={styles.intro}>
            Everything here runs on your own computer. The studio composes without any of it; a model adds what its group says. {byteSize(view.freeBytes)} are
            free on the disk.
          </p>
          <Button variant="quiet" icon={<ShieldCheck />} onClick={() => void checkModels()}>
            Check all
          </Button>
          <Button icon={<Layers2 />} onClick={() => void chooseLora()}>
            Add a LoRA…
          </Button>
          <Button icon={<FolderInput />} onClick={() => void importModels()}>
            Import from a folder…
          </Button>
        </header>
        {view.isSealed && <Sealed isByEnvironment={view.isSealedByEnvironment} />}
        <ArrivingModels jobs={allJobs} known={new Set(view.models.map(({ id }) => id))} now={now} />
        {PURPOSES.map(({ task, title }) => {
          const group = view.models.filter((model) => model.task === task)
          return group.length === 0 ? null : (
            <section key={task} className={styles.group} aria-labelledby={`purpose-${task}`}>
              <h2 id={`purpose-${task}`} className={styles.purpose}>
                {title}
              </h2>
              <ul>
                {group.map((model) => (
                  <ModelRow
                    key={model.id}
                    model={model}
                    job={jobs.get(model.id)}
                    isPointedAt={model.id === modelId}
                    isSealed={view.isSealed}
                    now={now}
                    onRemove={setLeaving}
                    onImport={() => void importModels()}
                  />
                ))}
              </ul>
            </section>
          )
        })}
      </div>
      <AddLoraDialog models={view.models} />
      <RemovalDialog model={leaving} onClose={() => setLeaving(undefined)} />
    </section>
  )
}
