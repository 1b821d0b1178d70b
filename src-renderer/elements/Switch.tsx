import { Switch as Base } from '@base-ui/react/switch'
import styles from './Switch.module.css'

export const Switch = ({ label, isOn, onChange }: { readonly label: string; readonly isOn: boolean; readonly onChange: (isOn: boolean) => void }) => (
  <Base.Root checked={isOn} onCheckedChange={onChange} aria-label={label} className={styles.root}>
    <Base.Thumb className={styles.thumb} />
  </Base.Root>
)
