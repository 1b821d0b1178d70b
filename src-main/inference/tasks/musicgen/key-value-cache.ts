import type { Tensor } from 'onnxruntime-node'
import type { Session } from '../../sessions/sessions.ts'
import { asInput, createNumbers, createUnsetNumbers, type Numbers, numberTypeOf, tensorOf } from './numbers.ts'

const PAST = 'past_key_values.'
const presentOf = (past: string): string => `present.${past.slice(PAST.length)}`

const made = (outputs: Readonly<Record<string, Tensor | null>>, name: string): Tensor => {
  const tensor = outputs[name]
  if (!tensor) throw new Error(`the decoder gave no ${name}`)
  return tensor
}

type Lane = { readonly past: string; readonly present: string; readonly pages: readonly [Numbers, Numbers] }

/** `size`: numbers a head; `positions`: the most that will be remembered. */
export type CacheSize = { readonly batch: number; readonly heads: number; readonly size: number; readonly positions: number }

/** What the language model remembers: keys and values of every position so far, of every layer. */
export type KeyValueCache = {
  /** where the next run is to put what it remembers after `steps` more positions */
  room(steps: number): Record<string, Tensor | null>
  /** what a run gave becomes the past of the next one */
  turn(outputs: Readonly<Record<string, Tensor>>): void
}

/**
 * Two pages of memory for each layer's keys and values, as long as the piece will get. A run reads the past from one page and writes
 * past and present into the other (ONNX Runtime fills a given output without a copy), then they change places; nothing is allocated or
 * copied between runs. The keys and values of the words are made by the first run and kept.
 *
 * @param feeds of all runs: gets the past under its names
 */
export const createKeyValueCache = (session: Session, { batch, heads, size, positions }: CacheSize, feeds: Record<string, Tensor>): KeyValueCache => {
  const pasts = session.inputNames.filter((name) => name.startsWith(PAST))
  const type = numberTypeOf(session, pasts[0] ?? '')
  const isOwn = (name: string): boolean => name.includes('.decoder.')
  const words = pasts.filter((name) => !isOwn(name))
  const lanes: Lane[] = pasts.filter(isOwn).map((past) => {
    const length = batch * heads * positions * size
    return { past, present: presentOf(past), pages: [createUnsetNumbers(type, length), createUnsetNumbers(type, length)] }
  })
  for (const name of pasts) feeds[name] = tensorOf(type, createNumbers(type, 0), [batch, heads, 0, size])
  let placed: Readonly<Record<string, Tensor | null>> = {}
  let length = 0
  let page: 0 | 1 = 0
  let isFirst = true

  return {
    room(steps) {
      const rows = length + steps
      const dims = [batch, heads, rows, size]
      const count = batch * heads * rows * size
      const places: Record<string, Tensor | null> = {}
      for (const { present, pages } of lanes) places[present] = tensorOf(type, pages[page].subarray(0, count), dims)
      if (isFirst) for (const name of words) places[presentOf(name)] = null
      placed = places
      length = rows
      return places
    },
    turn(outputs) {
      // the places themselves are fed, not what came back under their names: that is the same memory in another wrapping
      for (const { past, present } of lanes) feeds[past] = made(placed, present)
      if (isFirst) for (const name of words) feeds[name] = asInput(made(outputs, presentOf(name)))
      page = page === 0 ? 1 : 0
      isFirst = false
    },
  }
}
