/** Filled while the stream is cut: whether it stopped inside a frame, and how many bytes between its first and last frame were none. */
export type StreamEnd = { insideFrame: boolean; skippedBytes: number }
export const streamEnd = (): StreamEnd => ({ insideFrame: false, skippedBytes: 0 })

/**
 * Cuts a byte stream into frames. `frameLengthAt` says how long the frame at `at` is, 0 where none starts; bytes between frames (tags, damage)
 * are skipped until two frames follow each other again. An incomplete last frame is left out and reported by `endedInsideFrame`.
 */
export const cutFrames = async function* (
  chunks: AsyncIterable<Uint8Array>,
  frameLengthAt: (bytes: Uint8Array, at: number) => number,
  headerBytes: number,
  ended: StreamEnd,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let bytes: Uint8Array = new Uint8Array()
  let isInStep = false
  let hasFrames = false
  let skipped = 0
  let isEnd = false
  const source = chunks[Symbol.asyncIterator]()
  const frames: Uint8Array<ArrayBuffer>[] = []
  try {
    while (!isEnd) {
      const { value, done } = await source.next()
      isEnd = done === true
      if (value) bytes = bytes.length > 0 ? Buffer.concat([bytes, value]) : value
      let at = 0
      while (at + headerBytes <= bytes.length) {
        const length = frameLengthAt(bytes, at)
        const next = at + length
        if (length > 0 && next > bytes.length) {
          if (isEnd && isInStep) ended.insideFrame = true
          if (!isEnd || isInStep) break
        }
        const isFollowed = length > 0 && (next + headerBytes > bytes.length ? isEnd && next === bytes.length : frameLengthAt(bytes, next) > 0)
        if (length > 0 && !isInStep && !isEnd && next + headerBytes > bytes.length) break
        if (length > 0 && next <= bytes.length && (isInStep || isFollowed)) {
          frames.push(bytes.slice(at, next) as Uint8Array<ArrayBuffer>)
          at = next
          isInStep = true
          if (hasFrames) ended.skippedBytes += skipped
          hasFrames = true
          skipped = 0
        } else {
          at++
          skipped++
          isInStep = false
        }
      }
      yield* frames.splice(0)
      bytes = bytes.subarray(at)
    }
  } finally {
    await source.return?.()
  }
}
