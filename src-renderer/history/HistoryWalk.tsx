import { Button, ProgressBar } from '../elements/index.ts'
import styles from './History.module.css'
import { stopWalk, useHistory } from './history-deeds.ts'

/** A large step that is being done or undone: how far it is, and a way to stop it. Small ones are over before this could be read. */
export const HistoryWalk = () => {
  const walk = useHistory((state) => state.walk)
  if (!walk) return null
  return (
    <section className={styles.walk} aria-label="A large step is on its way">
      <p className={styles.label}>{walk.label}</p>
      <ProgressBar key={walk.stepId} label={walk.label} fraction={walk.fraction} />
      <Button size="small" onClick={() => stopWalk(walk.stepId)}>
        Stop
      </Button>
    </section>
  )
}
