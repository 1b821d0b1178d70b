import { Progress } from '@base-ui/react/progress'
import { useRef } from 'react'
import { classNames } from './class-names.ts'
import styles from './ProgressBar.module.css'

/** `fraction` 0..1; never shown going back. `label` says of what. */
export const ProgressBar = ({
  fraction,
  label,
  isPaused,
  className,
}: {
  readonly fraction: number
  readonly label: string
  readonly isPaused?: boolean
  readonly className?: string | undefined
}) => {
  const furthest = useRef(0)
  furthest.current = Math.max(furthest.current, fraction)
  return (
    <Progress.Root value={Math.round(furthest.current * 100)} aria-label={label} className={classNames(styles.root, isPaused && styles.paused, className)}>
      <Progress.Track className={styles.track} data-fill>
        <Progress.Indicator className={styles.indicator} />
      </Progress.Track>
    </Progress.Root>
  )
}
