import { useEffect } from 'react'
import { type StartFrom, settleRoute } from '../navigation/index.ts'
import { Composer } from './Composer.tsx'
import styles from './CreatePage.module.css'
import { startFrom } from './create-store.ts'
import { Results } from './Results.tsx'

/** `from`: the song whose plan is loaded when the page opens. Loaded once; coming back finds what was changed since. */
export const CreatePage = ({ from }: { readonly from?: StartFrom | undefined }) => {
  useEffect(() => {
    if (!from) return
    settleRoute({ place: 'create' })
    void startFrom(from)
    document.getElementById('prompt')?.focus()
  }, [from])
  return (
    <div className={styles.frame}>
      <div className={styles.page}>
        <div className={styles.composer}>
          <Composer />
        </div>
        <div className={styles.results}>
          <Results />
        </div>
      </div>
    </div>
  )
}
