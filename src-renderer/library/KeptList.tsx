import type { ReactNode } from 'react'
import { classNames } from '../elements/index.ts'
import styles from './KeptList.module.css'

type Props = { readonly isEmpty: boolean; readonly empty: ReactNode; readonly children: ReactNode }

/**
 * A list, or what is said where it has no song. The list stays meanwhile, unseen and out of reach of the keyboard and of screen readers: to make its rows
 * again for the next letter of a search costs many times what filling them does.
 */
export const KeptList = ({ isEmpty, empty, children }: Props) => (
  <div className={styles.room}>
    <div className={classNames(styles.list, isEmpty && styles.away)}>{children}</div>
    {isEmpty && <div className={styles.empty}>{empty}</div>}
  </div>
)
