import { Composer } from './Composer.tsx'
import styles from './CreatePage.module.css'
import { Results } from './Results.tsx'

export const CreatePage = () => (
  <div className={styles.page}>
    <div className={styles.composer}>
      <Composer />
    </div>
    <div className={styles.results}>
      <Results />
    </div>
  </div>
)
