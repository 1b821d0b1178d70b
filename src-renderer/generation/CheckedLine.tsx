import { useEffect, useState } from 'react'
import type { QualityReport } from '../../src-shared/agents/quality.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { studio } from '../bridge/studio-client.ts'
import styles from './LyricSheet.module.css'

/** What the studio found when it listened to this song itself: the score, and whatever is not as it should be. */
export const CheckedLine = ({ trackId }: { readonly trackId: TrackId }) => {
  const [report, setReport] = useState<QualityReport>()
  useEffect(() => {
    let isLeft = false
    void studio.agents.quality({ trackId }).then((reply) => {
      if (!isLeft && reply.ok) setReport(reply.value)
    })
    return () => {
      isLeft = true
    }
  }, [trackId])
  if (!report) return null
  const faults = report.points.filter(({ verdict }) => verdict !== 'good')
  return (
    <section className={styles.sheet} aria-label="Checked">
      <details>
        <summary className={styles.heading}>
          Checked: {Math.round(report.score)} of 100{faults.length === 0 ? ', nothing found' : `, ${faults.map(({ name }) => name.toLowerCase()).join(', ')}`}
        </summary>
        <ul className={styles.points}>
          {report.points.map(({ name, sentence }) => (
            <li key={name}>
              {name}: {sentence}
            </li>
          ))}
        </ul>
      </details>
    </section>
  )
}
