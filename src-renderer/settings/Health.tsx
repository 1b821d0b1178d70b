import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { studio } from '../bridge/studio-client.ts'
import { Button } from '../elements/index.ts'
import styles from './SettingsPage.module.css'
import { useAnswer } from './use-answer.ts'

const askDoctor = () => studio.settings.doctor({})
const MARKS = { ok: <CircleCheck />, warning: <TriangleAlert />, problem: <CircleAlert /> } as const
const WORDS = { ok: 'In order', warning: 'Worth a look', problem: 'Needs you' } as const

/** The same report as `segno doctor`. */
export const Health = () => {
  const { answer, error, again } = useAnswer(askDoctor)
  return (
    <>
      <div className={styles.actions}>
        <Button disabled={!answer && !error} onClick={again}>
          Check again
        </Button>
      </div>
      {error && <p className={styles.loading}>{error.message}</p>}
      {!answer && !error && (
        <p className={styles.loading} role="status">
          Checking…
        </p>
      )}
      <ul>
        {answer?.map((check) => (
          <li key={check.id} className={`${styles.check} ${styles[check.state]}`}>
            <span role="img" aria-label={WORDS[check.state]}>
              {MARKS[check.state]}
            </span>
            <span className={styles.name}>{check.name}</span>
            <p className={styles.hint} data-selectable>
              {check.message}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}
