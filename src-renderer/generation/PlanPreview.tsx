import { RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Plan } from '../../src-shared/generation/plan.ts'
import { Button, Chip, Popover, Segmented, Select, Slider } from '../elements/index.ts'
import { clockTime, keyWord, meterWord, tempoWord } from '../words/index.ts'
import { changeWish, useCreate } from './create-store.ts'
import { FormEditor } from './FormEditor.tsx'
import { InstrumentEditor } from './InstrumentEditor.tsx'
import styles from './PlanPreview.module.css'
import { ENDINGS, meterOptions, modeOptions, swingWord, tonicOptions } from './plan-choices.ts'
import { barSum, formWord, type OverrideName, withOverride, withoutOverride, withStyle } from './plan-overrides.ts'

type EditProps = { readonly name: OverrideName; readonly title: string; readonly word: string; readonly children: ReactNode }

/** One chip of the plan with what changes it. Set by hand, it carries a dot and can follow the prompt again. */
const EditChip = ({ name, title, word, children }: EditProps) => {
  const overrides = useCreate((state) => state.overrides)
  const isChanged = overrides[name] !== undefined
  return (
    <Popover
      title={title}
      trigger={
        <Chip isChanged={isChanged} title={title}>
          {word}
        </Chip>
      }
    >
      {children}
      {isChanged && (
        <Button size="small" variant="quiet" icon={<RotateCcw />} onClick={() => changeWish({ overrides: withoutOverride(overrides, name) })}>
          Follow the prompt again
        </Button>
      )}
    </Popover>
  )
}

const set: <K extends OverrideName>(name: K, value: NonNullable<Plan[K]>) => void = (name, value) =>
  changeWish({ overrides: withOverride(useCreate.getState().overrides, name, value) })

const Chips = ({ plan }: { readonly plan: Plan }) => {
  const { styles: known, instruments, overrides } = useCreate()
  const instrumentName = (id: string) => instruments.find((one) => one.id === id)?.name ?? id
  const players = plan.instrumentation.map((part) => instrumentName(part.instrument).toLowerCase())
  return (
    <ul className={styles.chips}>
      <li>
        <EditChip name="style" title="Style" word={known.find((style) => style.id === plan.style)?.name ?? plan.style}>
          <Select
            label="Style"
            isLabelHidden
            value={plan.style}
            options={known.map((style) => ({ value: style.id, label: style.name }))}
            onChange={(style) => changeWish({ overrides: withStyle(overrides, style) })}
          />
        </EditChip>
      </li>
      <li>
        <EditChip name="tempoBpm" title="Tempo" word={tempoWord(plan.tempoBpm)}>
          <Slider
            label="Beats a minute"
            min={40}
            max={240}
            step={1}
            value={plan.tempoBpm}
            valueText={tempoWord(plan.tempoBpm)}
            onChange={(tempoBpm) => showTempo(tempoBpm)}
            onCommit={(tempoBpm) => set('tempoBpm', tempoBpm)}
          />
        </EditChip>
      </li>
      <li>
        <EditChip name="key" title="Key" word={keyWord(plan.key)}>
          <div className={styles.pair}>
            <Select label="Tonic" value={plan.key.tonic} options={tonicOptions} onChange={(tonic) => set('key', { ...plan.key, tonic })} />
            <Select label="Mode" value={plan.key.mode} options={modeOptions} onChange={(mode) => set('key', { ...plan.key, mode })} />
          </div>
        </EditChip>
      </li>
      <li>
        <EditChip name="timeSignature" title="Meter" word={meterWord(plan.timeSignature)}>
          <Select
            label="Meter"
            isLabelHidden
            value={meterWord(plan.timeSignature)}
            options={meterOptions}
            onChange={(value) => {
              const chosen = meterOptions.find((option) => option.value === value)
              if (chosen) set('timeSignature', chosen.meter)
            }}
          />
        </EditChip>
      </li>
      <li className={styles.wide}>
        <EditChip name="instrumentation" title="Players" word={players.join(', ')}>
          <InstrumentEditor parts={plan.instrumentation} instruments={instruments} onChange={(parts) => set('instrumentation', parts)} />
        </EditChip>
      </li>
      <li className={styles.wide}>
        <EditChip name="form" title="Form" word={`${formWord(plan.form)} · ${barSum(plan.form)} bars`}>
          <FormEditor form={plan.form} onChange={(form) => set('form', form)} />
        </EditChip>
      </li>
      <li>
        <EditChip name="swing" title="Swing" word={swingWord(plan.swing)}>
          <Slider
            label="Off-beats"
            min={0.5}
            max={0.75}
            step={0.01}
            value={plan.swing}
            valueText={swingWord(plan.swing)}
            hint="Half is straight, two thirds is a triplet swing."
            onChange={(swing) => set('swing', swing)}
          />
        </EditChip>
      </li>
      <li>
        <EditChip name="ending" title="Ending" word={ENDINGS.find((ending) => ending.value === plan.ending)?.label.toLowerCase() ?? plan.ending}>
          <Segmented label="Ending" value={plan.ending} options={ENDINGS} onChange={(ending) => set('ending', ending)} />
        </EditChip>
      </li>
      <li>
        <span className={styles.fact} title="Length">
          {clockTime(plan.lengthSeconds)}
        </span>
      </li>
    </ul>
  )
}

/** While a slider moves the chip follows at once; main is asked when the hand rests. */
const showTempo = (tempoBpm: number): void => {
  const { plan } = useCreate.getState()
  if (plan) useCreate.setState({ plan: { ...plan, tempoBpm } })
}

/** The plan in words, as it will be played, and what was read out of the prompt. */
export const PlanPreview = () => {
  const { plan, planError, prompt } = useCreate()
  if (planError) return <p className={styles.error}>{planError.message}</p>
  if (!plan)
    return (
      <p className={styles.waiting}>
        {prompt.trim() === '' ? 'The plan appears here as you type: tempo, key, players, form. Every part of it can be changed.' : 'Reading…'}
      </p>
    )
  return (
    <div className={styles.plan}>
      <Chips plan={plan} />
      {(plan.understood.length > 0 || plan.notUnderstood.length > 0) && (
        <dl className={styles.reading}>
          {plan.understood.map(({ words, meaning }) => (
            <div key={`${words} ${meaning}`} className={styles.read}>
              <dt>{words}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
          {plan.notUnderstood.length > 0 && (
            <div className={styles.unread}>
              <dt>Not understood</dt>
              <dd>{plan.notUnderstood.map((word) => `“${word}”`).join(', ')}</dd>
            </div>
          )}
        </dl>
      )}
    </div>
  )
}
