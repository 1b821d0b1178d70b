import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { studio } from '../bridge/studio-client.ts'
import { useSettings } from '../settings/index.ts'

/** Rows come into sight many at a time: they are asked about together, this many milliseconds after the first. */
const TOGETHER = 60
const MOST = 1_000
const waiting = new Set<TrackId>()
const watchers = new Map<TrackId, Set<() => void>>()
const toAsk = new Set<TrackId>()
let isTimed = false
let isListening = false

const know = (trackId: TrackId, waits: boolean): void => {
  if (waiting.has(trackId) === waits) return
  if (waits) waiting.add(trackId)
  else waiting.delete(trackId)
  for (const onChange of watchers.get(trackId) ?? []) onChange()
}

const ask = async (): Promise<void> => {
  isTimed = false
  const asked = [...toAsk].slice(0, MOST)
  for (const trackId of asked) toAsk.delete(trackId)
  if (toAsk.size > 0) askSoon()
  const reply = await studio.analysis.waiting({ trackIds: asked })
  if (!reply.ok) return
  const still = new Set(reply.value.trackIds)
  for (const trackId of asked) know(trackId, still.has(trackId))
}
const askSoon = (): void => {
  if (isTimed) return
  isTimed = true
  setTimeout(() => void ask(), TOGETHER)
}
const listenForHeard = (): void => {
  if (isListening) return
  isListening = true
  studio.analysis.on('heard', ({ trackIds }) => {
    for (const trackId of trackIds) know(trackId, false)
  })
}

/** Whether nobody has listened to a song's recording yet, and the studio will by itself; known of songs that are watched. */
export const waitsToBeHeard = (trackId: TrackId): boolean => waiting.has(trackId) && useSettings.getState().settings.listenInBackground

/** Asks about a song that came into sight, and tells each time that the answer is another. Returns the way to stop. */
export const watchHearing = (trackId: TrackId, onChange: () => void): (() => void) => {
  listenForHeard()
  const all = watchers.get(trackId) ?? new Set()
  watchers.set(trackId, all.add(onChange))
  toAsk.add(trackId)
  askSoon()
  return () => {
    all.delete(onChange)
    if (all.size === 0) watchers.delete(trackId)
  }
}
