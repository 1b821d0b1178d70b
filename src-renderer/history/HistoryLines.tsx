import { useCallback, useEffect, useState } from 'react'
import type { Actor, HistoryLine, HistoryScope } from '../../src-shared/history/contract.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { studio } from '../bridge/studio-client.ts'
import { Button, ProgressBar, Skeleton } from '../elements/index.ts'
import { notify, notifyFailure } from '../notices/index.ts'
import { timeAgo } from '../words/index.ts'
import styles from './History.module.css'
import { goToStep } from './history-deeds.ts'

const ACTORS = { person: '', agent: 'by an agent', pipeline: 'by the studio' } as const
const PAGE = 100

type Props = { readonly scope: HistoryScope; readonly trackId?: TrackId | undefined; readonly actor?: Actor | undefined }

const jump = async ({ place }: HistoryLine): Promise<void> => {
  if (place.kind === 'library') return goToStep(place.stepId)
  const reply = await studio.project.goTo({ trackId: place.trackId, index: place.index })
  if (reply.ok) notify(`${reply.value.title} is as it was after this edit`)
  else notifyFailure(reply.error)
}

/** Everything that was done, newest on top; undone steps wait dimmed. A click, or Enter, goes there. */
export const HistoryLines = ({ scope, trackId, actor }: Props) => {
  const [lines, setLines] = useState<readonly HistoryLine[]>()
  const [next, setNext] = useState<number>()
  const read = useCallback(
    async (before?: number) => {
      const reply = await studio.history.list({ scope, trackId, actor, limit: PAGE, before })
      if (!reply.ok) return notifyFailure(reply.error)
      setLines((old) => (before === undefined ? reply.value.lines : [...(old ?? []), ...reply.value.lines]))
      setNext(reply.value.nextBefore)
    },
    [scope, trackId, actor],
  )
  useEffect(() => {
    void read()
    const stops = [studio.history.on('changed', () => void read()), studio.project.on('changed', () => void read())]
    return () => {
      for (const stop of stops) stop()
    }
  }, [read])
  if (!lines) return <Skeleton width="60%" />
  if (lines.length === 0) return <p className={styles.empty}>Nothing yet. What you and the agents do is listed here and can be undone.</p>
  const present = lines.find((line) => line.place.kind === 'library' && !line.isUndone)
  return (
    <ol className={styles.lines} aria-label="What was done, newest first">
      {lines.map((line) => (
        <li key={line.place.kind === 'library' ? `s${line.place.stepId}` : `${line.place.trackId}:${line.place.index}`}>
          <button
            type="button"
            className={styles.line}
            data-undone={line.isUndone}
            aria-current={line === present ? 'step' : undefined}
            aria-label={`${line.label}${line.isUndone ? ', undone' : ''}`}
            onClick={() => void jump(line)}
          >
            <span className={styles.dot} aria-hidden />
            <span className={styles.label}>{line.label}</span>
            <span className={styles.detail}>
              {[line.songTitle && `in ${line.songTitle}`, ACTORS[line.actor], timeAgo(line.at, Date.now())].filter(Boolean).join(' · ')}
            </span>
            {line.fraction !== undefined && <ProgressBar label={line.label} fraction={line.fraction} />}
          </button>
        </li>
      ))}
      {next !== undefined && (
        <li>
          <Button variant="quiet" size="small" onClick={() => void read(next)}>
            Show earlier
          </Button>
        </li>
      )}
      {scope === 'library' && next === undefined && (
        <li>
          <button type="button" className={styles.line} onClick={() => void goToStep(0)}>
            <span className={styles.dot} aria-hidden />
            <span className={styles.label}>Before the oldest step</span>
          </button>
        </li>
      )}
    </ol>
  )
}
