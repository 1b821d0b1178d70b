import { Plus, X } from 'lucide-react'
import type { InstrumentInfo } from '../../src-shared/generation/contract.ts'
import type { PlannedPart } from '../../src-shared/generation/plan.ts'
import { PartRole } from '../../src-shared/score/score.ts'
import { Button, IconButton, Menu, Select } from '../elements/index.ts'
import styles from './PlanEditors.module.css'
import { withInstrument, withoutPart, withPart } from './plan-overrides.ts'

type Props = { readonly parts: readonly PlannedPart[]; readonly instruments: readonly InstrumentInfo[]; readonly onChange: (parts: PlannedPart[]) => void }

/** Who plays what. Only instruments that can take a part are offered for it. */
export const InstrumentEditor = ({ parts, instruments, onChange }: Props) => {
  const playersOf = (role: string) => instruments.filter((one) => one.roles.includes(role))
  return (
    <>
      <ul className={styles.list}>
        {parts.map((part, index) => (
          <li key={`${part.role} ${part.instrument}`} className={styles.line}>
            <span className={styles.part}>{part.role}</span>
            <Select
              className={styles.player}
              label={`Instrument of the ${part.role}`}
              isLabelHidden
              value={part.instrument}
              options={playersOf(part.role).map((one) => ({ value: one.id, label: one.name }))}
              onChange={(instrument) => onChange(withInstrument(parts, index, instrument))}
            />
            <IconButton
              size="small"
              label={`Leave out the ${part.role}`}
              icon={<X />}
              disabled={parts.length === 1}
              onClick={() => onChange(withoutPart(parts, index))}
            />
          </li>
        ))}
      </ul>
      <Menu
        trigger={
          <Button size="small" icon={<Plus />}>
            Add a part
          </Button>
        }
        items={PartRole.options
          .filter((role) => playersOf(role).length > 0 && !parts.some((part) => part.role === role))
          .map((role) => ({
            label: role,
            onSelect: () => {
              const first = playersOf(role)[0]
              if (first) onChange(withPart(parts, { role, instrument: first.id }))
            },
          }))}
      />
    </>
  )
}
