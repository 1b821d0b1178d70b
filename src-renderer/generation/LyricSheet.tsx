import type { LyricLine } from '../../src-shared/score/score.ts'
import styles from './LyricSheet.module.css'

/** The words of a song by bar; stressed syllables stand out as they do when they are spoken. */
export const LyricSheet = ({ lines }: { readonly lines: readonly LyricLine[] }) => (
  <section className={styles.sheet} aria-label="Words">
    <h3 className={styles.heading}>Words</h3>
    <ol className={styles.lines}>
      {lines.map(({ bar, syllables, scheme }) => (
        <li key={bar} className={styles.line}>
          <span className={styles.bar} title={`Bar ${bar + 1}, rhyme scheme ${scheme}`}>
            {bar + 1}
          </span>
          <span>
            {syllables.map(({ text, isStressed, isJoined, atTicks }) => (
              <span key={atTicks} className={isStressed ? styles.stressed : undefined}>
                {isJoined ? text : `${text} `}
              </span>
            ))}
          </span>
        </li>
      ))}
    </ol>
  </section>
)
