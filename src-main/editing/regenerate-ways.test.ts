import { expect, test } from 'vitest'
import type { EngineDescription, MusicEngine, Readiness } from '../../src-shared/generation/engine.ts'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { chooseWay, describeChoice, surveyWays } from './regenerate-ways.ts'

const engine = (id: string, facts: Partial<EngineDescription>, readiness?: Readiness): MusicEngine => ({
  describe: () => ({ id, name: id, version: '1', licence: '', mayISell: '', needsModel: true, abilities: ['regenerate'], activeControls: [], ...facts }),
  ...(readiness && { readiness: () => readiness }),
  plan: () => expect.unreachable(),
  generate: () => expect.unreachable(),
  regenerate: () => expect.unreachable(),
  extend: () => expect.unreachable(),
})
const ready = { isReady: true } as const
const missing = (modelId: string): Readiness => ({ isReady: false, why: `${modelId} is not installed.`, modelId })

const score = engine('score', { needsModel: false, abilities: ['plan', 'generate', 'regenerate', 'extend', 'score'] })
const filler = (readiness: Readiness) =>
  engine('filler', { activeControls: ['weirdness'], inactiveControls: { genreShift: 'no words' }, readsPrompt: false }, readiness)
const runner = (readiness: Readiness) => engine('runner', { abilities: ['generate', 'regenerate', 'extend'] }, readiness)
const all = (engines: readonly MusicEngine[]) => ({ engines, absent: [] })
const recording = {}
const composed = { scoreSha256: 'f'.repeat(64) as Sha256 }

test.each([
  ['everything is there', [score, runner(ready), filler(ready)], 'in-painting', 'filler', ''],
  ['in-painting is not installed', [score, runner(ready), filler(missing('v'))], 'continuation', 'runner', 'In-painting was passed over: v is not installed.'],
  [
    'no model is installed',
    [score, runner(missing('m')), filler(missing('v'))],
    'compose',
    'score',
    'In-painting was passed over: v is not installed. Continuation was passed over: m is not installed.',
  ],
  ['there are no other engines', [score], 'compose', 'score', ''],
] as const)('a recording goes the best way that is open, and says what was passed over: %s', (_, engines, way, id, why) => {
  expect(chooseWay(all(engines), recording, undefined)).toEqual({ ok: true, value: { way, engine: id, isNeural: way !== 'compose', why } })
})

test('a song with a score is composed, whatever is installed, unless something else is asked for', () => {
  const engines = all([score, runner(ready), filler(ready)])
  expect(chooseWay(engines, composed, undefined)).toMatchObject({ value: { way: 'compose', why: '' } })
  expect(chooseWay(engines, composed, 'in-painting')).toMatchObject({ value: { way: 'in-painting', engine: 'filler', isNeural: true } })
  const asked = chooseWay(engines, composed, 'continuation')
  expect(asked.ok && asked.value.why).toContain('comes without one')
})

test('a way that is asked for and closed is refused with what opens it, and nothing else is taken instead', () => {
  expect(chooseWay(all([score, filler(missing('v'))]), recording, 'in-painting')).toMatchObject({
    ok: false,
    error: { code: 'regenerate.not-available', details: { modelId: 'v' } },
  })
  expect(chooseWay(all([score]), recording, 'continuation').ok).toBe(false)
})

test('of two engines for one way the ready one is taken', () => {
  const ways = surveyWays(all([score, engine('first', {}, missing('a')), engine('second', {}, ready)]), recording)
  expect(ways.find(({ way }) => way === 'in-painting')).toMatchObject({ engine: 'second', isAvailable: true })
})

test('each way says which sliders do something, why the others do not, and whether it reads words', () => {
  const { ways, chosen, strategy, reason } = describeChoice(all([score, filler(ready)]), recording)
  expect([chosen, strategy]).toEqual(['in-painting', 'in-painting'])
  expect(reason).toContain('before and after')
  const [inPainting] = ways
  expect(inPainting).toMatchObject({ readsPrompt: false, activeControls: ['weirdness'] })
  expect(inPainting?.inactiveControls).toEqual({
    genreShift: 'no words',
    melodyLoyalty: 'filler has nothing that this could change.',
    structureConsistency: 'filler has nothing that this could change.',
  })
})

test('an engine that is not here is a closed way with the model that opens it, until one is', () => {
  const absent = [{ way: 'continuation' as const, modelId: 'm', name: 'The M' }]
  const [before] = surveyWays({ engines: [score], absent }, recording)
  expect(before).toMatchObject({ way: 'continuation', isAvailable: false, modelId: 'm', why: 'The M is not installed.' })
  expect(chooseWay({ engines: [score], absent }, recording, undefined)).toMatchObject({
    value: { way: 'compose', why: 'Continuation was passed over: The M is not installed.' },
  })
  expect(surveyWays({ engines: [score, runner(ready)], absent }, recording)[0]).toMatchObject({ way: 'continuation', isAvailable: true })
})
