import { studio } from '../bridge/studio-client.ts'
import { SettingRow } from './SettingRow.tsx'
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
        {answer.notices}
      </section>
    </>
  )
}
