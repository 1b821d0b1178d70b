import type { Failure } from '../../src-shared/kernel/failure.ts'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { dbToGain } from '../../src-shared/kernel/units.ts'
import type { AudioLayout } from '../../src-shared/project/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { MixReader } from './mix-reader.ts'
import { PcmPlayer } from './pcm-player.ts'
import { playableLoop } from './playback-plan.ts'
import { SplicedReader } from './spliced-reader.ts'
import type { Transport } from './transport-api.ts'
import { isSameSong, type TransportSource, type TransportState, useTransport } from './transport-state.ts'

const state = () => useTransport.getState()
const layouts = new Map<Sha256, AudioLayout>()
let loading = 0
let mixing = 0
let switching = 0

const NO_OUTPUT: Failure = {
  code: 'playback.no-output',
  message: 'The sound output does not answer. Check that a sound device is connected, then press play again.',
}

const fail = (cause: unknown): false => {
  const error = cause instanceof FailureError ? cause.failure : NO_OUTPUT
  useTransport.setState({ status: 'failed', error: { code: error.code, message: error.message } })
  return false
}

const layoutOf = async (audioSha256: Sha256): Promise<AudioLayout> => {
  const known = layouts.get(audioSha256)
  if (known) return known
  const reply = await studio.project.audioLayout({ audioSha256 })
  if (!reply.ok) throw new FailureError(reply.error)
  layouts.set(audioSha256, reply.value)
  return reply.value
}

const gainOf = (source: TransportSource): number => dbToGain(source.gainDb ?? 0)
const isThere = (): boolean => state().layout !== undefined

let tellOutputLost = (): void => {}
/** `listener` hears when the output goes away under the sound. */
export const onOutputLost = (listener: () => void): void => {
  tellOutputLost = listener
}

const player = new PcmPlayer({
  ended: () => {
    useTransport.setState({ status: 'paused' })
    void playNeighbour(1)
  },
  advanced: ({ layout }) => {
    const source = neighbour(1)
    if (source?.audioSha256 === layout.audioSha256) useTransport.setState({ source, layout, loop: undefined, mix: undefined, compare: undefined })
  },
  shuttled: () => useTransport.setState({ status: 'paused', shuttleRate: undefined }),
  failed: fail,
  outputLost: () => tellOutputLost(),
})

const load: Transport['load'] = async (source, options = {}) => {
  const { source: old, layout: oldLayout } = state()
  const queue = options.queue ?? (state().queue.some((one) => isSameSong(one, source)) ? state().queue : [])
  if (old?.audioSha256 === source.audioSha256 && oldLayout) {
    useTransport.setState({ source: { grid: old.grid, ...source }, queue, error: undefined, ...(state().status === 'failed' ? { status: 'paused' } : {}) })
    if (options.atFrame !== undefined) transport.seekFrame(options.atFrame)
    return true
  }
  loading += 1
  const turn = loading
  player.pause()
  useTransport.setState({
    status: 'loading',
    source,
    layout: undefined,
    loop: undefined,
    mix: undefined,
    splice: undefined,
    compare: undefined,
    error: undefined,
    queue,
  })
  try {
    const layout = await layoutOf(source.audioSha256)
    if (turn !== loading) return false
    player.load(layout, gainOf(source), options.atFrame ?? 0)
    useTransport.setState({ status: 'paused', layout })
    return true
  } catch (cause) {
    return turn === loading ? fail(cause) : false
  }
}

/** A start that takes longer than this is shown before it sounds. */
const SHOW_MILLISECONDS = 60

/** Sound first: a list that redraws itself must not stand between the press and the first sample. */
const startPlayer = async (next: Partial<TransportState>): Promise<boolean> => {
  const show = () => useTransport.setState({ shuttleRate: undefined, ...next, status: 'playing', error: undefined })
  const timer = setTimeout(show, SHOW_MILLISECONDS)
  try {
    await player.play()
    clearTimeout(timer)
    show()
    return true
  } catch (cause) {
    clearTimeout(timer)
    player.pause()
    useTransport.setState(next)
    return fail(cause)
  }
}

