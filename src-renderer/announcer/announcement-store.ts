import { create } from 'zustand'
import { useSettings } from '../settings/index.ts'
import { useTransport } from '../transport/index.ts'

/** One thing said to screen readers. `isUrgent` cuts into what is being read. */
export type Announcement = { readonly id: number; readonly text: string; readonly isUrgent: boolean }

export const useAnnouncements = create<{ readonly said: readonly Announcement[] }>()(() => ({ said: [] }))

/** What stays in the page: a reader that was busy can still be sent back to it. */
const KEPT = 6
/** What was held back while music played; older news is not worth the time any more. */
const HELD = 3
const SAME_MILLISECONDS = 1_000

let lastId = 0
let lastSaid: { readonly text: string; readonly at: number } | undefined
let held: readonly string[] = []

const say = (text: string, isUrgent = false): void => {
  const at = Date.now()
  if (text === '' || (lastSaid?.text === text && at - lastSaid.at < SAME_MILLISECONDS)) return
  lastSaid = { text, at }
  lastId += 1
  const added = { id: lastId, text, isUrgent }
  useAnnouncements.setState(({ said }) => ({ said: [...said, added].slice(-KEPT) }))
}

const worded = (text: string, detail: string | undefined): string | undefined => {
  const { spokenDetail } = useSettings.getState().settings
  if (spokenDetail === 'quiet') return undefined
  return spokenDetail === 'full' && detail ? `${text} ${detail}` : text
}

/** What was asked for with a key of its own: always said. */
export const answer = (text: string): void => say(text)

/** What the musician just did, in the past tense: "Undone: Accept take 1." Said at once, unless the musician wants quiet. */
export const confirm = (text: string, detail?: string): void => {
  const words = worded(text, detail)
  if (words) say(words)
}

/** What happened by itself (a job is done, a take arrived). While music plays it waits: the newest three are said when it stops. */
export const tellNews = (text: string, detail?: string): void => {
  const words = worded(text, detail)
  if (!words) return
  if (useTransport.getState().status === 'playing') held = [...held.filter((other) => other !== words), words].slice(-HELD)
  else say(words)
}

/** What went wrong: always said, and at once. */
export const alarm = (text: string): void => say(text, true)

/** Says the last thing once more. */
export const sayAgain = (): void => {
  const last = lastSaid?.text
  lastSaid = undefined
  say(last ?? 'Nothing was said yet.')
}

/** Lets the held news go when the music stops. Returns the way to stop. */
export const releaseWhenQuiet = (): (() => void) =>
  useTransport.subscribe(({ status }) => {
    if (status === 'playing' || held.length === 0) return
    const waiting = held
    held = []
    say(waiting.join(' '))
  })
