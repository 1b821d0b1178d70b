import { useLayoutEffect, useRef } from 'react'
import type { Take } from '../../../src-shared/project/document.ts'
import { applyEdit } from '../song-edits.ts'
import { takeTitle } from './take-names.ts'
import styles from './takes.module.css'

/** The field in which a take gets its name. Enter and leaving it keep what was typed, Escape drops it. */
export const TakeName = ({ take, name, onDone }: { readonly take: Take; readonly name: string; readonly onDone: () => void }) => {
  const field = useRef<HTMLInputElement>(null)
  const isDone = useRef(false)
  useLayoutEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  const finish = (typed: string | undefined) => {
    // leaving the field after Enter or Escape is not a second answer
    if (isDone.current) return
    isDone.current = true
    onDone()
    if (typed !== undefined && typed.trim() !== name) void applyEdit({ type: 'take.rename', takeId: take.id, name: typed.trim() })
  }
  return (
    <input
      ref={field}
      className={styles.nameField}
      aria-label={`Name of ${takeTitle(take).toLowerCase()}`}
      placeholder={takeTitle(take)}
      defaultValue={name}
      maxLength={200}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish(event.currentTarget.value)
        if (event.key === 'Escape') finish(undefined)
      }}
      onBlur={(event) => finish(event.currentTarget.value)}
    />
  )
}
