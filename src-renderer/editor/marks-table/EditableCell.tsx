import { useRef } from 'react'
import styles from './marks-table.module.css'

type Props = { readonly label: string; readonly value: string; readonly onChange: (value: string) => void }

/** Text that is changed where it stands: Enter or leaving takes it, Escape gives the old one back. */
export const EditableCell = ({ label, value, onChange }: Props) => {
  const field = useRef<HTMLInputElement>(null)
  const take = () => {
    const typed = field.current?.value.trim() ?? ''
    if (typed !== '' && typed !== value) onChange(typed)
    // what was refused goes back; what was taken comes back as a new value
    if (field.current) field.current.value = value
  }
  return (
    <input
      key={value}
      ref={field}
      className={styles.cell}
      aria-label={label}
      defaultValue={value}
      maxLength={200}
      spellCheck={false}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') {
          event.currentTarget.value = value
          event.currentTarget.blur()
        }
      }}
    />
  )
}
