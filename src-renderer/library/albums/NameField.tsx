import { useEffect, useRef } from 'react'
import styles from './AlbumsPage.module.css'

type Props = {
  readonly name: string
  readonly label: string
  readonly isEditing: boolean
  /** undefined: it stays as it was */
  readonly onDone: (name: string | undefined) => void
}

/** A heading that can be written over: Enter keeps, Escape drops. */
export const NameField = ({ name, label, isEditing, onDone }: Props) => {
  const field = useRef<HTMLInputElement>(null)
  const isDropped = useRef(false)
  useEffect(() => {
    isDropped.current = false
    if (isEditing) field.current?.select()
  }, [isEditing])
  if (!isEditing) return <h2 className={styles.name}>{name}</h2>
  return (
    <input
      ref={field}
      className={styles.rename}
      aria-label={label}
      defaultValue={name}
      maxLength={300}
      onKeyDown={(event) => {
        if (event.key === 'Escape') isDropped.current = true
        if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur()
      }}
      onBlur={(event) => onDone(isDropped.current ? undefined : event.currentTarget.value)}
    />
  )
}
