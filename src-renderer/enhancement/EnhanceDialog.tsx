import { useState } from 'react'
import type { EnhanceChoice, EnhanceModel } from '../../src-shared/enhancement/contract.ts'
import { Button, Choices, Dialog, LinkButton, Segmented, Skeleton } from '../elements/index.ts'
import { goTo } from '../navigation/index.ts'
import styles from './EnhanceDialog.module.css'
import { closeEnhance, type EnhanceQuestion, enhance, useEnhance } from './enhance-store.ts'

/** Says what the treble is restored by, and where, before anything starts. */
export const EnhanceDialog = () => {
  const { asked, choices } = useEnhance()
  if (!asked) return null
  if (!choices)
    return (
      <Dialog isOpen onClose={closeEnhance} title={`Restore the treble of “${asked.title}”`}>
        <Skeleton width="280px" />
      </Dialog>
    )
  return <EnhanceForm key={asked.trackId} asked={asked} choices={choices} />
}

const openModels = (modelId: string) => {
  closeEnhance()
  goTo({ place: 'models', modelId })
}

const EnhanceForm = ({ asked, choices }: { readonly asked: EnhanceQuestion; readonly choices: readonly EnhanceChoice[] }) => {
  const [model, setModel] = useState<EnhanceModel>(choices.find(({ isInstalled }) => isInstalled)?.model ?? 'exciter')
  const [where, setWhere] = useState<'song' | 'bars'>(asked.region ? 'bars' : 'song')
  const hasModel = choices.some(({ isInstalled, modelId }) => isInstalled && modelId)
  return (
    <Dialog
      isOpen
      onClose={closeEnhance}
      title={`Restore the treble of “${asked.title}”`}
      description="Finds where the sound ends, as in MP3s and old recordings, and makes what is missing above. What is below stays as it is. The result is a take that you can compare with the song."
      footer={
        <>
          <Button onClick={closeEnhance}>Cancel</Button>
          <Button variant="primary" onClick={() => void enhance(asked, model, where === 'bars' ? asked.region : undefined)}>
            {where === 'bars' ? `Restore ${asked.place ?? 'the marked bars'}` : 'Restore the song'}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <Choices
          label="By what"
          value={model}
          options={choices.map(({ model: value, name, isInstalled, summary }) => ({
            value,
            label: name,
            hint: isInstalled ? summary : 'Not installed.',
            isDisabled: !isInstalled,
          }))}
          onChange={setModel}
        />
        {asked.region && (
          <Segmented
            label="Where"
            size="small"
            value={where}
            options={[
              { value: 'song', label: 'The whole song' },
              { value: 'bars', label: asked.place ? `Only ${asked.place}` : 'Only the marked bars' },
            ]}
            onChange={setWhere}
          />
        )}
        {!hasModel && (
          <p className={styles.note}>
            Without a model the studio can brighten, but not rebuild what was lost. FlashSR is less than 1 MB and free to use.{' '}
            <LinkButton isInText onClick={() => openModels('flashsr')}>
              Open Models
            </LinkButton>
          </p>
        )}
      </div>
    </Dialog>
  )
}
