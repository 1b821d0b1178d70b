import { ChevronDown, Dices, Sparkles } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { MAX_PROMPT_CHARACTERS } from '../../src-shared/generation/contract.ts'
import { capsOf, useActions } from '../actions/index.ts'
import { EnhanceButton, enhancePrompt, PromptDiff } from '../agents/index.ts'
import { Button, Chip, Kbd, Segmented, TextField } from '../elements/index.ts'
import { InfluenceChips, influenceIds } from '../knowledge/index.ts'
import { useSettings } from '../settings/index.ts'
import { StudioPicker } from '../studios/index.ts'
import { VoiceButton } from '../voice/index.ts'
import styles from './Composer.module.css'
import { createActions } from './create-actions.ts'
import { changeWish, generate, neuralEngine, useCreate } from './create-store.ts'
import { EngineNote } from './EngineNote.tsx'
import { EnginePicker } from './EnginePicker.tsx'
import { PlanPreview } from './PlanPreview.tsx'
import { lengthsWith } from './plan-choices.ts'
import { withoutOverride, withStyle } from './plan-overrides.ts'
import { TuningSliders } from './TuningSliders.tsx'

const MAX_SEED = 0xffffffff
const drawSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0

const StyleChips = () => {
  const { styles: known, overrides } = useCreate()
  return (
    <ul className={styles.styles} aria-label="Styles">
      {known.map((style) => {
        const isSelected = overrides.style === style.id
        return (
          <li key={style.id}>
            <Chip
              isSelected={isSelected}
              title={style.blurb}
              onClick={() => changeWish({ overrides: isSelected ? withoutOverride(overrides, 'style') : withStyle(overrides, style.id) })}
            >
              {style.name}
            </Chip>
          </li>
        )
      })}
    </ul>
  )
}

