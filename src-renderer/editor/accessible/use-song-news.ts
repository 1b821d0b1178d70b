import { useEffect } from 'react'
import type { Job } from '../../../src-shared/jobs/contract.ts'
import { confirm, tellNews } from '../../announcer/index.ts'
import { useJobs } from '../../jobs/index.ts'
import { openView, useEditor } from '../editor-store.ts'
import { songNews } from './song-news.ts'

const isAtWork = ({ state }: Job): boolean => state === 'queued' || state === 'running' || state === 'paused'

/** The takes that one click asked for are all there: now something is to be decided. */
const tellWhenGroupIsWhole = (byId: Readonly<Record<string, Job>>, before: Readonly<Record<string, Job>>): void => {
  const trackId = openView()?.document.trackId
  for (const job of Object.values(byId)) {
    const old = before[job.id]
    if (job.subjectId !== trackId || job.groupId === undefined || !/^editing\./.test(job.kind) || !old || !isAtWork(old) || isAtWork(job)) continue
    const group = Object.values(byId).filter(({ groupId }) => groupId === job.groupId)
    const good = group.filter(({ state }) => state === 'succeeded').length
    if (good === 0 || group.some(isAtWork)) continue
    const count = good === 1 ? 'the take is' : `all ${good} takes are`
    const what = job.kind.startsWith('editing.extend') ? 'Song extended' : job.kind.startsWith('editing.comp') ? 'Comp rendered' : 'Region regenerated'
    tellNews(`${what}: ${count} there. A number hears one, Enter accepts it, Backspace puts it away.`)
  }
}

/** Says what happens to the open song. */
export const useSongNews = (): void =>
  useEffect(() => {
    const stops = [
      useEditor.subscribe((state, before) => {
        if (state.status !== 'ready' || before.status !== 'ready' || state.view === before.view) return
        for (const { kind, text, detail } of songNews(before.view, state.view)) (kind === 'deed' ? confirm : tellNews)(text, detail)
      }),
      useJobs.subscribe(({ byId }, { byId: before }) => tellWhenGroupIsWhole(byId, before)),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [])
