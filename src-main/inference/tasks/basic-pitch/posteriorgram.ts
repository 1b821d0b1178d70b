import { CONTOUR_COUNT, PITCH_COUNT } from './frames.ts'

/**
 * What the network heard, row after row of time: how likely a pitch sounds (`note`), begins (`onset`), each 0..1 with 88 columns from A0 on, and
 * how its pitch moves (`contour`, thirds of a semitone, 0..65535).
 */
export type Posteriorgram = {
  readonly frameCount: number
  readonly note: Float32Array
  readonly onset: Float32Array
  readonly contour: Uint16Array
}

export const createPosteriorgram = (frameCount: number): Posteriorgram => ({
  frameCount,
  note: new Float32Array(frameCount * PITCH_COUNT),
  onset: new Float32Array(frameCount * PITCH_COUNT),
  contour: new Uint16Array(frameCount * CONTOUR_COUNT),
})

export const CONTOUR_SCALE = 65_535

const MAGIC = 0x31475053 // "SPG1"
const HEADER_BYTES = 16
const bytesOf = (frameCount: number): number => HEADER_BYTES + frameCount * (PITCH_COUNT * 8 + CONTOUR_COUNT * 2)

const viewsOf = (buffer: ArrayBuffer, frameCount: number): Posteriorgram => {
  const pitches = frameCount * PITCH_COUNT
  return {
    frameCount,
    note: new Float32Array(buffer, HEADER_BYTES, pitches),
    onset: new Float32Array(buffer, HEADER_BYTES + pitches * 4, pitches),
    contour: new Uint16Array(buffer, HEADER_BYTES + pitches * 8, frameCount * CONTOUR_COUNT),
  }
}

/** The file in which it waits for other thresholds: a cache of this machine, in its own byte order. */
export const packPosteriorgram = (heard: Posteriorgram): Uint8Array => {
  const buffer = new ArrayBuffer(bytesOf(heard.frameCount))
  new Uint32Array(buffer, 0, 2).set([MAGIC, heard.frameCount])
  const views = viewsOf(buffer, heard.frameCount)
  views.note.set(heard.note)
  views.onset.set(heard.onset)
  views.contour.set(heard.contour)
  return new Uint8Array(buffer)
}

/** @returns undefined: it is no such file, or cut off */
export const unpackPosteriorgram = (bytes: Uint8Array): Posteriorgram | undefined => {
  if (bytes.byteLength < HEADER_BYTES) return undefined
  const buffer = new ArrayBuffer(bytes.byteLength)
  new Uint8Array(buffer).set(bytes)
  const [magic, frameCount = 0] = new Uint32Array(buffer, 0, 2)
  return magic === MAGIC && buffer.byteLength === bytesOf(frameCount) ? viewsOf(buffer, frameCount) : undefined
}
