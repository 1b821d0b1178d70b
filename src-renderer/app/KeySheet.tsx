import { keyCaps } from '../actions/index.ts'
import { Dialog, Kbd } from '../elements/index.ts'
import { actionSets } from './action-sets.ts'
import styles from './KeySheet.module.css'
import { closeOverlay, useShell } from './shell-store.ts'

/** Every key of the studio, by place. */
export const KeySheet = () => {
  const isOpen = useShell((state) => state.open === 'keys')
  return (
    <Dialog isOpen={isOpen} onClose={closeOverlay} title="Keys" width="wide">
      <div className={styles.columns}>
        {actionSets.map((set) => (
          <section key={set.group} className={styles.group}>
            <h3 className={styles.heading}>{set.group}</h3>
            <dl className={styles.list}>
              {Object.entries(set.actions).map(([name, { title, keys }]) =>
                keys && keys.length > 0 ? (
                  <div key={name} className={styles.line}>
                    <dt>{title}</dt>
                    <dd className={styles.keys}>
                      {keys.map((key) => (
                        <Kbd key={key} caps={keyCaps(key)} />
                      ))}
                    </dd>
                  </div>
                ) : null,
              )}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
