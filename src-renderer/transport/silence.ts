import { SYSTEM_SINK } from './output/audio-context-sink.ts'

const RATE_HZ = 8_000
const SECONDS = 10

/** Ten seconds of nothing, 8-bit mono WAV. */
const silentWav = (): Blob => {
  const frames = RATE_HZ * SECONDS
  const head = new DataView(new ArrayBuffer(44))
  const words = (at: number, text: string) => {
    for (const [index, letter] of [...text].entries()) head.setUint8(at + index, letter.charCodeAt(0))
  }
  words(0, 'RIFF')
  head.setUint32(4, 36 + frames, true)
  words(8, 'WAVEfmt ')
  head.setUint32(16, 16, true)
  head.setUint16(20, 1, true)
  head.setUint16(22, 1, true)
  head.setUint32(24, RATE_HZ, true)
  head.setUint32(28, RATE_HZ, true)
  head.setUint16(32, 1, true)
  head.setUint16(34, 8, true)
  words(36, 'data')
  head.setUint32(40, frames, true)
  // the middle of 8-bit samples
  return new Blob([head.buffer, new Uint8Array(frames).fill(128)], { type: 'audio/wav' })
}

let element: HTMLAudioElement | undefined
let sink = SYSTEM_SINK

// where the output does not take it the music does not depend on it
const place = (): void => void element?.setSinkId(sink).catch(() => undefined)

/** Silence goes where the music goes: it must not keep another output awake. */
export const sendSilence = (sinkId: string): void => {
  if (sinkId === sink) return
  sink = sinkId
  place()
}

/**
 * Chromium gives the system's player controls only to pages in which a media element of more than five seconds plays; the studio's sound comes from
 * an AudioContext and is none. So silence plays along.
 */
export const silence = (isPlaying: boolean): void => {
  if (isPlaying && !element) {
    element = new Audio(URL.createObjectURL(silentWav()))
    element.loop = true
    place()
  }
  // where the system plays no media the music does not depend on it
  if (isPlaying) element?.play().catch(() => undefined)
  else element?.pause()
}
