import { Check, Pause, Pencil, Play, X } from 'lucide-react'
import { useState } from 'react'
import type { ProjectDocument, Take } from '../../../src-shared/project/document.ts'
import { preferenceOf } from '../../../src-shared/project/preferences.ts'
import { Button, IconButton } from '../../elements/index.ts'
import { enhancementWords, isEnhancementGood } from '../../enhancement/index.ts'
import { transport, useTransport } from '../../transport/index.ts'
import { applyEdit } from '../song-edits.ts'
import { playTake } from './audition.ts'
import { isProofGood, loudnessWords, proofWords } from './proof-words.ts'
import { SeamList } from './SeamList.tsx'
import { StarRating } from './Stars.tsx'
import { TakeName } from './TakeName.tsx'
import { TakeShape } from './TakeShape.tsx'
import { takeCaps } from './take-caps.ts'
import { acceptTake, discardTake } from './take-decisions.ts'
import { turnOf } from './take-groups.ts'
import { takeLabel, takeTitle } from './take-names.ts'
import styles from './takes.module.css'

type Props = { readonly document: ProjectDocument; readonly take: Take; readonly isHeard: boolean; readonly isReasonShown: boolean }

/** One take and its verdict. How it was made is said once for the group, and here only where it was made another way. */
export const TakeCard = ({ document, take, isHeard, isReasonShown }: Props) => {
  const [isNaming, setNaming] = useState(false)
  const isPlaying = useTransport((state) => state.status === 'playing') && isHeard
  const loudness = loudnessWords(take)
  const { name = '', stars = 0 } = document.takeNotes[take.id] ?? {}
  const blind = preferenceOf(document.preferences, take.id)
  const label = takeLabel(document, take)
  return (
    <li className={styles.card} data-take={turnOf(take)} data-heard={isHeard} aria-label={takeTitle(take)}>
      <div className={styles.cardHead}>
        <IconButton
          label={isPlaying ? 'Pause' : `Play ${label} in the song`}
          icon={isPlaying ? <Pause /> : <Play />}
          size="small"
          variant="solid"
          keys={takeCaps(turnOf(take))}
          onClick={() => (isPlaying ? transport.pause() : void playTake(take))}
        />
        {isNaming ? (
          <TakeName take={take} name={name} onDone={() => setNaming(false)} />
        ) : (
          <span className={styles.cardTitle} title={name || undefined}>
            <TakeShape number={take.number} />
            <span className={styles.cardName}>{name || takeTitle(take)}</span>
          </span>
        )}
        <Button size="small" icon={<Check />} onClick={() => void acceptTake(take)}>
          Accept
        </Button>
        <IconButton label={`Discard ${label}`} icon={<X />} size="small" onClick={() => void discardTake(take)} />
      </div>
      <div className={styles.cardNotes}>
        <StarRating name={label} stars={stars} onRate={(count) => applyEdit({ type: 'take.rate', takeId: take.id, stars: count })} />
        {blind && (
          <span className={styles.blindRecord} title="Blind, at equal loudness">
            preferred {blind.preferred} of {blind.compared}
          </span>
        )}
        <IconButton label={`Name ${label}`} icon={<Pencil />} size="small" className={styles.namePencil} onClick={() => setNaming(true)} />
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
      <SeamList take={take} />
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
