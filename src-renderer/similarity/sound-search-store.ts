import { createStore } from 'zustand'
import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { MemoryMatch, MemoryState } from '../../src-shared/knowledge/contract.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import type { SoundIndexState, SoundQuery } from '../../src-shared/similarity/contract.ts'
import { studio } from '../bridge/studio-client.ts'

/** A search for songs like something. `words` says it on the chip: "Rainy night, bars 5–8". */
export type SoundSearch = { readonly query: SoundQuery; readonly words: string }

type SoundSearchState = {
  readonly search: SoundSearch | undefined
  readonly status: 'idle' | 'searching' | 'ready' | 'failed'
  readonly matches: readonly MemoryMatch[]
  /** what took part in it, and what is missing */
  readonly memory: MemoryState | undefined
  readonly failure: Failure | undefined
  /** how sound is compared here, and how far the library is described */
  readonly index: SoundIndexState | undefined
  /** typed words are looked for by what they mean, not in titles */
  readonly isByWords: boolean
}

const LIMIT = 100

export const soundSearch = createStore<SoundSearchState>()(() => ({
  search: undefined,
  status: 'idle',
  matches: [],
  memory: undefined,
  failure: undefined,
  index: undefined,
  isByWords: false,
}))

let turn = 0

const ask = async (search: SoundSearch): Promise<void> => {
  turn += 1
  const mine = turn
  const reply = await studio.knowledge.find({ query: search.query, limit: LIMIT })
  if (mine !== turn) return
  if (!reply.ok) return soundSearch.setState({ status: 'failed', failure: reply.error, matches: [] })
  const { matches, state } = reply.value
  soundSearch.setState({ status: 'ready', matches, memory: state, failure: undefined })
  void readState()
}

/** The list shows what is like this, best first, until the chip is removed. */
export const searchSound = (search: SoundSearch): Promise<void> => {
  soundSearch.setState({ search, status: 'searching', matches: [], failure: undefined })
  return ask(search)
}

export const stopSoundSearch = (): void => {
  turn += 1
  soundSearch.setState({ search: undefined, status: 'idle', matches: [], failure: undefined })
}

/** Typed words as a search by meaning; empty words end it. */
export const searchWords = (text: string): void => {
  const words = text.trim()
  if (words === '') stopSoundSearch()
  else void searchSound({ query: { kind: 'words', text: words.slice(0, 500) }, words: `“${words}”` })
}

export const searchByWords = (isByWords: boolean): void => soundSearch.setState({ isByWords })

export const soundsLike = (track: Pick<Track, 'id' | 'title'>): Promise<void> =>
  searchSound({ query: { kind: 'track', trackId: track.id }, words: track.title })

const readState = async (): Promise<void> => {
  const reply = await studio.similarity.state({})
  if (reply.ok) soundSearch.setState({ index: reply.value })
}

const QUIET_MILLISECONDS = 400

/** Follows main: songs that were just described come into the list, songs that left go. */
export const connectSimilarity = async (): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      const { search } = soundSearch.getState()
      if (search) void ask(search)
      else void readState()
    }, QUIET_MILLISECONDS)
  }
  studio.similarity.on('described', look)
  studio.knowledge.on('changed', look)
  studio.library.on('changed', look)
  await readState()
}
