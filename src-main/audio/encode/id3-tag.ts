import type { SoundTags } from '../decode/read-tags.ts'

/** 28 bits in four bytes of seven, so that no player takes the size for a frame's sync word. */
const syncSafe = (value: number): number[] => [(value >> 21) & 0x7f, (value >> 14) & 0x7f, (value >> 7) & 0x7f, value & 0x7f]

const textFrame = (id: string, text: string | undefined): Uint8Array => {
  if (!text) return new Uint8Array()
  const body = new TextEncoder().encode(text)
  const frame = new Uint8Array(11 + body.length)
  frame.set(new TextEncoder().encode(id))
  frame.set(syncSafe(body.length + 1), 4)
  frame[10] = 3
  frame.set(body, 11)
  return frame
}

/** ID3v2.4 with UTF-8 text (id3.org, id3v2.4.0-structure). Empty where there is nothing to say. */
export const id3Tag = ({ title, artist }: SoundTags): Uint8Array => {
  const frames = [textFrame('TIT2', title), textFrame('TPE1', artist)]
  const size = frames.reduce((sum, frame) => sum + frame.length, 0)
  if (size === 0) return new Uint8Array()
  const tag = new Uint8Array(10 + size)
  tag.set([0x49, 0x44, 0x33, 4, 0, 0, ...syncSafe(size)])
  let at = 10
  for (const frame of frames) {
    tag.set(frame, at)
    at += frame.length
  }
  return tag
}
