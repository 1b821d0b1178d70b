import { Check, Pause, Play, X } from 'lucide-react'
import type { Take } from '../../../src-shared/project/document.ts'
import { keyCaps } from '../../actions/index.ts'
import { Button, IconButton } from '../../elements/index.ts'
import { enhancementWords, isEnhancementGood } from '../../enhancement/index.ts'
import { transport, useTransport } from '../../transport/index.ts'
import { playTake } from './audition.ts'
import { isProofGood, loudnessWords, proofWords } from './proof-words.ts'
import { TakeShape } from './TakeShape.tsx'
import { acceptTake, discardTake } from './take-decisions.ts'
import styles from './takes.module.css'

/** One take and its verdict. How it was made is said once for the group, and here only where it was made another way. */
export const TakeCard = ({ take, isHeard, isReasonShown }: { readonly take: Take; readonly isHeard: boolean; readonly isReasonShown: boolean }) => {
  const isPlaying = useTransport((state) => state.status === 'playing') && isHeard
  const loudness = loudnessWords(take)
  return (
    <li className={styles.card} data-take={take.number} data-heard={isHeard} aria-label={`Take ${take.number}`}>
      <div className={styles.cardHead}>
        <IconButton
          label={isPlaying ? 'Pause' : `Play take ${take.number} in the song`}
          icon={isPlaying ? <Pause /> : <Play />}
          size="small"
          variant="solid"
          keys={keyCaps(String(take.number))}
          onClick={() => (isPlaying ? transport.pause() : void playTake(take))}
        />
        <span className={styles.cardTitle}>
          <TakeShape number={take.number} />
          Take {take.number}
        </span>
        <Button size="small" icon={<Check />} onClick={() => void acceptTake(take)}>
          Accept
        </Button>
        <IconButton label={`Discard take ${take.number}`} icon={<X />} size="small" onClick={() => void discardTake(take)} />
      </div>
      {take.enhancement && (
        <p className={styles.proof} data-good={isEnhancementGood(take.enhancement)}>
          {enhancementWords(take.enhancement)}
        </p>
      )}
      {take.proof && !(take.enhancement && take.proof.seams.length === 0) && (
        <p className={styles.proof} data-good={isProofGood(take.proof)}>
          {proofWords(take.proof)}
        </p>
      )}
      {loudness && <p className={styles.cardLine}>{loudness}</p>}
      {isReasonShown && <HowMade take={take} />}
    </li>
  )
}

export const HowMade = ({ take }: { readonly take: Take }) => (
  <p className={styles.cardLine}>
    <span className={styles.strategy}>{take.strategy}</span>
    {take.reason && <span className={styles.reason}>{take.reason}</span>}
  </p>
)
