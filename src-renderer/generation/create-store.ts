import { create } from 'zustand'
import type { InstrumentInfo, StyleInfo } from '../../src-shared/generation/contract.ts'
import type { Plan, PlanOverrides } from '../../src-shared/generation/plan.ts'
import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import type { StartFrom } from '../navigation/index.ts'
import { notify, notifyFailure } from '../notices/index.ts'
import { useSettings } from '../settings/index.ts'
import { wholePlan } from './plan-overrides.ts'

export type CreateState = {
  readonly prompt: string
  /** undefined: the prompt or the style decides */
  readonly seconds: number | undefined
  /** undefined: as in Settings */
  readonly variations: number | undefined
  /** undefined: a new one each time */
  readonly seed: number | undefined
  readonly overrides: PlanOverrides
  readonly plan: Plan | undefined
  readonly planError: Failure | undefined
  readonly isStarting: boolean
  readonly styles: readonly StyleInfo[]
  readonly instruments: readonly InstrumentInfo[]
  /** what was made here lately, newest first; across restarts */
  readonly recent: readonly Track[]
}

export const useCreate = create<CreateState>()(() => ({
  prompt: '',
  seconds: undefined,
  variations: undefined,
  seed: undefined,
  overrides: {},
  plan: undefined,
  planError: undefined,
  isStarting: false,
  styles: [],
  instruments: [],
  recent: [],
}))

const drawSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0

/** Drawn before it is needed: the plan that is shown is the plan that the first variation follows. */
let nextSeed = drawSeed()

const PREVIEW_MILLISECONDS = 140
const RECENT_SHOWN = 40

let previewTimer: ReturnType<typeof setTimeout> | undefined
let previewTurn = 0

/** Nothing to plan from: neither a word nor a change by hand. */
const isBlank = ({ prompt, overrides }: CreateState): boolean => prompt.trim() === '' && Object.keys(overrides).length === 0

const preview = async (): Promise<void> => {
  previewTurn += 1
  const mine = previewTurn
  const state = useCreate.getState()
  if (isBlank(state)) return useCreate.setState({ plan: undefined, planError: undefined })
  const { prompt, seconds, overrides, seed } = state
  const reply = await studio.generation.plan({ prompt, seconds, overrides, seed: seed ?? nextSeed })
  if (mine !== previewTurn) return
  useCreate.setState(reply.ok ? { plan: reply.value, planError: undefined } : { planError: reply.error })
}

type Wish = Pick<CreateState, 'prompt' | 'seconds' | 'seed' | 'overrides' | 'variations'>

/** Changes the wish and asks for the plan as soon as the hands rest. */
export const changeWish = (wish: Partial<Wish>): void => {
  useCreate.setState(wish)
  clearTimeout(previewTimer)
  previewTimer = setTimeout(() => void preview(), PREVIEW_MILLISECONDS)
}

/** Sends the wish to the queue. The rows appear by the jobs' own facts. */
export const generate = async (): Promise<void> => {
  const { prompt, seconds, overrides, seed, variations, isStarting } = useCreate.getState()
  if (isStarting) return
  useCreate.setState({ isStarting: true })
  const count = variations ?? useSettings.getState().settings.variations
  const reply = await studio.generation.start({ prompt, seconds, overrides, seed: seed ?? nextSeed, variations: count })
  useCreate.setState({ isStarting: false })
  if (!reply.ok) return notifyFailure(reply.error)
  nextSeed = drawSeed()
  changeWish({})
}

/** Loads the plan that made a song, to be changed and made again: with its own seed, or with a new one each time. */
export const startFrom = async ({ trackId, keep }: StartFrom): Promise<void> => {
  const reply = await studio.library.get({ trackId })
  if (!reply.ok) return notifyFailure(reply.error)
  const { prompt, plan, seed, title } = reply.value
  if (!plan) return notify(`“${title}” was imported and has no plan.`)
  changeWish({
    prompt,
    seconds: Math.round(plan.lengthSeconds),
    seed: keep === 'plan and seed' ? seed : undefined,
    variations: keep === 'plan and seed' ? 1 : undefined,
    overrides: wholePlan(plan),
  })
}

const reloadRecent = async (): Promise<void> => {
  const reply = await studio.library.list({ sort: 'createdAt', descending: true, limit: RECENT_SHOWN })
  if (reply.ok) useCreate.setState({ recent: reply.value.tracks.filter((track) => track.origin === 'generated') })
}

export const connectGeneration = async (): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void reloadRecent(), 60)
  }
  studio.library.on('changed', soon)
  studio.generation.on('finished', soon)
  const [options] = await Promise.all([studio.generation.options({}), reloadRecent()])
  if (options.ok) useCreate.setState({ styles: options.value.styles, instruments: options.value.instruments })
  else notifyFailure(options.error)
}
