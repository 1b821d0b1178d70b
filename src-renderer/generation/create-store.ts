import { create } from 'zustand'
import type { AbsentEngine, InstrumentInfo, StyleInfo } from '../../src-shared/generation/contract.ts'
import type { EngineDescription, Tuning } from '../../src-shared/generation/engine.ts'
import type { Plan, PlanOverrides } from '../../src-shared/generation/plan.ts'
import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import type { StudioId } from '../../src-shared/studios/studio-id.ts'
import { studio } from '../bridge/studio-client.ts'
import { followPrompt, influenceIds } from '../knowledge/index.ts'
import type { StartFrom } from '../navigation/index.ts'
import { notify, notifyFailure } from '../notices/index.ts'
import { useSettings } from '../settings/index.ts'
import { wholePlan } from './plan-overrides.ts'

const BUILT_IN = 'score'

export type CreateState = {
  readonly prompt: string
  /** undefined: the prompt or the style decides */
  readonly seconds: number | undefined
  /** undefined: as in Settings */
  readonly variations: number | undefined
  /** undefined: a new one each time */
  readonly seed: number | undefined
  readonly overrides: PlanOverrides
  /** id; one that is not here any more is the built-in one */
  readonly engine: string
  /** of engines that choose tokens; what is left out is the engine's own choice */
  readonly tuning: Tuning
  readonly plan: Plan | undefined
  readonly planError: Failure | undefined
  readonly isStarting: boolean
  /** those that make songs */
  readonly engines: readonly EngineDescription[]
  /** those whose models are not installed */
  readonly absent: readonly AbsentEngine[]
  readonly styles: readonly StyleInfo[]
  readonly instruments: readonly InstrumentInfo[]
  /** what was made here lately, newest first; across restarts */
  readonly recent: readonly Track[]
}

/** The engine that will make the songs; undefined: the built-in one, which plans. */
export const neuralEngine = ({ engine, engines }: Pick<CreateState, 'engine' | 'engines'>): EngineDescription | undefined =>
  engines.find(({ id, needsModel }) => id === engine && needsModel)

export const useCreate = create<CreateState>()(() => ({
  prompt: '',
  seconds: undefined,
  variations: undefined,
  seed: undefined,
  overrides: {},
  engine: BUILT_IN,
  tuning: {},
  plan: undefined,
  planError: undefined,
  isStarting: false,
  engines: [],
  absent: [],
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
  const influences = influenceIds()
  const leaning = influences.length > 0 ? { influences: [...influences] } : {}
  const reply = await studio.generation.plan({ prompt, seconds, overrides, seed: seed ?? nextSeed, ...leaning })
  if (mine !== previewTurn) return
  useCreate.setState(reply.ok ? { plan: reply.value, planError: undefined } : { planError: reply.error })
}

type Wish = Pick<CreateState, 'prompt' | 'seconds' | 'seed' | 'overrides' | 'variations' | 'engine' | 'tuning'>

const previewSoon = (): void => {
  clearTimeout(previewTimer)
  previewTimer = setTimeout(() => void preview(), PREVIEW_MILLISECONDS)
}

/** Changes the wish and asks for the plan as soon as the hands rest. */
export const changeWish = (wish: Partial<Wish>): void => {
  useCreate.setState(wish)
  if (wish.prompt !== undefined) followPrompt(wish.prompt, previewSoon)
  previewSoon()
}

/** Sends the wish to the queue. The rows appear by the jobs' own facts. */
export const generate = async (): Promise<void> => {
  const state = useCreate.getState()
  const { prompt, seconds, seed, variations, isStarting, tuning } = state
  if (isStarting) return
  const neural = neuralEngine(state)
  const overrides = neural ? {} : state.overrides
  const influences = influenceIds()
  useCreate.setState({ isStarting: true })
  const count = variations ?? useSettings.getState().settings.variations
  const reply = await studio.generation.start({
    prompt,
    seconds,
    overrides,
    seed: seed ?? nextSeed,
    variations: count,
    ...(influences.length > 0 && { influences: [...influences] }),
    ...(neural && { engine: neural.id, tuning }),
  })
  useCreate.setState({ isStarting: false })
  if (!reply.ok) return notifyFailure(reply.error)
  nextSeed = drawSeed()
  changeWish({})
}

/** Loads the plan that made a song, to be changed and made again: with its own seed, or with a new one each time. */
export const startFrom = async ({ trackId, keep }: StartFrom): Promise<void> => {
  const reply = await studio.library.get({ trackId })
  if (!reply.ok) return notifyFailure(reply.error)
  const { prompt, plan, seed, title, origin, engine, seconds } = reply.value
  if (!plan && origin === 'imported') return notify(`“${title}” was imported and has no plan.`)
  const isAgain = keep === 'plan and seed'
  if (!plan) {
    const { engines } = useCreate.getState()
    if (!engines.some(({ id }) => id === engine)) return notify(`“${title}” was made by ${engine}, whose model is not installed any more.`)
    return changeWish({ prompt, engine, seconds: Math.round(seconds), seed: isAgain ? seed : undefined, variations: isAgain ? 1 : undefined, overrides: {} })
  }
  changeWish({
    prompt,
    seconds: Math.round(plan.lengthSeconds),
    seed: isAgain ? seed : undefined,
    variations: isAgain ? 1 : undefined,
    overrides: wholePlan(plan),
    engine: BUILT_IN,
  })
}

const reloadRecent = async (): Promise<void> => {
  const reply = await studio.library.list({ sort: 'createdAt', descending: true, limit: RECENT_SHOWN })
  if (reply.ok) useCreate.setState({ recent: reply.value.tracks.filter((track) => track.origin === 'generated') })
}

/** Engines come and go with their models. */
const reloadOptions = async (): Promise<void> => {
  const reply = await studio.generation.options({})
  if (!reply.ok) return notifyFailure(reply.error)
  const { styles, instruments, absent } = reply.value
  useCreate.setState({ styles, instruments, absent, engines: reply.value.engines.filter(({ abilities }) => abilities.includes('generate')) })
}

export const connectGeneration = async (): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void reloadRecent(), 60)
  }
  studio.library.on('changed', soon)
  studio.generation.on('finished', soon)
  studio.models.on('changed', () => void reloadOptions())
  const opened = await studio.studios.state({})
  let room: StudioId | undefined = opened.ok ? opened.value.active : undefined
  studio.studios.on('changed', ({ active }) => {
    if (active === room) return
    room = active
    void reloadOptions()
    // players, form and style belonged to the studio before
    const { style: _, form: __, instrumentation: ___, ...overrides } = useCreate.getState().overrides
    changeWish({ overrides })
  })
  await Promise.all([reloadOptions(), reloadRecent()])
}