const play: Transport['play'] = async () => (isThere() ? startPlayer({}) : false)

const playSource: Transport['playSource'] = async (source, queue = []) => {
  const layout = layouts.get(source.audioSha256)
  const isCurrent = state().source?.audioSha256 === source.audioSha256
  if (!layout || isCurrent) return (await load(source, { queue })) && play()
  loading += 1
  player.load(layout, gainOf(source), 0)
  return startPlayer({ source, layout, queue, loop: undefined, mix: undefined, splice: undefined, compare: undefined })
}

const pause = (): void => {
  player.pause()
  if (state().status === 'playing') useTransport.setState({ status: 'paused', shuttleRate: undefined })
}

const neighbour = (step: 1 | -1): TransportSource | undefined => {
  const { queue, source } = state()
  const at = queue.findIndex((one) => isSameSong(one, source))
  return at < 0 ? undefined : queue[at + step]
}

/** Plays the neighbour in the queue; behind the last song everything simply stops. */
const playNeighbour = async (step: 1 | -1): Promise<boolean> => {
  const next = neighbour(step)
  return next ? playSource(next, state().queue) : false
}

/** What comes next in the queue is made ready, so that it begins on the frame on which this song ends. */
const planFollower = async (): Promise<void> => {
  const { source, layout } = state()
  const next = layout && neighbour(1)
  if (!next) return player.follow(undefined)
  try {
    const nextLayout = await layoutOf(next.audioSha256)
    if (state().source === source && neighbour(1) === next) player.follow({ layout: nextLayout, gain: gainOf(next) })
  } catch (cause) {
    if (!(cause instanceof FailureError)) throw cause
    // told when it is really played
  }
}
useTransport.subscribe((now, before) => {
  if (now.source !== before.source || now.layout !== before.layout || now.queue !== before.queue) void planFollower()
})

