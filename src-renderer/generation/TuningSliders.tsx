import type { Tuning } from '../../src-shared/generation/engine.ts'
import { Slider } from '../elements/index.ts'
import { changeWish, useCreate } from './create-store.ts'
import styles from './EnginePicker.module.css'

type Knob = {
  readonly key: 'temperature' | 'topK' | 'guidance'
  readonly label: string
  readonly hint: string
  readonly min: number
  readonly max: number
  readonly step: number
}

const KNOBS: readonly Knob[] = [
  { key: 'temperature', label: 'Temperature', hint: 'Low takes the likeliest sounds, high dares unlikely ones', min: 0.1, max: 2, step: 0.05 },
  { key: 'guidance', label: 'Guidance', hint: 'How much your words count; 1 is not at all', min: 1, max: 10, step: 0.5 },
  { key: 'topK', label: 'Choice', hint: 'Among how many of the likeliest sounds it chooses (top-k)', min: 1, max: 1000, step: 1 },
]

/** The numbers of the model itself, for those who want them; untouched they are the ones its makers use. */
export const TuningSliders = ({ own }: { readonly own: Tuning }) => {
  const tuning = useCreate((state) => state.tuning)
  return (
    <div className={styles.tuning}>
      {KNOBS.flatMap(({ key, ...knob }) => {
        const usual = own[key]
        if (usual === undefined) return []
        const value = tuning[key] ?? usual
        return [
          <Slider
            key={key}
            {...knob}
            value={value}
            valueText={value === usual ? `${value} · usual` : String(Math.round(value * 100) / 100)}
            onChange={(next) => changeWish({ tuning: { ...tuning, [key]: next } })}
          />,
        ]
      })}
    </div>
  )
}
