import { CopyPlus, SlidersHorizontal } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Plan } from '../../src-shared/generation/plan.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { Button } from '../elements/index.ts'
import { goTo } from '../navigation/index.ts'
import { clockTime, counted, keyWord, meterWord, studioWord, styleWord, tempoWord } from '../words/index.ts'
import { useCreate } from './create-store.ts'
import styles from './PlanSheet.module.css'
import { ENDINGS, swingWord } from './plan-choices.ts'
import { barSum } from './plan-overrides.ts'

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className={styles.fact}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

type Props = { readonly trackId: TrackId; readonly plan: Plan; readonly prompt: string; readonly seed: number | undefined }

/** The whole plan that a song was made from, to read; two buttons take it back to Create. */
export const PlanSheet = ({ trackId, plan, prompt, seed }: Props) => {
  const instruments = useCreate((state) => state.instruments)
  const nameOf = (id: string) => instruments.find((one) => one.id === id)?.name ?? id
  return (
    <div className={styles.sheet}>
      <div className={styles.deeds}>
        <Button size="small" icon={<SlidersHorizontal />} onClick={() => goTo({ place: 'create', from: { trackId, keep: 'plan and seed' } })}>
          Change the plan…
        </Button>
        <Button size="small" variant="quiet" icon={<CopyPlus />} onClick={() => goTo({ place: 'create', from: { trackId, keep: 'plan' } })}>
          More like this
        </Button>
      </div>
      <dl className={styles.facts}>
        {prompt !== '' && <Fact name="Prompt">{prompt}</Fact>}
        {plan.studio && <Fact name="Studio">{studioWord(plan.studio)}</Fact>}
        <Fact name="Style">{styleWord(plan.style)}</Fact>
        <Fact name="Tempo">{tempoWord(plan.tempoBpm)}</Fact>
        <Fact name="Key">{keyWord(plan.key)}</Fact>
        <Fact name="Meter">
          {meterWord(plan.timeSignature)}, {swingWord(plan.swing)}
        </Fact>
        <Fact name="Players">
          <ul className={styles.players}>
            {plan.instrumentation.map((part) => (
              <li key={`${part.role} ${part.instrument}`}>
                {nameOf(part.instrument)} <span className={styles.role}>{part.role}</span>
              </li>
            ))}
          </ul>
        </Fact>
        <Fact name="Form">
          <ol className={styles.form}>
            {plan.form.map((section, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: sections repeat, their place is their identity
              <li key={index} className={styles.section} title={`${section.label}, ${counted(section.barCount, 'bar')}, energy ${percent(section.energy)}`}>
                <span className={styles.energy} aria-hidden>
                  <span style={{ height: `${Math.round(15 + section.energy * 85)}%` }} />
                </span>
                <span>{section.label}</span>
                <span className={styles.role}>{section.barCount}</span>
              </li>
            ))}
          </ol>
        </Fact>
        <Fact name="Length">
          {clockTime(plan.lengthSeconds)}, {counted(barSum(plan.form), 'bar')}
        </Fact>
        <Fact name="Ending">{ENDINGS.find((ending) => ending.value === plan.ending)?.label ?? plan.ending}</Fact>
        {seed !== undefined && <Fact name="Seed">{seed}</Fact>}
        {plan.notUnderstood.length > 0 && <Fact name="Not understood">{plan.notUnderstood.map((word) => `“${word}”`).join(', ')}</Fact>}
      </dl>
    </div>
  )
}

const percent = (share: number): string => `${Math.round(share * 100)} %`
