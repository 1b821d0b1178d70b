import { ChevronDown, CircleAlert, CircleCheck, Download, MoreHorizontal, RotateCcw, ShieldCheck, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Job } from '../../src-shared/jobs/contract.ts'
import type { ModelView } from '../../src-shared/models/contract.ts'
import { Button, classNames, IconButton, Menu, type MenuItem, Select } from '../elements/index.ts'
import { byteSize } from '../words/index.ts'
import styles from './ModelsPage.module.css'
import { isAtWork, ModelWork } from './ModelWork.tsx'
import { FIT_WORDS, SELL_WORDS, sizesOf, sizeWords, variantOf } from './model-words.ts'
import { checkModels, installModel } from './models-store.ts'

export type ModelRowProps = {
  readonly model: ModelView
  /** the work on it that goes on, or that ended last in a failure */
  readonly job: Job | undefined
  readonly isPointedAt: boolean
  readonly isSealed: boolean
  readonly now: number
  readonly onRemove: (model: ModelView) => void
  readonly onImport: () => void
}

export const ModelRow = ({ model, job, isPointedAt, isSealed, now, onRemove, onImport }: ModelRowProps) => {
  const row = useRef<HTMLLIElement>(null)
  const [chosen, setChosen] = useState<string>()
  const [isOpen, setOpen] = useState(isPointedAt)
  const variant = variantOf(model, chosen)
  const { state, licence } = model
  const forms = model.variants.filter(({ canDownload }) => canDownload)

  useEffect(() => {
    if (!isPointedAt) return
    row.current?.scrollIntoView({ block: 'center' })
    row.current?.focus()
  }, [isPointedAt])

  const menu: MenuItem[] = [
    { label: 'Check every byte', icon: <ShieldCheck />, onSelect: () => void checkModels(model.id) },
    ...(forms.length > 1
      ? forms
          .filter(({ id }) => id !== model.variant)
          .map(
            (form): MenuItem => ({
              label: `Change to ${form.name}`,
              icon: <Download />,
              isDisabled: isSealed,
              onSelect: () => void installModel(model.id, form.id),
            }),
          )
      : []),
    'separator',
    { label: 'Remove…', icon: <Trash2 />, isDanger: true, onSelect: () => onRemove(model) },
  ]

  const action = () => {
    if (isAtWork(job)) return null
    if (state === 'installed')
      return model.isBundled ? (
        <span className={styles.here}>
          <CircleCheck aria-hidden /> Comes with the studio
        </span>
      ) : (
        <>
          <span className={styles.here}>
            <CircleCheck aria-hidden /> Installed · {byteSize(model.bytes)}
          </span>
          <Menu align="end" items={menu} trigger={<IconButton size="small" label={`More for ${model.name}`} icon={<MoreHorizontal />} />} />
        </>
      )
    if (!variant?.canDownload)
      return (
        <Button size="small" onClick={onImport}>
          Import…
        </Button>
      )
    const verb = state === 'damaged' ? 'Repair' : state === 'unfinished' ? 'Go on' : 'Install'
    return (
      <>
        {state === 'unfinished' && (
          <IconButton size="small" label={`Discard what was fetched of ${model.name}`} icon={<Trash2 />} onClick={() => onRemove(model)} />
        )}
        {forms.length > 1 && state === 'absent' && (
          <Select
            label={`Form of ${model.name}`}
            isLabelHidden
            value={variant.id}
            options={forms.map((form) => ({ value: form.id, label: form.name, detail: sizeWords(form.downloadBytes, form.isAbout) }))}
            onChange={setChosen}
          />
        )}
        <Button
          size="small"
          icon={state === 'damaged' ? <RotateCcw /> : <Download />}
          disabled={isSealed}
          aria-label={`${verb} ${model.name}`}
          onClick={() => void installModel(model.id, state === 'absent' ? variant.id : undefined)}
        >
          {verb}
        </Button>
      </>
    )
  }

  return (
    <li ref={row} tabIndex={-1} className={classNames(styles.model, isPointedAt && styles.pointed)} data-model={model.id} data-state={state}>
      <div className={styles.words}>
        <p className={styles.name}>{model.name}</p>
        <p className={styles.summary}>{model.summary}</p>
        <p className={styles.facts}>
          {variant && <span>{sizesOf(variant)}</span>}
          <span className={styles[licence.mayISell]}>{SELL_WORDS[licence.mayISell]}</span>
          {variant && <span className={styles[variant.fit.verdict]}>{FIT_WORDS[variant.fit.verdict]}</span>}
          <button type="button" className={styles.more} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? 'Less' : 'More'}
            <span className="visually-hidden"> about {model.name}</span>
            <ChevronDown aria-hidden />
          </button>
        </p>
      </div>
      <div className={styles.action}>{action()}</div>
      {isAtWork(job) && <ModelWork job={job} now={now} />}
      {state === 'damaged' && !isAtWork(job) && (
        <p className={styles.trouble} data-selectable>
          <CircleAlert aria-hidden /> {model.damage} It is not used until it is repaired.
        </p>
      )}
      {job?.state === 'failed' && job.error && (
        <p className={styles.trouble} data-selectable>
          <CircleAlert aria-hidden /> {job.error.message}
        </p>
      )}
      {isOpen && (
        <dl className={styles.details} data-selectable>
          <dt>May I sell what I make with it?</dt>
          <dd>
            {licence.note} <span className={styles.dim}>{licence.name}.</span>
          </dd>
          <dt>Will it run here?</dt>
          <dd>{variant?.fit.sentence ?? (model.lora ? `As ${model.lora.baseName} does: it is the same size.` : 'Its folder does not say what it needs.')}</dd>
          <dt>Made by</dt>
          <dd>{model.source}</dd>
          {model.lora && (
            <>
              <dt>Another strength</dt>
              <dd>Add the LoRA again: under the same name it replaces this one, under another both stay.</dd>
            </>
          )}
          {model.lacks.length > 0 && (
            <>
              <dt>Not there yet</dt>
              <dd>{model.lacks.join(', ')}</dd>
            </>
          )}
          {model.howToGet && (
            <>
              <dt>Getting it</dt>
              <dd>{model.howToGet}</dd>
            </>
          )}
        </dl>
      )}
    </li>
  )
}
