import { CopyPlus, RotateCcw } from 'lucide-react'
import type { TrackDetail } from '../../src-shared/library/contract.ts'
import { Button } from '../elements/index.ts'
import { goTo } from '../navigation/index.ts'
import { clockTime } from '../words/index.ts'
import { useCreate } from './create-store.ts'
import styles from './PlanSheet.module.css'

/** A song that a model wrote has no plan: only what it was asked for. */
export const NeuralSheet = ({ song }: { readonly song: TrackDetail }) => {
  const engines = useCreate((state) => state.engines)
  const { id: trackId, prompt, seed, engine, seconds, licence } = song
  const facts = [
    ['Prompt', prompt],
    ['Made by', engines.find(({ id }) => id === engine)?.name ?? engine],
    ['Licence', licence],
    ['Length', clockTime(seconds)],
    ['Seed', seed === undefined ? '' : String(seed)],
  ].filter(([, value]) => value !== '')
  return (
    <div className={styles.sheet}>
      <div className={styles.deeds}>
        <Button size="small" icon={<RotateCcw />} onClick={() => goTo({ place: 'create', from: { trackId, keep: 'plan and seed' } })}>
          Change the words…
        </Button>
        <Button size="small" variant="quiet" icon={<CopyPlus />} onClick={() => goTo({ place: 'create', from: { trackId, keep: 'plan' } })}>
          More like this
        </Button>
      </div>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.role}>This model writes sound, not notes: there is no plan and no score. Tempo and key are what the studio hears in it.</p>
    </div>
  )
}
