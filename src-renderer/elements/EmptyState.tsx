import type { ReactNode } from 'react'
import styles from './EmptyState.module.css'

/** One sentence and one thing to do. */
export const EmptyState = ({
  icon,
  title,
  children,
  action,
}: {
  readonly icon?: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}) => (
  <div className={styles.empty}>
    {icon && <div className={styles.icon}>{icon}</div>}
    <h2 className={styles.title}>{title}</h2>
    {children && <p className={styles.text}>{children}</p>}
    {action && <div className={styles.action}>{action}</div>}
  </div>
)
