import { studio } from '../bridge/studio-client.ts'
import { SettingRow } from '../elements/index.ts'
import { noticeLines } from './notice-lines.ts'
import styles from './SettingsPage.module.css'
import { useAnswer } from './use-answer.ts'

const askAbout = () => studio.desktop.about({})

export const About = () => {
  const { answer, error } = useAnswer(askAbout)
  if (error) return <p className={styles.loading}>{error.message}</p>
  if (!answer) return <p className={styles.loading}>…</p>
  return (
    <>
      <SettingRow name="Segno Studio" hint="A desktop AI music studio: generate, mark a region, have it played anew. MIT licence.">
        <span data-selectable>{answer.version}</span>
      </SettingRow>
      <SettingRow name="Electron" hint="What the window runs in.">
        <span data-selectable>{answer.electron}</span>
      </SettingRow>
      <SettingRow name="Third-party notices" hint="The work of others that this studio stands on, and their licences.">
        {null}
      </SettingRow>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text must scroll by keyboard */}
      <section className={styles.notices} tabIndex={0} aria-label="Third-party notices" data-selectable>
        {noticeLines(answer.notices).map((line, index) =>
          line.kind === 'heading' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text that never changes
            <h3 key={index}>{line.text}</h3>
          ) : line.kind === 'row' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text that never changes
            <p key={index} className={styles.package}>
              {line.cells.map((cell, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
                <span key={place}>{cell}</span>
              ))}
            </p>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text that never changes
            <p key={index}>{line.text}</p>
          ),
        )}
      </section>
    </>
  )
}
