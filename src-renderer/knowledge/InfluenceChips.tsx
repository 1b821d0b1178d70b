import { Pin, PinOff, RotateCcw, X } from 'lucide-react'
import { classNames } from '../elements/index.ts'
import { goTo } from '../navigation/index.ts'
import styles from './Influences.module.css'
import { bringInfluencesBack, influencesOf, pinInfluence, removeInfluence, useInfluences } from './influences-store.ts'

/** The songs that the next one leans on. Each can be taken away, or kept while the words change. */
export const InfluenceChips = () => {
  const state = useInfluences()
  const influences = influencesOf(state)
  const wasRemoved = state.offered.some(({ trackId }) => state.removed.has(trackId))
  if (influences.length === 0 && !wasRemoved) return null
  return (
    <section className={styles.influences} aria-label="Leans on">
      <h3 className={styles.heading}>Leans on your songs</h3>
      <ul className={styles.chips}>
        {influences.map((influence) => {
          const isPinned = state.pinned.some(({ trackId }) => trackId === influence.trackId)
          return (
            <li key={influence.trackId} className={classNames(styles.chip, isPinned && styles.pinned)}>
              <button
                type="button"
                className={styles.title}
                title={`Open ${influence.title}`}
                onClick={() => goTo({ place: 'editor', trackId: influence.trackId })}
              >
                {influence.title}
              </button>
              {influence.why !== '' && <span className={styles.why}>{influence.why}</span>}
              <button
                type="button"
                className={styles.deed}
                aria-pressed={isPinned}
                aria-label={isPinned ? `Let ${influence.title} follow the words again` : `Keep ${influence.title} whatever the words become`}
                onClick={() => pinInfluence(influence, !isPinned)}
              >
                {isPinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
              </button>
              <button type="button" className={styles.deed} aria-label={`Do not lean on ${influence.title}`} onClick={() => removeInfluence(influence.trackId)}>
                <X aria-hidden />
              </button>
            </li>
          )
        })}
        {wasRemoved && (
          <li>
            <button type="button" className={styles.back} onClick={bringInfluencesBack}>
              <RotateCcw aria-hidden />
              Bring back what was taken away
            </button>
          </li>
        )}
      </ul>
      {influences.length > 0 && <p className={styles.note}>They decide what your words leave open: tempo, key, groove and players.</p>}
    </section>
  )
}
