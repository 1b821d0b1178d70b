import { useRef } from 'react'
import styles from './marks-table.module.css'

type Props = { readonly id?: string; readonly label: string; readonly value: string; readonly onChange: (value: string) => void }

/** Text that is changed where it stands: Enter or leaving takes it, Escape gives the old one back. Whoever was called here from elsewhere goes back there. */
export const EditableCell = ({ id, label, value, onChange }: Props) => {
  const field = useRef<HTMLInputElement>(null)
  const cameFrom = useRef<Element | null>(null)
  const take = () => {
    const typed = field.current?.value.trim() ?? ''
    if (typed !== '' && typed !== value) onChange(typed)
    // what was refused goes back; what was taken comes back as a new value
    if (field.current) field.current.value = value
  }
  const leave = (input: HTMLInputElement) => {
    input.blur()
    const before = cameFrom.current
    if (before instanceof HTMLElement && !input.closest('table')?.contains(before)) before.focus()
  }
  return (
    <input
      id={id}
      key={value}
      ref={field}
      className={styles.cell}
      aria-label={label}
      defaultValue={value}
      maxLength={200}
      spellCheck={false}
      onFocus={(event) => {
        cameFrom.current = event.relatedTarget
        event.currentTarget.select()
      }}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') leave(event.currentTarget)
        if (event.key === 'Escape') {
          event.currentTarget.value = value
          leave(event.currentTarget)
        }
      }}
    />
  )
}
