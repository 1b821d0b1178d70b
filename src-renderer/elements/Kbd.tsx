import { Fragment } from 'react'
import styles from './Kbd.module.css'

/** Keycaps side by side: ["Ctrl", "K"]; read as words, "Ctrl K". */
export const Kbd = ({ caps }: { readonly caps: readonly string[] }) => (
  <span className={styles.keys}>
    {caps.map((cap, index) => (
      <Fragment key={cap}>
        {index > 0 && ' '}
        <kbd className={styles.cap}>{cap}</kbd>
      </Fragment>
    ))}
  </span>
)
