import styles from './Skeleton.module.css'

/** Holds the place of a line of text while it is on its way. */
export const Skeleton = ({ width = '100%' }: { readonly width?: string }) => <span className={styles.skeleton} style={{ width }} aria-hidden />
