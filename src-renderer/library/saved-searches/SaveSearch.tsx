import { type ReactElement, useRef, useState } from 'react'
import { Button, Popover, TextField } from '../../elements/index.ts'
import styles from './SavedSearches.module.css'
import { saveSearch, updateSearch, useSavedSearches } from './saved-search-store.ts'

/** Gives what the library is narrowed to a name, or the open search a new question. `trigger`: the button that opens it. */
export const SaveSearch = ({ trigger }: { readonly trigger: ReactElement }) => {
  const open = useSavedSearches(({ searches, openId }) => searches.find(({ id }) => id === openId))
  const [isOpen, setOpen] = useState(false)
  const name = useRef<HTMLInputElement>(null)
  const save = () => {
    const wanted = name.current?.value.trim() ?? ''
    if (wanted === '') return name.current?.focus()
    setOpen(false)
    void saveSearch(wanted)
  }
  return (
    <Popover isOpen={isOpen} onOpenChange={setOpen} title="Save this search" trigger={trigger}>
      <p className={styles.hint}>A saved search is a smart album: songs that fit come and go by themselves.</p>
      <TextField
        ref={name}
        label="Name"
        maxLength={300}
        defaultValue=""
        placeholder="Dark and slow"
        onKeyDown={(event) => {
          if (event.key === 'Enter') save()
        }}
      />
      <div className={styles.buttons}>
        {open && (
          <Button
            onClick={() => {
              setOpen(false)
              void updateSearch(open)
            }}
          >
            Update {open.name}
          </Button>
        )}
        <Button variant="primary" onClick={save}>
          Save
        </Button>
      </div>
    </Popover>
  )
}
