import { Select } from '../elements/index.ts'
import { changeSettings, useSettings } from '../settings/index.ts'
import { SPOKEN_LANGUAGES } from './spoken-languages.ts'
import styles from './VoiceButton.module.css'

/** In which language prompts are said; kept for next time. `any` lets the model hear it. */
export const LanguagePicker = () => {
  const language = useSettings(({ settings }) => settings.voiceLanguage)
  const isListed = SPOKEN_LANGUAGES.some(([code]) => code === language)
  return (
    <Select
      label="Spoken language"
      isLabelHidden
      className={styles.language}
      value={language}
      options={[...SPOKEN_LANGUAGES.map(([value, label]) => ({ value: value as string, label })), ...(isListed ? [] : [{ value: language, label: language }])]}
      onChange={(voiceLanguage) => void changeSettings({ voiceLanguage })}
    />
  )
}