const Examples = () => {
  const known = useCreate((state) => state.styles)
  return (
    <div className={styles.examples}>
      <p className={styles.examplesTitle}>Try one</p>
      <ul>
        {known.map((style) => (
          <li key={style.id}>
            <button type="button" className={styles.example} onClick={() => changeWish({ prompt: style.examplePrompt, overrides: {} })}>
              {style.examplePrompt}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

const SeedField = ({ isNeural }: { readonly isNeural: boolean }) => {
  const seed = useCreate((state) => state.seed)
  return (
    <div className={styles.seed}>
      <TextField
        label="Seed"
        inputMode="numeric"
        placeholder="New each time"
        value={seed ?? ''}
        hint={
          isNeural ? 'On this machine the same words, model and seed give the same song.' : 'The same words and the same seed give the same song, to the byte.'
        }
        onChange={(event) => {
          const digits = event.currentTarget.value.replace(/\D/g, '')
          changeWish({ seed: digits === '' ? undefined : Math.min(MAX_SEED, Number(digits)) })
        }}
      />
      <Button icon={<Dices />} onClick={() => changeWish({ seed: drawSeed() })}>
        Draw
      </Button>
    </div>
  )
}

/** What should it sound like: the words, the choices, the plan, the button. */
export const Composer = () => {
  const { prompt, seconds, seed, variations, isStarting, overrides, plan, tuning } = useCreate()
  const usual = useSettings((state) => state.settings.variations)
  const [isMoreOpen, setMoreOpen] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const neural = neuralEngine(useCreate())
  const count = variations ?? usual
  const lengths = lengthsWith(seconds, neural?.maxSeconds)
  const isSeedShown = isMoreOpen || seed !== undefined || Object.keys(tuning).length > 0
  const isTooLong = prompt.length > MAX_PROMPT_CHARACTERS
  const canGenerate = prompt.trim() !== '' && !isTooLong && !isStarting

  /** spoken words join what is there, to be edited before they are used */
  const say = (text: string) => {
    const before = useCreate.getState().prompt.trim()
    changeWish({ prompt: before === '' ? text : `${before} ${text}` })
    field.current?.focus()
  }

  const enhance = () => void enhancePrompt(prompt, influenceIds())

  useEffect(() => field.current?.focus(), [])
  useActions(createActions, {
    generate: () => canGenerate && void generate(),
    prompt: () => field.current?.focus(),
    enhance: () => prompt.trim() !== '' && enhance(),
    again: () => changeWish({ seed: drawSeed() }),
    ...(Object.keys(overrides).length > 0 ? { reset: () => changeWish({ overrides: {} }) } : {}),
  })

  return (
    <form
      className={styles.composer}
      aria-label="New song"
      onSubmit={(event) => {
        event.preventDefault()
        if (canGenerate) void generate()
      }}
    >
      <label htmlFor="prompt" className={styles.question}>
        What should it sound like?
      </label>
      <div className={styles.well}>
        <textarea
          ref={field}
          id="prompt"
          className={styles.prompt}
          rows={3}
          value={prompt}
          placeholder="Rainy night piano with brushes and upright bass, 72 bpm, in A minor"
          aria-invalid={isTooLong ? true : undefined}
          aria-describedby={isTooLong ? 'prompt-note' : undefined}
          onChange={(event) => changeWish({ prompt: event.currentTarget.value })}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        />
        <div className={styles.spoken}>
          <EnhanceButton prompt={prompt} keys={capsOf(createActions, 'enhance')} onEnhance={enhance} />
          <VoiceButton onText={say} />
        </div>
        {neural ? <div className={styles.noStyles} /> : <StyleChips />}
      </div>
      {isTooLong && (
        <p id="prompt-note" role="alert" className={styles.note}>
          {prompt.length.toLocaleString('en')} characters; the studio reads up to {MAX_PROMPT_CHARACTERS.toLocaleString('en')}. Shorten it to generate.
        </p>
      )}
      <PromptDiff prompt={prompt} onAccept={(enhanced) => changeWish({ prompt: enhanced })} />
      <InfluenceChips />
      <StudioPicker prompt={prompt} />
      <EnginePicker />
      {neural ? (
        <EngineNote engine={neural} />
      ) : prompt === '' && !plan ? (
        <Examples />
      ) : (
        <section className={styles.plan} aria-label="Plan">
          <PlanPreview />
        </section>
      )}
      <div className={styles.choices}>
        <div className={styles.choice}>
          <span className={styles.choiceName}>Length</span>
          <Segmented
            label="Length"
            size="small"
            value={lengths.find((length) => length.seconds === seconds)?.value ?? 'auto'}
            options={lengths}
            onChange={(value) => changeWish({ seconds: lengths.find((length) => length.value === value)?.seconds })}
          />
        </div>
        <div className={styles.choice}>
          <span className={styles.choiceName}>Variations</span>
          <Segmented
            label="Variations"
            size="small"
            value={String(count)}
            options={['1', '2', '3', '4'].map((value) => ({ value, label: value }))}
            onChange={(value) => changeWish({ variations: Number(value) })}
          />
        </div>
        <Button
          size="small"
          variant="quiet"
          aria-expanded={isSeedShown}
          icon={<ChevronDown className={isSeedShown ? styles.turned : undefined} />}
          onClick={() => {
            // hidden, a seed or a number set by hand would still decide: closing lets them go
            setMoreOpen(!isSeedShown)
            if (isSeedShown) changeWish({ seed: undefined, tuning: {} })
          }}
        >
          More
        </Button>
      </div>
      {isSeedShown && <SeedField isNeural={neural !== undefined} />}
      {isSeedShown && neural?.tuning && <TuningSliders own={neural.tuning} />}
      <div className={styles.deed}>
        <Button type="submit" variant="primary" size="large" className={styles.generate} icon={<Sparkles />} disabled={!canGenerate}>
          {isStarting ? 'Starting…' : count === 1 ? 'Generate' : `Generate ${count} variations`}
        </Button>
        <p className={styles.keys}>
          <Kbd caps={capsOf(createActions, 'generate')} />
        </p>
      </div>
    </form>
  )
}
