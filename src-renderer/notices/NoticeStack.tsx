import { CircleAlert, X } from 'lucide-react'
import { useEffect } from 'react'
import { Button, classNames, IconButton } from '../elements/index.ts'
import styles from './NoticeStack.module.css'
import { dismissNotice, type Notice, useNotices } from './notice-store.ts'

const FACT_MILLISECONDS = 4_000
const WITH_ACTION_MILLISECONDS = 8_000

const NoticeRow = ({ notice }: { readonly notice: Notice }) => {
  const { id, tone, text, code, action } = notice
  useEffect(() => {
    if (tone === 'failure') return
    const timer = setTimeout(() => dismissNotice(id), action ? WITH_ACTION_MILLISECONDS : FACT_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [id, tone, action])
  return (
    <li className={classNames(styles.notice, tone === 'failure' && styles.failure)}>
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
 * are only shown, failures are still said.
 */
export const NoticeStack = ({ isQuiet = false }: { readonly isQuiet?: boolean }) => {
  const notices = useNotices((state) => state.notices)
  return (
    <section aria-label="Notices">
      <ul className={styles.stack} aria-live={isQuiet ? 'off' : 'polite'} aria-relevant="additions">
        {notices.map((notice) => (
          <NoticeRow key={notice.id} notice={notice} />
        ))}
      </ul>
    </section>
  )
}
