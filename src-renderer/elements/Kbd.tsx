import styles from './Kbd.module.css'

/** Keycaps side by side: ["Ctrl", "K"]. */
export const Kbd = ({ caps }: { readonly caps: readonly string[] }) => (
  <span className={styles.keys}>
    {caps.map((cap) => (
      <kbd key={cap} className={styles.cap}>
        {cap}
      </kbd>
    ))}
  </span>
)
