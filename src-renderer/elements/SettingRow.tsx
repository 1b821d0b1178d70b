import type { ReactNode } from 'react'
import styles from './SettingRow.module.css'

/** One setting: its name, one plain sentence, its controls on the right. */
export const SettingRow = ({ name, hint, children }: { readonly name: string; readonly hint?: ReactNode; readonly children: ReactNode }) => (
  <fieldset className={styles.row} aria-label={name}>
    <div className={styles.words}>
      <p className={styles.name}>{name}</p>
      {hint && <p className={styles.hint}>{hint}</p>}
    </div>
    <div className={styles.control}>{children}</div>
  </fieldset>
)
