import { isFreshPress } from './media-press.ts'
import { silence } from './silence.ts'
import { transport } from './transport.ts'
import { isSameSong, type TransportSource, type TransportState, useTransport } from './transport-state.ts'

/** What the system's player controls say of a song beyond its title. `coverUrl`: whatever the window may fetch. */
export type SongFacts = { readonly artist?: string; readonly album?: string; readonly coverUrl?: string }

let shown: { readonly source: TransportSource; readonly pictureUrl?: string } | undefined
let turn = 0

const show = (source: TransportSource, facts: SongFacts, pictureUrl?: string): void => {
  if (shown?.pictureUrl) URL.revokeObjectURL(shown.pictureUrl)
  shown = { source, ...(pictureUrl && { pictureUrl }) }
  navigator.mediaSession.metadata = new MediaMetadata({
    title: source.title,
    artist: facts.artist ?? '',
    album: facts.album ?? '',
    artwork: pictureUrl ? [{ src: pictureUrl }] : [],
  })
}

/** The system fetches no picture by the studio's own addresses, so it gets a copy. */
const picture = async (url: string | undefined): Promise<string | undefined> => {
  if (url === undefined) return undefined
  const reply = await fetch(url).catch(() => undefined)
  return reply?.ok ? URL.createObjectURL(await reply.blob()) : undefined
}

const describe = async (source: TransportSource, factsOf: (source: TransportSource) => Promise<SongFacts>): Promise<void> => {
  turn += 1
  const mine = turn
  // the title at once, the rest when it is there
  show(source, {})
  const facts = await factsOf(source)
  const pictureUrl = await picture(facts.coverUrl)
  if (mine === turn) show(source, facts, pictureUrl)
  else if (pictureUrl) URL.revokeObjectURL(pictureUrl)
}

const sayPosition = ({ layout, shuttleRate }: TransportState): void => {
  if (!layout) {
    navigator.mediaSession.setPositionState()
    return
  }
  const duration = layout.lengthFrames / layout.sampleRateHz
  const position = Math.min(duration, Math.max(0, transport.currentFrame() / layout.sampleRateHz))
  navigator.mediaSession.setPositionState({ duration, position, playbackRate: shuttleRate ?? 1 })
}

const SEEK_SECONDS = 10

const handlers = (): Partial<Record<MediaSessionAction, MediaSessionActionHandler>> => {
  const fresh = (what: Parameters<typeof isFreshPress>[0], deed: () => unknown) => () => {
    if (isFreshPress(what, 'system')) deed()
  }
  const nudge = (direction: 1 | -1) => (details: MediaSessionActionDetails) => {
    transport.nudgeSeconds(direction * (details.seekOffset ?? SEEK_SECONDS))
    sayPosition(useTransport.getState())
  }
  return {
    play: fresh('toggle', () => void transport.play()),
    pause: fresh('toggle', () => transport.pause()),
    stop: fresh('stop', () => transport.pause()),
    nexttrack: fresh('next', () => void transport.playNext()),
    previoustrack: fresh('previous', () => void transport.playPrevious()),
    seekbackward: nudge(-1),
    seekforward: nudge(1),
    seekto: ({ seekTime }) => {
      const { layout } = useTransport.getState()
      if (!layout || seekTime === undefined) return
      transport.seekFrame(seekTime * layout.sampleRateHz)
      sayPosition(useTransport.getState())
    },
  }
}

/** Shows what plays in the system's player controls, and obeys them. */
export const connectNowPlaying = (factsOf: (source: TransportSource) => Promise<SongFacts>): void => {
  for (const [action, handler] of Object.entries(handlers())) navigator.mediaSession.setActionHandler(action as MediaSessionAction, handler)
  useTransport.subscribe((now, before) => {
    const { source, status } = now
    if (source && (!isSameSong(source, shown?.source) || source.title !== shown?.source.title)) void describe(source, factsOf)
    if (status !== before.status) {
      navigator.mediaSession.playbackState = status === 'playing' ? 'playing' : source ? 'paused' : 'none'
      silence(status === 'playing')
    }
    if (status !== before.status || now.layout !== before.layout || now.shuttleRate !== before.shuttleRate) sayPosition(now)
  })
}
