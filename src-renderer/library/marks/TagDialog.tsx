import { Pencil, Plus, Trash2, X } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { Track } from '../../../src-shared/library/contract.ts'
import { studio } from '../../bridge/studio-client.ts'
import { Button, Dialog, IconButton, TextField } from '../../elements/index.ts'
import { counted } from '../../words/index.ts'
import { type Chosen, countOf } from '../chosen-songs.ts'
import styles from './Marks.module.css'
import { changeTags, closeTags, deleteTag, renameTag, setMood, useTagging } from './mark-deeds.ts'

type Tag = { readonly name: string; readonly count: number }

/** Tags and mood of the chosen songs, with completion from those that are there; a tag is renamed, merged or deleted on every song. */
export const TagDialog = () => {
  const { tracks, chosen } = useTagging()
  return (
    <Dialog
      isOpen={tracks !== undefined}
      onClose={closeTags}
      title={countOf(chosen) === 1 ? `Tags and mood of ${tracks?.[0]?.title}` : `Tags and mood of ${counted(countOf(chosen), 'song')}`}
      footer={<Button onClick={closeTags}>Done</Button>}
    >
      {tracks && <TagForm tracks={tracks} chosen={chosen} />}
    </Dialog>
  )
}

const TagForm = ({ tracks, chosen: ids }: { readonly tracks: readonly Track[]; readonly chosen: Chosen }) => {
  const [known, setKnown] = useState<readonly Tag[]>([])
  const [mine, setMine] = useState<readonly string[]>(() => [...new Set(tracks.flatMap(({ tags }) => tags))])
  const [text, setText] = useState('')
  const [mood, setMoodText] = useState(() => (new Set(tracks.map((track) => track.mood)).size === 1 ? (tracks[0]?.mood ?? '') : ''))
  const [renaming, setRenaming] = useState<{ readonly from: string; readonly to: string }>()
  const read = useCallback(async () => {
    const reply = await studio.library.listTags({ limit: 200 })
    if (reply.ok) setKnown(reply.value)
  }, [])
  useEffect(() => {
    void read()
    return studio.library.on('changed', () => void read())
  }, [read])
  const add = (name: string) => {
    const wanted = name.trim()
    if (wanted === '') return
    setText('')
    setMine((old) => [...old.filter((one) => one.toLowerCase() !== wanted.toLowerCase()), wanted])
    void changeTags(ids, { add: [wanted] })
  }
  const remove = (name: string) => {
    setMine((old) => old.filter((one) => one !== name))
    void changeTags(ids, { remove: [name] })
  }
  const finish = () => {
    if (renaming && renaming.to.trim() !== '' && renaming.to !== renaming.from) {
      void renameTag(renaming.from, renaming.to)
      setMine((old) => [...new Set(old.map((one) => (one === renaming.from ? renaming.to.trim() : one)))])
    }
    setRenaming(undefined)
  }
  return (
    <div className={styles.form}>
      <ul className={styles.chips} aria-label="Tags of these songs">
        {mine.map((name) => (
          <li key={name} className={styles.chip}>
            {name}
            <IconButton label={`Take ${name} off`} size="small" icon={<X />} onClick={() => remove(name)} />
          </li>
        ))}
      </ul>
      <TextField
        label="Add a tag"
        hint="Enter adds it"
        value={text}
        maxLength={60}
        list="known-tags"
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && add(event.currentTarget.value)}
      />
      <datalist id="known-tags">
        {known.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <TextField
        label="Mood"
        value={mood}
        maxLength={60}
        onChange={(event) => setMoodText(event.currentTarget.value)}
        onBlur={(event) => void setMood(ids, event.currentTarget.value)}
      />
      {known.length > 0 && (
        <>
          <h3 className={styles.heading}>Every tag</h3>
          <ul className={styles.all} aria-label="Every tag">
            {known.map(({ name, count }) => (
              <li key={name} className={styles.tag}>
                {renaming?.from === name ? (
                  <TextField
                    label={`New name for ${name}`}
                    isLabelHidden
                    value={renaming.to}
                    maxLength={60}
                    onChange={(event) => setRenaming({ from: name, to: event.currentTarget.value })}
                    onKeyDown={(event) => event.key === 'Enter' && finish()}
                    onBlur={finish}
                  />
                ) : (
                  <span className={styles.name}>{name}</span>
                )}
                <span className={styles.count}>{counted(count, 'song')}</span>
                <IconButton label={`Add ${name}`} size="small" icon={<Plus />} onClick={() => add(name)} />
                <IconButton label={`Rename ${name} everywhere`} size="small" icon={<Pencil />} onClick={() => setRenaming({ from: name, to: name })} />
                <IconButton label={`Delete ${name} everywhere`} size="small" icon={<Trash2 />} onClick={() => void deleteTag(name)} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
