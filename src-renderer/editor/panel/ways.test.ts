import { expect, test } from 'vitest'
import type { WayOption } from '../../../src-shared/editing/ways.ts'
import type { Choice } from '../editor-store.ts'
import { wayInUse, wordsFor, worthInstalling } from './ways.ts'

const option = (way: WayOption['way'], isAvailable: boolean): WayOption => ({
  way,
  engine: way,
  engineName: `The ${way}`,
  isAvailable,
  why: isAvailable ? `${way} does it.` : `${way} is not installed.`,
  ...(isAvailable ? {} : { modelId: `${way}-model` }),
  readsPrompt: true,
  activeControls: [],
  controlMeanings: {},
  inactiveControls: {},
})
const choice = (chosen: WayOption['way'], open: readonly WayOption['way'][], strategy: string = chosen): Choice => ({
  strategy,
  reason: 'So it is.',
  chosen,
  ways: (['in-painting', 'continuation', 'compose'] as const).map((way) => option(way, open.includes(way))),
})

test('automatic is the way that main chose, with main’s words', () => {
  const now = choice('continuation', ['continuation', 'compose'])
  expect(wayInUse(now, 'automatic')?.way).toBe('continuation')
  expect(wordsFor(now, 'automatic')).toEqual({ name: 'continuation', reason: 'So it is.' })
})

test('what was passed over can be installed; for a song with a score nothing is offered', () => {
  expect(worthInstalling(choice('continuation', ['continuation', 'compose']), 'automatic')?.modelId).toBe('in-painting-model')
  expect(worthInstalling(choice('in-painting', ['in-painting', 'compose']), 'automatic')).toBeUndefined()
  expect(worthInstalling(choice('compose', ['compose'], 'recompose'), 'automatic')).toBeUndefined()
})

test('a closed way picked by hand says what it lacks and offers it', () => {
  const now = choice('compose', ['compose'])
  expect(wordsFor(now, 'in-painting')).toEqual({ name: 'Not available', reason: 'in-painting is not installed.' })
  expect(worthInstalling(now, 'in-painting')?.modelId).toBe('in-painting-model')
  expect(worthInstalling(now, 'compose')).toBeUndefined()
})
