/** One press of a media key may come twice: from the system's player controls and as a key. Only the first counts. */
const SAME_PRESS_MILLISECONDS = 250

let last: { readonly what: string; readonly from: 'key' | 'system'; readonly at: number } | undefined

/** Whether this is a press of its own and not the other way's echo. */
export const isFreshPress = (what: 'toggle' | 'stop' | 'next' | 'previous', from: 'key' | 'system', at = performance.now()): boolean => {
  const isEcho = last?.what === what && last.from !== from && at - last.at < SAME_PRESS_MILLISECONDS
  last = isEcho ? undefined : { what, from, at }
  return !isEcho
}
