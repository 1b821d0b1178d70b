import { Tabs } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import { goTo, type SettingsSection } from '../navigation/index.ts'
import { About } from './About.tsx'
import { AppearanceSettings } from './AppearanceSettings.tsx'
import { AudioSettings, EditingSettings, GeneralSettings } from './choices.tsx'
import { Hardware } from './Hardware.tsx'
import { Health } from './Health.tsx'
import { KeyboardSettings } from './keyboard/KeyboardSettings.tsx'
import { LanguageModels } from './LanguageModels.tsx'
import { Memory } from './Memory.tsx'
import styles from './SettingsPage.module.css'
import { Storage } from './Storage.tsx'

const SECTIONS: readonly { readonly value: SettingsSection; readonly label: string }[] = [
  { value: 'general', label: 'General' },
  { value: 'appearance', label: 'Appearance' },
  { value: 'keyboard', label: 'Keyboard' },
  { value: 'audio', label: 'Audio' },
  { value: 'editing', label: 'Editing' },
  { value: 'library', label: 'Library' },
  { value: 'hardware', label: 'Hardware' },
  { value: 'language', label: 'Language models' },
  { value: 'memory', label: 'Memory' },
  { value: 'storage', label: 'Storage' },
  { value: 'health', label: 'Health' },
  { value: 'about', label: 'About' },
]

const BODY = {
  general: GeneralSettings,
  appearance: AppearanceSettings,
  keyboard: KeyboardSettings,
  audio: AudioSettings,
  editing: EditingSettings,
  hardware: Hardware,
  language: LanguageModels,
  memory: Memory,
  storage: Storage,
  health: Health,
  about: About,
} as const

/** `library`: what the library itself has to set */
export const SettingsPage = ({ section, library }: { readonly section: SettingsSection; readonly library: ReactNode }) => {
  const Body = section === 'library' ? undefined : BODY[section]
  return (
    <Tabs.Root
      className={styles.page}
      orientation="vertical"
      value={section}
      onValueChange={(value: SettingsSection) => goTo({ place: 'settings', section: value })}
    >
      <Tabs.List className={styles.sections} aria-label="Sections">
        {SECTIONS.map(({ value, label }) => (
          <Tabs.Tab key={value} value={value} className={styles.section}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {SECTIONS.map(({ value, label }) => (
        <Tabs.Panel key={value} value={value} className={styles.body}>
          {value === section && (
            <div className={styles.column}>
              <h2 className={styles.heading}>{label}</h2>
              {Body ? <Body /> : library}
            </div>
          )}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  )
}
