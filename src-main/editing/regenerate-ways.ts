import type { RegenerateWay, WayOption } from '../../src-shared/editing/ways.ts'
import { WAY_NAMES } from '../../src-shared/editing/ways.ts'
import type { EngineDescription, MusicEngine } from '../../src-shared/generation/engine.ts'
import { RemixControls } from '../../src-shared/generation/plan.ts'
import { type Failure, failure } from '../../src-shared/kernel/failure.ts'
import { err, ok, type Result } from '../../src-shared/kernel/result.ts'
import type { Take } from '../../src-shared/project/document.ts'

/** What is tried in this order for a recording; a song with a score is composed unless something else is asked for. */
const CHAIN: readonly RegenerateWay[] = ['in-painting', 'continuation', 'compose']

/** How a region is going to be played anew, decided when it is asked for. */
export type ChosenWay = {
  readonly way: RegenerateWay
  readonly engine: string
  /** runs a network, so it waits for the one that runs now */
  readonly isNeural: boolean
  /** why this way: stands on the take before what the engine says of its own work; empty where that says it all */
  readonly why: string
}

type Song = Pick<Take, 'scoreSha256'>

/** An engine that would be here if its model were installed. */
export type AbsentWay = { readonly way: RegenerateWay; readonly modelId: string; readonly name: string }

/** Everything that can play a region anew, and what could if it were installed. */
export type Regenerators = { readonly engines: readonly MusicEngine[]; readonly absent: readonly AbsentWay[] }

/** By what it can do, not by its name: one that needs no model writes notes; one that also makes music from nothing goes on from what it hears. */
const wayOf = ({ needsModel, abilities }: EngineDescription): RegenerateWay | undefined => {
  if (!abilities.includes('regenerate')) return undefined
  if (!needsModel) return 'compose'
  return abilities.includes('generate') || abilities.includes('extend') ? 'continuation' : 'in-painting'
}

const isReady = (engine: MusicEngine): boolean => engine.readiness?.('regenerate').isReady ?? true

const strategyOf = (way: RegenerateWay, song: Song): string => (way === 'compose' ? (song.scoreSha256 ? 'recompose' : 'cut-and-stitch') : way)

const noScoreAfter = ' The new sound is not in the song’s score, so the take comes without one.'

const meaningOf = (way: RegenerateWay, name: string, song: Song): string => {
  const after = song.scoreSha256 ? noScoreAfter : ''
  if (way === 'in-painting') return `${name} hears what lies before and after the region and fills the gap between them.${after}`
  if (way === 'continuation') return `${name} hears what comes before the region and goes on from there; its end is crossfaded into what follows.${after}`
  return song.scoreSha256
    ? 'This song has a score: only the bars you mark are written anew, in the same key, meter, tempo and harmony, and played by the same band.'
    : 'This song has no score: its tempo, key and loudness around the region are measured, a new part is composed to fit, and it is crossfaded in.'
}

const optionOf = (way: RegenerateWay, engine: MusicEngine, song: Song): WayOption => {
  const { id, name, activeControls, inactiveControls = {}, controlMeanings = {}, readsPrompt = true } = engine.describe()
  const readiness = engine.readiness?.('regenerate') ?? { isReady: true }
  const idle = RemixControls.keyof().options.filter((control) => !activeControls.includes(control))
  const facts = {
    way,
    engine: id,
    engineName: name,
    readsPrompt,
    activeControls,
    controlMeanings,
    inactiveControls: Object.fromEntries(idle.map((control) => [control, inactiveControls[control] ?? `${name} has nothing that this could change.`])),
  }
  return readiness.isReady
    ? { ...facts, isAvailable: true, why: meaningOf(way, name, song) }
    : { ...facts, isAvailable: false, why: readiness.why, ...(readiness.modelId && { modelId: readiness.modelId }) }
}

const closedOption = ({ way, modelId, name }: AbsentWay): WayOption => ({
  way,
  engine: modelId,
  engineName: name,
  isAvailable: false,
  why: `${name} is not installed.`,
  modelId,
  readsPrompt: true,
  activeControls: RemixControls.keyof().options,
  controlMeanings: {},
  inactiveControls: {},
})

/** Every way that this studio knows for a song, the closed ones with what opens them; one engine a way, a ready one before others. */
export const surveyWays = ({ engines, absent }: Regenerators, song: Song): readonly WayOption[] =>
  CHAIN.flatMap((way) => {
    const able = engines.filter((engine) => wayOf(engine.describe()) === way)
    const engine = able.find(isReady) ?? able[0]
    if (engine) return [optionOf(way, engine, song)]
    const missing = absent.find((one) => one.way === way)
    return missing ? [closedOption(missing)] : []
  })

/**
 * @param how undefined lets the studio choose: the score where there is one, else the first open way of the chain, with a word about each
 *            that was passed over. A way that was asked for and is closed is refused, never replaced.
 */
export const chooseWay = (regenerators: Regenerators, song: Song, how: RegenerateWay | undefined): Result<ChosenWay, Failure<'regenerate.not-available'>> => {
  const ways = surveyWays(regenerators, song)
  const closed = (option: WayOption): string => `${WAY_NAMES[option.way]} was passed over: ${option.why}`
  const chosen = (option: WayOption, why: string): Result<ChosenWay, never> =>
    ok({ way: option.way, engine: option.engine, isNeural: option.way !== 'compose', why })

  if (how) {
    const option = ways.find(({ way }) => way === how)
    if (option?.isAvailable) return chosen(option, how === 'compose' ? '' : `${WAY_NAMES[how]} was asked for.${song.scoreSha256 ? noScoreAfter : ''}`)
    const why = option?.why ?? 'this studio has no engine for it.'
    const message = `${WAY_NAMES[how]} cannot be used: ${why} Nothing was changed. Choose Automatic, or install what is missing under Models.`
    return err(failure('regenerate.not-available', message, { how, ...(option?.modelId && { modelId: option.modelId }) }))
  }
  const order = song.scoreSha256 ? ways.filter(({ way }) => way === 'compose') : ways
  const option = order.find(({ isAvailable }) => isAvailable)
  if (!option) return err(failure('regenerate.not-available', 'No engine of this studio can play a region anew.'))
  return chosen(option, order.slice(0, order.indexOf(option)).map(closed).join(' '))
}

/** What Regenerate would do with this song, before it is asked. The take itself later says what was really done. */
export const describeChoice = (regenerators: Regenerators, song: Song) => {
  const ways = surveyWays(regenerators, song)
  const choice = chooseWay(regenerators, song, undefined)
  const chosen = choice.ok ? choice.value : { way: 'compose' as const, why: choice.error.message }
  const meaning = ways.find(({ way }) => way === chosen.way)?.why ?? ''
  return {
    strategy: strategyOf(chosen.way, song),
    reason: [meaning, chosen.why].filter((words) => words !== '').join(' '),
    chosen: chosen.way,
    ways: [...ways],
  }
}
