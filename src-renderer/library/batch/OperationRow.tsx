import { X } from 'lucide-react'
import { IconButton, Select, TextField } from '../../elements/index.ts'
import { useAlbums } from '../albums/albums-store.ts'
import styles from './Batch.module.css'
import { type Draft, freshDraft, KINDS } from './operation-choices.ts'

const CASES = [
  { value: 'title', label: 'Each Word' },
  { value: 'sentence', label: 'First word' },
  { value: 'upper', label: 'UPPER' },
  { value: 'lower', label: 'lower' },
] as const
const STARS = ['0', '1', '2', '3', '4', '5'].map((value) => ({ value, label: value === '0' ? 'No stars' : '★'.repeat(Number(value)) }))
const YES_NO = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
] as const
const WORDS: { readonly [K in Draft['kind']]?: string } = {
  title: 'The new title',
  number: 'Number of the first',
  artist: 'Artist; empty takes it off',
  style: 'Style; empty takes it off',
  mood: 'Mood; empty takes it off',
  tags: 'Tags to add, with commas',
  untag: 'Tags to take off, with commas',
}

type Props = { readonly draft: Draft; readonly onChange: (draft: Draft) => void; readonly onRemove: (() => void) | undefined; readonly tags: readonly string[] }

export const OperationRow = ({ draft, onChange, onRemove, tags }: Props) => {
  const albums = useAlbums((state) => state.albums)
  const text = (value: string) => onChange({ ...draft, text: value })
  const words = WORDS[draft.kind]
  return (
    <div className={styles.operation}>
      <Select label="What to change" isLabelHidden value={draft.kind} options={KINDS} onChange={(kind) => onChange(freshDraft(kind))} className={styles.kind} />
      {draft.kind === 'replace' && (
        <>
          <TextField label="Find" isLabelHidden placeholder="Find" value={draft.text} maxLength={300} onChange={(event) => text(event.currentTarget.value)} />
          <TextField
            label="Replace with"
            isLabelHidden
            placeholder="Replace with"
            value={draft.other}
            maxLength={300}
            onChange={(event) => onChange({ ...draft, other: event.currentTarget.value })}
          />
          <label className={styles.check}>
            <input type="checkbox" checked={draft.isPattern} onChange={(event) => onChange({ ...draft, isPattern: event.currentTarget.checked })} />
            Pattern
          </label>
          <label className={styles.check}>
            <input type="checkbox" checked={draft.isCaseSensitive} onChange={(event) => onChange({ ...draft, isCaseSensitive: event.currentTarget.checked })} />
            Match case
          </label>
        </>
      )}
      {words && (
        <TextField
          label={words}
          isLabelHidden
          placeholder={words}
          value={draft.text}
          maxLength={300}
          list={draft.kind === 'tags' || draft.kind === 'untag' ? 'batch-tags' : undefined}
          onChange={(event) => text(event.currentTarget.value)}
        />
      )}
      {draft.kind === 'case' && <Select label="Case" isLabelHidden value={draft.text} options={CASES} onChange={text} />}
      {draft.kind === 'rating' && <Select label="Stars" isLabelHidden value={draft.text} options={STARS} onChange={text} />}
      {(draft.kind === 'favourite' || draft.kind === 'disliked') && (
        <Select label={draft.kind === 'favourite' ? 'Favourite' : 'Dislike'} isLabelHidden value={draft.text} options={YES_NO} onChange={text} />
      )}
      {draft.kind === 'album' &&
        (albums.length === 0 ? (
          <p className={styles.note}>There is no album yet.</p>
        ) : (
          <Select
            label="Album"
            isLabelHidden
            value={draft.text === '' ? (albums[0]?.id ?? '') : draft.text}
            options={albums.map(({ id, title }) => ({ value: id as string, label: title }))}
            onChange={text}
          />
        ))}
      {onRemove && <IconButton label="Remove this change" size="small" icon={<X />} onClick={onRemove} />}
      <datalist id="batch-tags">
        {tags.map((tag) => (
          <option key={tag} value={tag} />
        ))}
      </datalist>
    </div>
  )
}
