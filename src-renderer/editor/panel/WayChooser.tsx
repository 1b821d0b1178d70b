import { Download } from 'lucide-react'
import { WAY_NAMES } from '../../../src-shared/editing/ways.ts'
import { Button, Select } from '../../elements/index.ts'
import { goTo } from '../../navigation/index.ts'
import type { Choice } from '../editor-store.ts'
import { useSession } from '../session-store.ts'
import styles from './panel.module.css'
import { type How, wordsFor, worthInstalling } from './ways.ts'

/** How the region will be played anew and by whom, why, and what would open a better way. */
export const WayChooser = ({ choice }: { readonly choice: Choice }) => {
  const how = useSession((session) => session.how)
  const { name, reason } = wordsFor(choice, how)
  const missing = worthInstalling(choice, how)
  const options: { value: How; label: string; detail: string }[] = [
    { value: 'automatic', label: WAY_NAMES.automatic, detail: WAY_NAMES[choice.chosen].toLowerCase() },
    ...choice.ways.map(({ way, isAvailable, engineName }) => ({ value: way, label: WAY_NAMES[way], detail: isAvailable ? engineName : 'not installed' })),
  ]
  return (
    <section className={styles.way} aria-label="How it is made">
      <Select label="How" value={how} options={options} onChange={(value) => useSession.setState({ how: value })} />
      <p className={styles.strategy}>
        <span className={styles.strategyName}>{name}</span>
        {reason}
      </p>
      {missing?.modelId && (
        <Button size="small" variant="quiet" icon={<Download />} className={styles.get} onClick={() => goTo({ place: 'models', modelId: missing.modelId })}>
          Get {missing.engineName}
        </Button>
      )}
    </section>
  )
}
