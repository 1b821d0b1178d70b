import { Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import type { LyricLine } from '../../src-shared/score/score.ts'
import { Button, IconButton, TextField } from '../elements/index.ts'
import styles from './LyricSheet.module.css'

type LineFieldProps = { readonly bar: number; readonly text: string; readonly onDone: (text: string | undefined) => void }

/** Enter keeps it, Escape leaves it as it was; empty takes the line away. */
const LineField = ({ bar, text, onDone }: LineFieldProps) => {
  const [draft, setDraft] = useState(text)
  return (
    <form
      className={styles.edit}
      onSubmit={(event) => {
        event.preventDefault()
        onDone(draft)
      }}
    >
      <TextField
        label={`Words at bar ${bar + 1}`}
        isLabelHidden
        autoFocus
        maxLength={300}
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone(undefined)
        }}
      />
      <Button type="submit" size="small">
        Keep
      </Button>
    </form>
  )
}

type LyricSheetProps = {
  readonly lines: readonly LyricLine[]
  /** absent: they are only shown */
  readonly onWrite?: ((bar: number, text: string, bars: number) => void) | undefined
}

/** The words of a song by bar: stressed syllables stand out as they do when they are spoken, with how many there are and what rhymes with what. */
export const LyricSheet = ({ lines, onWrite }: LyricSheetProps) => {
  const [editing, setEditing] = useState<number>()
  const last = lines.at(-1)
  const nextBar = last ? last.bar + (last.barCount ?? 1) : 0
  const done = (bar: number, bars: number, old: string) => (text: string | undefined) => {
    setEditing(undefined)
    if (text !== undefined && text.trim() !== old) onWrite?.(bar, text, bars)
  }
  return (
    <section className={styles.sheet} aria-label="Words">
      <h3 className={styles.heading}>Words</h3>
      {lines.length === 0 && editing === undefined && (
        <p className={styles.hint}>No words yet. Ask the assistant for lyrics, or write a line: its syllables are laid on the beats.</p>
      )}
      <ol className={styles.lines}>
        {lines.map(({ bar, barCount = 1, text, syllables, scheme }, index) => (
          <li key={bar} className={styles.line}>
            <span className={styles.bar} title={`Bar ${bar + 1}`}>
              {bar + 1}
            </span>
            {editing === bar ? (
              <LineField bar={bar} text={text} onDone={done(bar, barCount, text)} />
            ) : (
              <span>
                {syllables.map(({ text: syllable, isStressed, isJoined }, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: syllables have no name but their place
                  <span key={at} className={isStressed ? styles.stressed : undefined}>
                    {isJoined ? syllable : `${syllable} `}
                  </span>
                ))}
              </span>
            )}
            {editing !== bar && (
              <span className={styles.figures}>
                <abbr title={`Rhyme ${scheme[index % 4] ?? ''} of ${scheme}`}>{scheme[index % 4] ?? ''}</abbr>
                <span title={`${syllables.length} syllables, ${syllables.filter(({ isStressed }) => isStressed).length} of them stressed`}>
                  {syllables.length}
                </span>
                {onWrite && <IconButton size="small" label={`Change the words at bar ${bar + 1}`} icon={<Pencil />} onClick={() => setEditing(bar)} />}
              </span>
            )}
          </li>
        ))}
        {editing === nextBar && (
          <li className={styles.line}>
            <span className={styles.bar}>{nextBar + 1}</span>
            <LineField bar={nextBar} text="" onDone={done(nextBar, last?.barCount ?? 1, '')} />
          </li>
        )}
      </ol>
      {onWrite && editing !== nextBar && (
        <div>
          <Button size="small" variant="quiet" icon={<Plus />} onClick={() => setEditing(nextBar)}>
            Add a line
          </Button>
        </div>
      )}
    </section>
  )
}
