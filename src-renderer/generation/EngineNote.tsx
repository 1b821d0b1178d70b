import type { EngineDescription } from '../../src-shared/generation/engine.ts'
import { clockTime } from '../words/index.ts'
import styles from './EnginePicker.module.css'

/** What a musician should know of a neural engine before pressing the button. */
export const EngineNote = ({ engine }: { readonly engine: EngineDescription }) => {
  const { name, sound, mayISell, licence, usualSeconds, maxSeconds } = engine
  return (
    <section className={styles.note} aria-label={`About ${name}`}>
      <dl>
        {sound && (
          <>
            <dt>Sound</dt>
            <dd>{sound}</dd>
          </>
        )}
        <dt>May I sell it?</dt>
        <dd>{mayISell}</dd>
        <dt>Licence</dt>
        <dd>{licence}</dd>
        {usualSeconds !== undefined && maxSeconds !== undefined && (
          <>
            <dt>Length</dt>
            <dd>
              Auto is {clockTime(usualSeconds)}; up to {clockTime(maxSeconds)}. Styles and plans are for the studio’s own engine: say all of it in the words.
            </dd>
          </>
        )}
      </dl>
    </section>
  )
}
