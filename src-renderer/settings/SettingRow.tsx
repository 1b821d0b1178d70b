import type { ReactNode } from 'react'
import styles from './SettingsPage.module.css'

/** One setting: its name, one plain sentence, its control on the right. */
export const SettingRow = ({ name, hint, children }: { readonly name: string; readonly hint?: ReactNode; readonly children: ReactNode }) => (
  <div className={styles.row}>
    <div className={styles.words}>
      <p className={styles.name}>{name}</p>
      {hint && <p className={styles.hint}>{hint}</p>}
    </div>
    <div className={styles.control}>{children}</div>
  </div>
)
