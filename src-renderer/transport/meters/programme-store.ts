import { readPlaying } from '../transport.ts'
import { useTransport } from '../transport-state.ts'
import { createProgrammeMeter } from './programme-meter.ts'

/** The one meter of the window: measures whatever plays, whether or not somebody looks. */
const meter = createProgrammeMeter()
const LOOK_MILLISECONDS = 100

let timer: ReturnType<typeof setInterval> | undefined
let song: string | undefined

const look = (): void => {
  const { reader, frame, gain } = readPlaying()
  if (reader) meter.follow(reader, frame, gain)
}

/** Begins anew with each song; A/B between takes of one song goes on. Returns the function that stops. */
export const connectMeters = (): (() => void) => {
  const stop = useTransport.subscribe(({ status, source }) => {
    const playing = source?.trackId ?? source?.audioSha256
    if (playing !== song) {
      song = playing
      meter.reset()
    }
    if (status === 'playing' && timer === undefined) {
      meter.lift()
      timer = setInterval(look, LOOK_MILLISECONDS)
    } else if (status !== 'playing' && timer !== undefined) {
      clearInterval(timer)
      timer = undefined
    }
  })
  return () => {
    stop()
    clearInterval(timer)
    timer = undefined
  }
}

export const programme = { read: meter.read, reset: meter.reset }
