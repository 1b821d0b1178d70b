import { InvalidArgumentError } from '@commander-js/extra-typings'
import { describe, expect, test } from 'vitest'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import { regionId } from '../../src-shared/project/edits/song-for-tests.ts'
import { compUse } from './comp-use.ts'
import { regionsOf } from './wished-regions.ts'

const song = { sampleRateHz: 10, seconds: 30 }
const kept = [
  { id: regionId('hook'), name: 'Hook', startFrame: 20, endFrame: 60 },
  { id: regionId('one'), name: 'Twice', startFrame: 70, endFrame: 80 },
  { id: regionId('two'), name: 'Twice', startFrame: 90, endFrame: 95 },
]
const codeOf = (act: () => unknown): string => {
  try {
    act()
  } catch (cause) {
    if (cause instanceof FailureError) return cause.failure.code
    throw cause
  }
  return 'ok'
}

describe('regions of one pass', () => {
  test('are kept ones by name or id, stretches of time, and the one between --from and --to', () => {
    expect(regionsOf(song, kept, { from: 1, to: 2, region: ['hook', '0:10-0:14.5', regionId('two')] })).toEqual([
      { startFrame: 10, endFrame: 20 },
      { startFrame: 20, endFrame: 60 },
      { startFrame: 100, endFrame: 145 },
      { startFrame: 90, endFrame: 95 },
    ])
  })

  test.each<[string, Parameters<typeof regionsOf>[2]]>([
    ['cli.usage', {}],
    ['cli.usage', { from: 1 }],
    ['region.not-found', { region: ['nobody'] }],
    ['region.ambiguous', { region: ['twice'] }],
    ['region.empty', { region: ['5-5'] }],
  ])('%s', (code, options) => expect(codeOf(() => regionsOf(song, kept, options))).toBe(code))
})

test('a use of a comp is a take and a stretch', () => {
  expect(compUse('1:0:10-0:14')).toEqual({ take: '1', from: 10, to: 14 })
  expect(compUse('Dry drums: 2-4')).toEqual({ take: 'Dry drums', from: 2, to: 4 })
  for (const words of ['1', ':1-2', '1:2', '1:a-b', '1:1-2-3']) expect(() => compUse(words)).toThrow(InvalidArgumentError)
})
