import { Skeleton } from '../elements/index.ts'
import styles from './Editor.module.css'

/** The editor's own outline while the song is read. */
export const EditorSkeleton = () => (
  <div className={styles.skeleton} role="status" aria-label="Opening the song">
    <div className={styles.skeletonToolbar}>
      <Skeleton width="180px" />
      <Skeleton width="120px" />
    </div>
    <div className={styles.skeletonWave} aria-hidden />
  </div>
)
