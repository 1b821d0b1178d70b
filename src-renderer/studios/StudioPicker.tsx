import { Users } from 'lucide-react'
import { Button, Popover, Select } from '../elements/index.ts'
import { byteSize } from '../words/index.ts'
import { meantStudio } from './meant-studio.ts'
import styles from './StudioPicker.module.css'
import { selectStudio, useStudios } from './studio-store.ts'

const Ensemble = () => {
  const { state } = useStudios()
  const active = state?.studios.find(({ id }) => id === state.active)
  if (!state || !active) return null
  const { lastSwitch, usedBytes, ceilingBytes } = state
  return (
    <div className={styles.ensemble}>
      <dl className={styles.agents}>
        {active.agents.map(({ id, name, job }) => (
          <div key={id}>
            <dt>{name}</dt>
            <dd>{job}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.memory}>
        {active.memoryBytes > 0 ? `${active.name}: loaded, ${byteSize(active.memoryBytes)}. ` : `${active.name} is loaded with its first song. `}
        All studios: {byteSize(usedBytes)} of {byteSize(ceilingBytes)}.{lastSwitch && ` Opened in ${(lastSwitch.milliseconds / 1000).toFixed(1)} s.`}
      </p>
    </div>
  )
}

/** In which studio the next song is made, and who works there. Words that name another studio offer it. */
export const StudioPicker = ({ prompt }: { readonly prompt: string }) => {
  const { state, opening } = useStudios()
  if (!state) return <div className={styles.room} />
  const meant = meantStudio(prompt, state.studios, opening ?? state.active)
  return (
    <div className={styles.picker}>
      <span className={styles.name} aria-hidden>
        Studio
      </span>
      <Select
        label="Studio"
        isLabelHidden
        isDetailBelow
        className={styles.select}
        value={opening ?? state.active}
        disabled={opening !== undefined}
        options={state.studios.map(({ id, name, blurb }) => ({ value: id, label: name, detail: blurb }))}
        onChange={(id) => void selectStudio(id)}
      />
      <Popover
        title="Who works here"
        trigger={
          <Button size="small" variant="quiet" icon={<Users />}>
            Who works here
          </Button>
        }
      >
        <Ensemble />
      </Popover>
      <p role="status" className={styles.status}>
        {opening ? 'Opening…' : ''}
      </p>
      {meant && !opening && (
        <p className={styles.meant}>
          This sounds like {meant.name}.{' '}
          <Button size="small" variant="quiet" onClick={() => void selectStudio(meant.id)}>
            Open {meant.name}
          </Button>
        </p>
      )}
    </div>
  )
}
