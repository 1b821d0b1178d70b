import { actionId, keyCaps, useKeyMap } from '../actions/index.ts'
import { Button, Dialog, Kbd } from '../elements/index.ts'
import { goTo } from '../navigation/index.ts'
import { actionSets } from './action-sets.ts'
import styles from './KeySheet.module.css'
import { closeOverlay, useShell } from './shell-store.ts'

/** Every key of the studio, by place. */
export const KeySheet = () => {
  const isOpen = useShell((state) => state.open === 'keys')
  const map = useKeyMap((state) => state.keys)
  return (
    <Dialog
      isOpen={isOpen}
      onClose={closeOverlay}
      title="Keys"
      width="wide"
      footer={
        <Button
          onClick={() => {
            closeOverlay()
            goTo({ place: 'settings', section: 'keyboard' })
          }}
        >
          Change keys…
        </Button>
      }
    >
      <div className={styles.columns}>
        {actionSets.map((set) => (
          <section key={set.group} className={styles.group}>
            <h3 className={styles.heading}>{set.group}</h3>
            <dl className={styles.list}>
              {Object.entries(set.actions).map(([name, { title, keys: own = [] }]) => {
                const keys = map[actionId(set, name)] ?? own
                return keys.length > 0 ? (
                  <div key={name} className={styles.line}>
                    <dt>{title}</dt>
                    <dd className={styles.keys}>
                      {keys.map((key) => (
                        <Kbd key={key} caps={keyCaps(key)} />
                      ))}
                    </dd>
                  </div>
                ) : null
              })}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
