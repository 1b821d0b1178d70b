import { useId } from 'react'
import styles from './Choices.module.css'

export type ChoicesProps<V extends string> = {
  /** what is chosen, for screen readers */
  readonly label: string
  readonly value: V
  readonly options: readonly { readonly value: V; readonly label: string; readonly hint: string; readonly isDisabled?: boolean }[]
  readonly onChange: (value: V) => void
}

/** One of a few that need a sentence each. Arrow keys move. */
export const Choices = <V extends string>({ label, value, options, onChange }: ChoicesProps<V>) => {
  const name = useId()
  return (
    <fieldset className={styles.choices}>
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.choice}>
          <input type="radio" name={name} checked={option.value === value} disabled={option.isDisabled} onChange={() => onChange(option.value)} />
          <span className={styles.label}>{option.label}</span>
          <span className={styles.hint}>{option.hint}</span>
        </label>
      ))}
    </fieldset>
  )
}
