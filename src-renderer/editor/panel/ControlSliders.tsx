import type { WayOption } from '../../../src-shared/editing/ways.ts'
import type { RemixControls } from '../../../src-shared/generation/plan.ts'
import { Slider } from '../../elements/index.ts'
import { useSession } from '../session-store.ts'
import styles from './panel.module.css'

const SLIDERS: readonly { key: keyof RemixControls; label: string; hint: string; words: readonly [string, string, string, string] }[] = [
  {
    key: 'melodyLoyalty',
    label: 'Melody Loyalty',
    hint: 'How much of the tune stays',
    words: ['a new tune', 'hints of the tune', 'the tune, varied', 'the same tune'],
  },
  { key: 'weirdness', label: 'Weirdness', hint: 'How far it may stray from the old bars', words: ['close', 'fresh', 'bold', 'strange'] },
  {
    key: 'genreShift',
    label: 'Genre Shift',
    hint: 'How far your words may pull the style away',
    words: ['same style', 'a touch', 'half way', 'all the way'],
  },
  {
    key: 'structureConsistency',
    label: 'Structure Consistency',
    hint: 'How strictly harmony and form are kept',
    words: ['free', 'loose', 'mostly kept', 'kept'],
  },
]

const meaning = (words: (typeof SLIDERS)[number]['words'], value: number): string => words[Math.min(3, Math.floor(value * 4))] ?? words[3]

/** The four controls of every change, each with what its value means right now, or why it means nothing to the engine in use. */
export const ControlSliders = ({ way }: { readonly way: WayOption | undefined }) => {
  const controls = useSession((session) => session.controls)
  return (
    <fieldset className={styles.sliders}>
      <legend className="visually-hidden">How it may change</legend>
      {SLIDERS.map(({ key, label, hint, words }) => {
        const idle = way?.inactiveControls[key]
        return idle ? (
          <div key={key}>
            <Slider label={label} value={controls[key]} step={0.05} valueText="not used" disabled onChange={() => {}} />
            <p className={styles.idle}>{idle}</p>
          </div>
        ) : (
          <Slider
            key={key}
            label={label}
            value={controls[key]}
            step={0.05}
            valueText={`${meaning(words, controls[key])} · ${Math.round(controls[key] * 100)} %`}
            hint={way?.controlMeanings[key] ?? hint}
            onChange={(value) => useSession.setState({ controls: { ...controls, [key]: value } })}
          />
        )
      })}
    </fieldset>
  )
}
