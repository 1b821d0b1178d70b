import { Cpu } from 'lucide-react'
import { Button, Select } from '../elements/index.ts'
import { goTo } from '../navigation/index.ts'
import { changeWish, neuralEngine, useCreate } from './create-store.ts'
import styles from './EnginePicker.module.css'

const BUILT_IN_DETAIL = 'Plans a song and plays its score. The music is yours to sell.'

/** Who makes the song: the studio's own engine, or a model that is installed; those that are not lead to Models. */
export const EnginePicker = () => {
  const { engine, engines, absent } = useCreate()
  const chosen = neuralEngine({ engine, engines })?.id ?? engines[0]?.id
  const next = absent[0]
  if (!chosen) return null
  return (
    <div className={styles.picker}>
      <span className={styles.name} aria-hidden>
        Made by
      </span>
      <Select
        label="Engine"
        isLabelHidden
        isDetailBelow
        className={styles.select}
        value={chosen}
        options={engines.map(({ id, name, needsModel, sound }) => ({ value: id, label: name, detail: needsModel ? (sound ?? '') : BUILT_IN_DETAIL }))}
        onChange={(id) => changeWish({ engine: id })}
      />
      {next && (
        <Button size="small" variant="quiet" icon={<Cpu />} title={next.summary} onClick={() => goTo({ place: 'models', modelId: next.id })}>
          {engines.length > 1 ? 'More engines…' : `Get ${next.name}…`}
        </Button>
      )}
    </div>
  )
}
