import { RotateCcw } from 'lucide-react'
import { Fragment, useEffect, useRef, useState } from 'react'
import { controlWords } from '../../../src-shared/keys/midi-message.ts'
import { type ActionDefinition, type Bound, chordOfPress, isBeyondTyping, keyCaps, rivalsOf } from '../../actions/index.ts'
import { Button, Chip, IconButton, Kbd } from '../../elements/index.ts'
import { learnControl, useMidi } from '../../midi/index.ts'
import styles from './KeyboardSettings.module.css'
import { assignControl, assignKeys, boundNow, forgetControls, resetKeys } from './key-choices.ts'

type KeyRowProps = {
  readonly id: string
  readonly definition: ActionDefinition
  readonly keys: readonly string[]
  /** of MIDI controllers */
  readonly controls: readonly string[]
  readonly isChanged: boolean
  readonly isRecording: boolean
  readonly onRecord: (isOn: boolean) => void
}

type Clash = { readonly chord: string; readonly rivals: readonly Bound[] }

const spoken = (chord: string): string => keyCaps(chord).join(' ')

/** One action with its keys. Pressed, it listens for new ones; a key that another action has is asked about. */
export const KeyRow = ({ id, definition, keys, controls, isChanged, isRecording, onRecord }: KeyRowProps) => {
  const [clash, setClash] = useState<Clash>()
  const [refusal, setRefusal] = useState<string>()
  const button = useRef<HTMLButtonElement>(null)
  const isMidiOn = useMidi(({ status, inputs }) => status === 'on' && inputs.length > 0)
  const { title, whileTyping } = definition

  const finish = (assigned?: Readonly<Record<string, readonly string[]>>) => {
    if (assigned) assignKeys(assigned)
    setClash(undefined)
    setRefusal(undefined)
    onRecord(false)
    button.current?.focus()
  }
  const hear = (chord: string) => {
    if (whileTyping && !isBeyondTyping(chord)) {
      setRefusal(`This works while you write words, so it needs Ctrl, Alt or a function key; ${spoken(chord)} alone would be a letter.`)
      return
    }
    const rivals = rivalsOf(chord, id, boundNow())
    if (rivals.length > 0) setClash({ chord, rivals })
    else finish({ [id]: [chord] })
  }
  const latest = useRef(hear)
  latest.current = hear
  const end = useRef(finish)
  end.current = finish

  useEffect(() => {
    if (!isRecording || clash) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Tab') return
      event.preventDefault()
      event.stopImmediatePropagation()
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey
      if (event.key === 'Escape') return end.current()
      if (event.key === 'Backspace' && isPlain) return end.current({ [id]: [] })
      const chord = chordOfPress(event)
      if (chord) latest.current(chord)
    }
    window.addEventListener('keydown', onKeyDown, true)
    const stopLearning = learnControl((control) => {
      assignControl(control, id)
      end.current()
    })
    return () => {
      stopLearning()
      window.removeEventListener('keydown', onKeyDown, true)
    }
  }, [isRecording, clash, id])

  const without = ({ id: rivalId, keys: theirs }: Bound, chord: string) => ({
    [rivalId]: theirs.filter(
      (one) =>
        rivalsOf(chord, id, [
          { id, title, scope: 'everywhere', keys: [] },
          { id: rivalId, title, scope: 'everywhere', keys: [one] },
        ]).length === 0,
    ),
  })
  const takeIt = ({ chord, rivals }: Clash) => finish(Object.assign({ [id]: [chord] }, ...rivals.map((rival) => without(rival, chord))))
  const swap = ({ chord, rivals }: Clash) => {
    const [old] = keys
    const given = rivals.map((rival, index) => {
      const left = Object.values(without(rival, chord))[0] ?? []
      return { [rival.id]: index === 0 && old ? [old, ...left] : left }
    })
    finish(Object.assign({ [id]: [chord] }, ...given))
  }

  return (
    <li className={styles.row} data-recording={isRecording}>
      <span className={styles.title}>
        {title}
        {controls.length > 0 && (
          <Chip aria-label={`Forget ${controls.map(controlWords).join(' and ')}`} onClick={() => forgetControls(id)}>
            {controls.map(controlWords).join(' · ')} ×
          </Chip>
        )}
      </span>
      <button
        ref={button}
        type="button"
        className={styles.keys}
        aria-label={isRecording ? `Press keys for ${title}` : `Keys of ${title}: ${keys.length > 0 ? keys.map(spoken).join(', ') : 'no key'}. Change`}
        aria-pressed={isRecording}
        onClick={() => (isRecording ? finish() : onRecord(true))}
        onBlur={() => isRecording && !clash && onRecord(false)}
      >
        {isRecording ? (
          <span className={styles.listening}>Press keys</span>
        ) : keys.length > 0 ? (
          keys.map((chord, index) => (
            <Fragment key={chord}>
              {index > 0 && ' '}
              <Kbd caps={keyCaps(chord)} />
            </Fragment>
          ))
        ) : (
          <span className={styles.none}>no key</span>
        )}
      </button>
      <IconButton
        label={`Reset the keys of ${title}`}
        icon={<RotateCcw />}
        size="small"
        className={styles.reset}
        data-shown={isChanged}
        disabled={!isChanged}
        onClick={() => resetKeys(id)}
      />
      {isRecording && !clash && (
        <p className={styles.hint} role="status">
          {refusal ?? `${isMidiOn ? 'Or press a button of your controller. ' : ''}Escape leaves it as it was, Backspace takes the key away.`}
        </p>
      )}
      {isRecording && clash && (
        <div className={styles.clash} role="alert">
          <span>
            {spoken(clash.chord)} is “{clash.rivals.map((rival) => rival.title).join('” and “')}”.
          </span>
          {keys.length > 0 && (
            <Button size="small" onClick={() => swap(clash)}>
              Swap
            </Button>
          )}
          <Button size="small" onClick={() => takeIt(clash)}>
            Take it
          </Button>
          <Button size="small" variant="quiet" onClick={() => finish()}>
            Cancel
          </Button>
        </div>
      )}
    </li>
  )
}
