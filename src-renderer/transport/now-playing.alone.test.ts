import { beforeEach, expect, test, vi } from 'vitest'

const calls = vi.hoisted(() => [] as string[])
vi.mock('./transport.ts', () => ({
  transport: {
    play: () => calls.push('play'),
    pause: () => calls.push('pause'),
    playNext: () => calls.push('next'),
    playPrevious: () => calls.push('previous'),
    nudgeSeconds: (seconds: number) => calls.push(`nudge ${seconds}`),
    seekFrame: (frame: number) => calls.push(`seek ${frame}`),
    currentFrame: () => 44_100,
  },
}))
vi.mock('./silence.ts', () => ({ silence: (isPlaying: boolean) => calls.push(isPlaying ? 'silence on' : 'silence off') }))

const handlers = new Map<string, (details: object) => void>()
const session = {
  metadata: undefined as { title: string; artist: string; album: string; artwork: { src: string }[] } | undefined,
  playbackState: 'none',
  position: undefined as object | undefined,
  setActionHandler: (action: string, handler: (details: object) => void) => void handlers.set(action, handler),
  setPositionState: (position?: object) => {
    session.position = position
  },
}
Object.defineProperty(navigator, 'mediaSession', { configurable: true, value: session })
vi.stubGlobal(
  'MediaMetadata',
  class {
    constructor(init: object) {
      Object.assign(this, init)
    }
  },
)
vi.stubGlobal('fetch', async () => new Response(new Blob(['picture'])))

const { connectNowPlaying } = await import('./now-playing.ts')
const { isFreshPress } = await import('./media-press.ts')
const { useTransport } = await import('./transport-state.ts')
const source = (title: string) => ({ title, audioSha256: title.repeat(64).slice(0, 64) }) as never
const settle = () => new Promise((resolve) => setTimeout(resolve, 10))

connectNowPlaying(async ({ title }) => (title === 'a' ? { artist: 'Ada', album: 'First', coverUrl: 'segno-media://cover/1' } : {}))
beforeEach(() => void calls.splice(0))

test('the system sees the song, its state and its place', async () => {
  useTransport.setState({ source: source('a'), layout: { lengthFrames: 88_200, sampleRateHz: 44_100 } as never, status: 'playing' })
  expect(session.metadata).toMatchObject({ title: 'a', artist: '' })
  await settle()
  expect(session.metadata).toMatchObject({ title: 'a', artist: 'Ada', album: 'First', artwork: [{ src: expect.stringMatching(/^blob:/) }] })
  expect(session.playbackState).toBe('playing')
  expect(session.position).toEqual({ duration: 2, position: 1, playbackRate: 1 })
  useTransport.setState({ source: source('b'), status: 'paused' })
  await settle()
  expect(session.metadata).toMatchObject({ title: 'b', artist: '', artwork: [] })
  expect([session.playbackState, ...calls]).toEqual(['paused', 'silence on', 'silence off'])
})

test('the system’s controls move the transport', () => {
  for (const action of ['play', 'stop', 'nexttrack', 'previoustrack', 'seekbackward']) handlers.get(action)?.({})
  handlers.get('seekto')?.({ seekTime: 1.5 })
  expect(calls).toEqual(['play', 'pause', 'next', 'previous', 'nudge -10', 'seek 66150'])
})

test('one press that comes as a key, too, counts once; two presses count twice', () => {
  expect([isFreshPress('toggle', 'key', 10_000), isFreshPress('toggle', 'system', 10_040)]).toEqual([true, false])
  expect([isFreshPress('toggle', 'key', 20_000), isFreshPress('toggle', 'key', 20_100)]).toEqual([true, true])
  expect([isFreshPress('next', 'system', 30_000), isFreshPress('next', 'key', 30_400)]).toEqual([true, true])
})
