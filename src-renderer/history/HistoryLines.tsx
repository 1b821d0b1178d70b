import { useCallback, useEffect, useState } from 'react'
import type { Actor, HistoryLine, HistoryScope } from '../../src-shared/history/contract.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { studio } from '../bridge/studio-client.ts'
import { Button, Skeleton } from '../elements/index.ts'
import { notify, notifyFailure } from '../notices/index.ts'
import styles from './History.module.css'
import { BeginningRow, HistoryRow } from './HistoryRow.tsx'
import { goToStep, goToStepOfSong } from './history-deeds.ts'
import { OtherSongsDialog } from './OtherSongsDialog.tsx'

const PAGE = 100

type Props = {
  readonly scope: HistoryScope
  readonly trackId?: TrackId | undefined
  readonly actor?: Actor | undefined
  /** where the song is open: goes to one of its edits, -1 to its beginning */
  readonly goToEdit?: ((index: number) => Promise<unknown>) | undefined
}

const goToEditElsewhere = async (trackId: TrackId, index: number): Promise<void> => {
  const reply = await studio.project.goTo({ trackId, index })
  if (reply.ok) notify(`${reply.value.title} is as it was after this edit`)
  else notifyFailure(reply.error)
}

/** The lines where things stand now: the newest one that is not undone, of the sound and of the rest each. */
const presentOf = (lines: readonly HistoryLine[], scope: HistoryScope): readonly (HistoryLine | undefined)[] => [
  lines.find(({ place, isUndone }) => place.kind === 'library' && !isUndone),
  scope === 'song' ? lines.find(({ place, isUndone }) => place.kind === 'edit' && !isUndone) : undefined,
]

/** Everything that was done, newest on top; undone steps wait dimmed. A click, or Enter, goes there. */
export const HistoryLines = ({ scope, trackId, actor, goToEdit }: Props) => {
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
  const goToLibrary = (stepId: number) => void (scope === 'song' && trackId ? goToStepOfSong(stepId, trackId) : goToStep(stepId))
  const jump = ({ place }: HistoryLine) => {
    if (place.kind === 'library') goToLibrary(place.stepId)
    else if (goToEdit) void goToEdit(place.index)
    else void goToEditElsewhere(place.trackId, place.index)
  }
  if (!lines) return <Skeleton width="60%" />
  if (lines.length === 0 && !goToEdit) return <p className={styles.empty}>Nothing yet. What you and the agents do is listed here and can be undone.</p>
  const present = presentOf(lines, scope)
  const isWhole = next === undefined
  const hasSteps = lines.some(({ place }) => place.kind === 'library')
  const isAtBeginning = isWhole && !lines.some(({ place, isUndone }) => place.kind === 'edit' && !isUndone)
  return (
    <>
      <ol className={styles.lines} aria-label="History, newest first">
        {lines.map((line) => (
          <HistoryRow
            key={line.place.kind === 'library' ? `s${line.place.stepId}` : `${line.place.trackId}:${line.place.index}`}
            line={line}
            isPresent={present.includes(line)}
            onGo={() => jump(line)}
          />
        ))}
        {!isWhole && (
          <li>
            <Button variant="quiet" size="small" onClick={() => void read(next)}>
              Show earlier
            </Button>
          </li>
        )}
        {scope !== 'all' && isWhole && hasSteps && (
          <BeginningRow
            label={scope === 'song' ? 'Before the first mark or comment' : 'Before the oldest step'}
            kind="song"
            isPresent={present[0] === undefined}
            onGo={() => goToLibrary(0)}
          />
        )}
        {goToEdit && isWhole && <BeginningRow label="The beginning of the sound" kind="sound" isPresent={isAtBeginning} onGo={() => void goToEdit(-1)} />}
      </ol>
      {scope === 'song' && <OtherSongsDialog />}
    </>
  )
}
