import { Check, Eye } from 'lucide-react'
import { useEffect } from 'react'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { capsOf } from '../../actions/index.ts'
import { Button, Tooltip } from '../../elements/index.ts'
import { counted } from '../../words/index.ts'
import { editorActions } from '../editor-actions.ts'
import { endBlind, hearSlot, leaveBlind, nameX, preferHeard } from './blind.ts'
import type { Slot } from './blind-round.ts'
import { useBlind } from './blind-store.ts'
import { takeCaps } from './take-caps.ts'
import styles from './takes.module.css'

const SLOTS: readonly { slot: Slot; letter: string; number: number; tip: string }[] = [
  { slot: 'a', letter: 'A', number: 1, tip: 'Hear A' },
  { slot: 'b', letter: 'B', number: 2, tip: 'Hear B' },
  { slot: 'x', letter: 'X', number: 3, tip: 'Hear X: it is A or B' },
]

/** In place of the compare bar: letters without names, equally loud, and the verdict. */
export const BlindBar = ({ project }: { readonly project: ProjectView }) => {
  const round = useBlind((state) => state.round)
  const { trackId } = project.document
  // biome-ignore lint/correctness/useExhaustiveDependencies: another song, or none, ends it
  useEffect(() => () => void leaveBlind(), [trackId])
  if (!round) return null
  const { heard, wereHeard, toldApart, decided } = round
  const letter = SLOTS.find(({ slot }) => slot === heard)?.letter ?? ''
  const canDecide = wereHeard.includes('a') && wereHeard.includes('b')
  return (
    <div className={styles.compare} role="toolbar" aria-label="Blind comparison">
      <div className={styles.choices}>
        {SLOTS.map((one) => (
          <Tooltip key={one.slot} text={one.tip} keys={takeCaps(one.number)}>
            <button
              type="button"
              className={styles.choice}
              data-letter={one.slot}
              data-unheard={!wereHeard.includes(one.slot)}
              aria-pressed={one.slot === heard}
              onClick={() => void hearSlot(one.slot)}
            >
              {one.letter}
            </button>
          </Tooltip>
        ))}
      </div>
      <fieldset className={styles.xGuess} aria-label="What X is">
        {toldApart === undefined ? (
          <>
            X is
            <button type="button" className={styles.guess} disabled={!wereHeard.includes('x')} onClick={() => nameX('a')}>
              A
            </button>
            <button type="button" className={styles.guess} disabled={!wereHeard.includes('x')} onClick={() => nameX('b')}>
              B
            </button>
          </>
        ) : (
          'X is noted'
        )}
      </fieldset>
      <Tooltip text={canDecide ? 'Write down that the one you hear is better' : 'Listen to A and B first'} keys={capsOf(editorActions, 'accept')}>
        <Button size="small" variant="primary" icon={<Check />} disabled={!canDecide} onClick={() => void preferHeard()}>
          Prefer {letter}
        </Button>
      </Tooltip>
      <span className={styles.blindCount} role="status">
        {counted(decided.length, 'round')}
      </span>
      <Button size="small" icon={<Eye />} onClick={() => void endBlind()}>
        Reveal
      </Button>
    </div>
  )
}
