import { create } from 'zustand'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { type Influence, MAX_INFLUENCES } from '../../src-shared/knowledge/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { useSettings } from '../settings/index.ts'

/** Songs of the own library that the next song leans on: those that fit the words, without those that were removed, and those that were kept. */
type InfluencesState = {
  readonly prompt: string
  readonly offered: readonly Influence[]
  readonly pinned: readonly Influence[]
  readonly removed: ReadonlySet<TrackId>
}

export const useInfluences = create<InfluencesState>()(() => ({ prompt: '', offered: [], pinned: [], removed: new Set<TrackId>() }))

const OFFERED = 3
const REST_MILLISECONDS = 350

let timer: ReturnType<typeof setTimeout> | undefined
let turn = 0
let told: () => void = () => undefined

/** What takes part, in the order in which it counts: what was kept first. */
export const influencesOf = ({ offered, pinned, removed }: InfluencesState): readonly Influence[] => {
  const kept = new Set(pinned.map(({ trackId }) => trackId))
  return [...pinned, ...offered.filter(({ trackId }) => !kept.has(trackId) && !removed.has(trackId))].slice(0, MAX_INFLUENCES)
}

export const influenceIds = (): readonly TrackId[] => influencesOf(useInfluences.getState()).map(({ trackId }) => trackId)

const change = (next: Partial<InfluencesState>): void => {
  const before = influenceIds().join(' ')
  useInfluences.setState(next)
  if (influenceIds().join(' ') !== before) told()
}

const look = async (): Promise<void> => {
  turn += 1
  const mine = turn
  const { prompt } = useInfluences.getState()
  if (prompt.trim() === '' || !useSettings.getState().settings.leanOnLibrary) return change({ offered: [] })
  const reply = await studio.knowledge.suggest({ prompt, limit: OFFERED })
  // a prompt that cannot be read is told where it is typed
  if (mine === turn) change({ offered: reply.ok ? reply.value : [] })
}

/** Follows the prompt as it is typed; `onChange` is called when other songs take part. */
export const followPrompt = (prompt: string, onChange: () => void): void => {
  told = onChange
  if (prompt === useInfluences.getState().prompt) return
  change(prompt.trim() === '' ? { prompt, offered: [], pinned: [], removed: new Set() } : { prompt })
  clearTimeout(timer)
  timer = setTimeout(() => void look(), REST_MILLISECONDS)
}

export const removeInfluence = (trackId: TrackId): void => {
  const { pinned, removed } = useInfluences.getState()
  change({ pinned: pinned.filter((one) => one.trackId !== trackId), removed: new Set([...removed, trackId]) })
}

/** It stays, whatever the prompt becomes; or follows the prompt again. */
export const pinInfluence = (influence: Influence, isPinned: boolean): void => {
  const others = useInfluences.getState().pinned.filter(({ trackId }) => trackId !== influence.trackId)
  change({ pinned: isPinned ? [...others, influence] : others })
}

export const bringInfluencesBack = (): void => change({ removed: new Set() })

/** Songs that were just remembered may fit, songs that left may not stay. */
export const connectKnowledge = (): void => {
  let wait: ReturnType<typeof setTimeout> | undefined
  studio.knowledge.on('changed', () => {
    clearTimeout(wait)
    wait = setTimeout(() => void look(), REST_MILLISECONDS)
  })
  let wasOn = useSettings.getState().settings.leanOnLibrary
  useSettings.subscribe(({ settings }) => {
    if (settings.leanOnLibrary !== wasOn) void look()
    wasOn = settings.leanOnLibrary
  })
}
