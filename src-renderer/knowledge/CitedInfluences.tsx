import { useEffect, useState } from 'react'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Influence } from '../../src-shared/knowledge/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { goTo } from '../navigation/index.ts'
import styles from './Influences.module.css'

/** What a song leaned on when it was made; nothing where it leaned on nothing. */
export const CitedInfluences = ({ trackId }: { readonly trackId: TrackId }) => {
  const [cited, setCited] = useState<readonly Influence[]>([])
  useEffect(() => {
    let isLeft = false
    void studio.knowledge.influencesOf({ trackId }).then((reply) => {
      if (!isLeft) setCited(reply.ok ? reply.value : [])
    })
    return () => {
      isLeft = true
    }
  }, [trackId])
  if (cited.length === 0) return null
  return (
    <section className={styles.cited} aria-label="Influences">
      <dl>
        <dt>Leaned on</dt>
        {cited.map((influence) => (
          <dd key={influence.trackId}>
            <button type="button" className={styles.link} onClick={() => goTo({ place: 'editor', trackId: influence.trackId })}>
              {influence.title}
            </button>
            {influence.why !== '' && <span className={styles.why}> {influence.why}</span>}
          </dd>
        ))}
      </dl>
    </section>
  )
}
