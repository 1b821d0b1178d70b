import { CircleAlert, X } from 'lucide-react'
import { type FocusEvent, useEffect, useLayoutEffect, useState } from 'react'
import { Button, classNames, IconButton } from '../elements/index.ts'
import { createFocusKeeper } from './focus-keeper.ts'
import styles from './NoticeStack.module.css'
import { dismissNotice, type Notice, useNotices } from './notice-store.ts'

const FACT_MILLISECONDS = 4_000
const WITH_ACTION_MILLISECONDS = 8_000

const NoticeRow = ({ notice }: { readonly notice: Notice }) => {
  const { id, tone, text, code, action } = notice
  // nothing leaves under the hand or the keyboard that are on their way to its button
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    if (tone === 'failure' || isHeld) return
    const timer = setTimeout(() => dismissNotice(id), action ? WITH_ACTION_MILLISECONDS : FACT_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [id, tone, action, isHeld])
  return (
    <li
      className={classNames(styles.notice, tone === 'failure' && styles.failure)}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {tone === 'failure' && <CircleAlert className={styles.icon} aria-hidden />}
      <p className={styles.text} role={tone === 'failure' ? 'alert' : undefined} data-selectable>
        {text}
        {code && <span className={styles.code}>{code}</span>}
      </p>
      {action && (
        <Button
          size="small"
          onClick={() => {
            action.run()
            dismissNotice(id)
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label="Dismiss" icon={<X />} size="small" onClick={() => dismissNotice(id)} />
    </li>
  )
}

/**
 * Above the transport, right. Newest at the bottom. The list is there before its notices: only then do screen readers hear them come. `isQuiet`: facts
 * are only shown, failures are still said. Whatever goes while the keyboard stands on it, the keyboard goes back to where it came from.
 */
export const NoticeStack = ({ isQuiet = false }: { readonly isQuiet?: boolean }) => {
  const notices = useNotices((state) => state.notices)
  const [keeper] = useState(createFocusKeeper)
  const isOutside = ({ currentTarget, relatedTarget }: FocusEvent) => !(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever a notice may have gone
  useLayoutEffect(keeper.giveBack, [notices])
  return (
    <section
      aria-label="Notices"
      data-part
      onFocus={(event) => isOutside(event) && keeper.entered(event.relatedTarget)}
      onBlur={(event) => isOutside(event) && keeper.left(event.relatedTarget)}
    >
      <ul className={styles.stack} aria-live={isQuiet ? 'off' : 'polite'} aria-relevant="additions">
        {notices.map((notice) => (
          <NoticeRow key={notice.id} notice={notice} />
        ))}
      </ul>
    </section>
  )
}
