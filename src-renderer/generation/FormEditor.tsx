import { ArrowDown, ArrowUp, CopyPlus, Minus, Plus, X } from 'lucide-react'
import type { PlannedSection } from '../../src-shared/generation/plan.ts'
import { IconButton } from '../elements/index.ts'
import styles from './PlanEditors.module.css'
import { withBars, withMove, withoutSection, withRepeat } from './plan-overrides.ts'

/** The sections in order: how many bars, once more, up, down, away. */
export const FormEditor = ({ form, onChange }: { readonly form: readonly PlannedSection[]; readonly onChange: (form: PlannedSection[]) => void }) => (
  <ol className={styles.list}>
    {form.map((section, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: sections repeat, their place is their identity
      <li key={index} className={styles.line}>
        <span className={styles.energy} title={`Energy ${Math.round(section.energy * 100)} %`}>
          <span style={{ height: `${Math.round(15 + section.energy * 85)}%` }} />
        </span>
        <span className={styles.name}>
          {section.label}
          <span className={styles.role}>{section.role}</span>
        </span>
        <IconButton
          size="small"
          label={`Fewer bars in ${section.label}`}
          icon={<Minus />}
          disabled={section.barCount <= 1}
          onClick={() => onChange(withBars(form, index, section.barCount - (section.barCount > 4 ? 4 : 1)))}
        />
        <span className={styles.bars}>{section.barCount} bars</span>
        <IconButton
          size="small"
          label={`More bars in ${section.label}`}
          icon={<Plus />}
          onClick={() => onChange(withBars(form, index, section.barCount + (section.barCount >= 4 ? 4 : 1)))}
        />
        <IconButton size="small" label={`Play ${section.label} once more`} icon={<CopyPlus />} onClick={() => onChange(withRepeat(form, index))} />
        <IconButton
          size="small"
          label={`Move ${section.label} earlier`}
          icon={<ArrowUp />}
          disabled={index === 0}
          onClick={() => onChange(withMove(form, index, -1))}
        />
        <IconButton
          size="small"
          label={`Move ${section.label} later`}
          icon={<ArrowDown />}
          disabled={index === form.length - 1}
          onClick={() => onChange(withMove(form, index, 1))}
        />
        <IconButton
          size="small"
          label={`Leave out ${section.label}`}
          icon={<X />}
          disabled={form.length === 1}
          onClick={() => onChange(withoutSection(form, index))}
        />
      </li>
    ))}
  </ol>
)