export const transport: Transport = {
  load,
  play,
  playSource,
  pause,
  toggle: async () => {
    if (state().status !== 'playing') return play()
    pause()
    return true
  },
  shuttle: async (rate) => {
    if (!isThere()) return false
    if (rate === 1 && state().shuttleRate === undefined && state().status !== 'playing') return play()
    // at once, so that the next press knows of this one
    useTransport.setState({ shuttleRate: rate })
    try {
      await player.shuttle(rate)
      // at the edge of the song there is nothing to play in this direction
      useTransport.setState(player.isPlaying ? { status: 'playing', error: undefined } : { status: 'paused', shuttleRate: undefined })
      return true
    } catch (cause) {
      return fail(cause)
    }
  },
  seekFrame: (frame) => {
    if (state().shuttleRate !== undefined) useTransport.setState({ shuttleRate: undefined })
    if (isThere()) player.seekFrame(frame).catch(fail)
  },
  nudgeSeconds: (seconds) => {
    const { layout } = state()
    if (layout) transport.seekFrame(player.currentFrame() + seconds * layout.sampleRateHz)
  },
  setLoop: (loop) => {
    const { layout } = state()
    const playable = layout && playableLoop(loop, layout.lengthFrames)
    useTransport.setState({ loop: playable, shuttleRate: undefined })
    player.setLoop(playable).catch(fail)
  },
  switchSource: async (audioSha256, gainDb, about = {}) => {
    const { source } = state()
    if (!source) return false
    switching += 1
    const turn = switching
    if (source.audioSha256 === audioSha256 && (source.gainDb ?? 0) === gainDb && !state().mix && !state().splice) return true
    try {
      const layout = await layoutOf(audioSha256)
      // a later switch, or another song, came first
      if (turn !== switching || !isSameSong(state().source, source)) return false
      useTransport.setState({
        source: { ...source, shownSha256: undefined, ...about, audioSha256, gainDb },
        layout,
        mix: undefined,
        splice: undefined,
        loop: playableLoop(state().loop, layout.lengthFrames),
      })
      await player.switchTo(layout, dbToGain(gainDb))
      return true
    } catch (cause) {
      return fail(cause)
    }
  },
  setMix: async (mix) => {
    const { layout, mix: before } = state()
    if (!layout || (!mix && !before)) return true
    useTransport.setState({ mix, splice: undefined })
    mixing += 1
    const turn = mixing
    try {
      const voices = await Promise.all(
        (mix ?? []).map(async ({ audioSha256, left, right }) => ({ reader: player.readerOf(await layoutOf(audioSha256)), left, right })),
      )
      // a later mix, or another song, came first
      if (turn !== mixing || state().layout !== layout) return true
      await player.hearThrough(mix ? new MixReader(layout, voices) : player.readerOf(layout))
      return true
    } catch (cause) {
      if (turn !== mixing) return true
      player.pause()
      return fail(cause)
    }
  },
  setSplice: async (splice) => {
    const { layout, splice: before } = state()
    if (!layout || (!splice && !before)) return true
    useTransport.setState({ splice, mix: undefined })
    mixing += 1
    const turn = mixing
    try {
      const splices = await Promise.all(
        (splice ?? []).map(async ({ audioSha256, ...where }) => ({ ...where, reader: player.readerOf(await layoutOf(audioSha256)) })),
      )
      if (turn !== mixing || state().layout !== layout) return true
      await player.hearThrough(splice ? new SplicedReader(layout, splices) : player.readerOf(layout))
      return true
    } catch (cause) {
      if (turn !== mixing) return true
      player.pause()
      return fail(cause)
    }
  },
  prepare: async (audioSha256, atFrame = player.currentFrame()) => {
    try {
      const reader = player.readerOf(await layoutOf(audioSha256))
      const frame = Math.min(atFrame, Math.max(0, reader.layout.lengthFrames - 1))
      await reader.block(Math.floor(frame / reader.blockFrames))
    } catch (cause) {
      if (!(cause instanceof FailureError)) throw cause
      // the same failure is told when the take is really played
    }
  },
  warmUp: (sampleRateHz) => player.warmUp(sampleRateHz),
  setVolume: (volume) => {
    useTransport.setState({ volume, isMuted: false })
    player.setVolume(volume * volume)
  },
  setMuted: (isMuted) => {
    useTransport.setState({ isMuted })
    player.setVolume(isMuted ? 0 : state().volume ** 2)
  },
  setOutput: (sinkId) =>
    player.setSink(sinkId).then(
      () => true,
      () => false,
    ),
  loseOutput: () => {
    player.pause()
    fail(new FailureError(NO_OUTPUT))
  },
  setCompare: (compare) => useTransport.setState({ compare }),
  playNext: () => playNeighbour(1),
  playPrevious: async () => {
    const { layout } = state()
    if (layout && player.currentFrame() > 3 * layout.sampleRateHz) {
      transport.seekFrame(0)
      return true
    }
    const moved = await playNeighbour(-1)
    if (!moved) transport.seekFrame(0)
    return moved
  },
  currentFrame: () => player.currentFrame(),
  subscribeFrame: (listener) => {
    let handle = 0
    let told = -1
    const tick = () => {
      const frame = player.currentFrame()
      if (frame !== told) listener(frame)
      told = frame
      handle = requestAnimationFrame(tick)
    }
    tick()
    return () => cancelAnimationFrame(handle)
  },
}

/** What the meters read. */
export const readPlaying = () => ({ reader: player.reader, frame: player.currentFrame(), gain: player.gain, isPlaying: player.isPlaying })

/** A file's sound for a meter of its own. Keep it: each call may read the file anew. @throws FailureError 'audio.unreadable' */
export const readerOfFile = async (audioSha256: Sha256) => player.readerOf(await layoutOf(audioSha256))

player.setVolume(state().volume ** 2)
