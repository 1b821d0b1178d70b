import type { Take } from '../../../src-shared/project/document.ts'
import { barBeat, clockTime } from '../time/time-words.ts'
import { gridOfTake } from '../waveform/song-picture.ts'
import { isSeamGood, seamWords } from './proof-words.ts'
import styles from './takes.module.css'

/** Each place where old and new sound meet, as it was measured in the finished file. */
export const SeamList = ({ take }: { readonly take: Take }) => {
  const grid = gridOfTake(take)
  const seams = take.proof?.seams ?? []
  if (seams.length === 0) return null
  return (
    <details className={styles.seams}>
      <summary className={styles.seamsHead}>{seams.length === 1 ? 'The seam' : `Each of ${seams.length} seams`}</summary>
      <ul>
        {seams.map((seam) => (
          <li key={seam.atFrame} className={styles.seam} data-good={isSeamGood(seam)}>
            <span className={styles.seamPlace}>{grid ? `Bar ${barBeat(grid, seam.atFrame)}` : clockTime(seam.atFrame / take.sampleRateHz)}</span>
            <span>{seamWords(seam)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
