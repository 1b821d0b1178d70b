/** A stretch of tokens that the network sees at once, and what is made in it; all counted from the song's first token. */
export type Window = {
  readonly start: number
  readonly end: number
  readonly maskStart: number
  readonly maskEnd: number
  /** what is made from here on is made again by the next window, which sees more to its right */
  readonly keepEnd: number
}

/** `size`: the most the network was trained on; `context`: how much of what is known a window begins with. Both in tokens. */
export type WindowSizes = { readonly size: number; readonly context: number }

/**
 * One window around a region that fits into it with room on both sides, so that the new music knows where it comes from and where it has to
 * arrive. A longer region goes by several: each begins with what is already decided, and its last half context is thrown away unless the
 * region ends in it.
 */
export const planWindows = (total: number, { size, context }: WindowSizes, start: number, end: number): readonly Window[] => {
  const length = end - start
  if (length + Math.min(context, start) + Math.min(context, total - end) <= size) {
    const left = Math.max(0, Math.min(start - Math.floor((size - length) / 2), total - size))
    return [{ start: left, end: Math.min(total, left + size), maskStart: start, maskEnd: end, keepEnd: end }]
  }
  const windows: Window[] = []
  const rest = Math.floor(context / 2)
  for (let at = start; at < end; ) {
    const left = Math.max(0, at - context)
    const right = Math.min(total, left + size)
    const keepEnd = right >= Math.min(total, end + rest) ? end : right - rest
    windows.push({ start: left, end: right, maskStart: at, maskEnd: Math.min(end, right), keepEnd })
    at = keepEnd
  }
  return windows
}
