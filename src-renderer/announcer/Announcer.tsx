import { useEffect } from 'react'
import { useJobs } from '../jobs/index.ts'
import { useRoute } from '../navigation/index.ts'
import { type Announcement, alarm, releaseWhenQuiet, tellNews, useAnnouncements } from './announcement-store.ts'
import { jobNews } from './job-news.ts'

const isOpen = (subjectId: string): boolean => {
  const { route } = useRoute.getState()
  return route.place === 'editor' && route.trackId === subjectId
}

/** Speaks for the queue. The notices in the corner speak for themselves. */
const listen = (): (() => void) => {
  const stops = [
    releaseWhenQuiet(),
    useJobs.subscribe(({ byId }, { byId: before }) => {
      const { done, failed } = jobNews(before, byId, isOpen)
      for (const text of failed) alarm(text)
      for (const text of done) tellNews(text)
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

const Lines = ({ said }: { readonly said: readonly Announcement[] }) => said.map(({ id, text }) => <p key={id}>{text}</p>)

/** The studio's voice for screen readers: what cannot be read anywhere at the moment it happens is said here. */
export const Announcer = () => {
  const said = useAnnouncements((state) => state.said)
  useEffect(listen, [])
  return (
    <div className="visually-hidden" data-announcer>
      <div role="log" aria-live="polite" aria-label="What happened" aria-relevant="additions">
        <Lines said={said.filter(({ isUrgent }) => !isUrgent)} />
      </div>
      <div role="log" aria-live="assertive" aria-label="What went wrong" aria-relevant="additions">
        <Lines said={said.filter(({ isUrgent }) => isUrgent)} />
      </div>
    </div>
  )
}
