import { expect, test } from 'vitest'
import type { SoundTags } from '../../audio/index.ts'
import { factsOfTags, plainIsrc } from './facts-of-tags.ts'

const tags = (some: Partial<SoundTags>) => ({ notes: [], ...some }) as unknown as SoundTags
const UNHEARD = { tempoMap: undefined, timeSignature: undefined, seconds: 64, firstBarSeconds: 0 }

test('the file’s tempo stands where nobody is sure of one, and carries the times of its words', async () => {
  const timedLyrics = [
    { seconds: 0.4, text: 'one' },
    { seconds: 16.5, text: 'two' },
  ]
  const told = tags({ bpm: 60, lyrics: 'one\ntwo', timedLyrics })
  const { facts } = await factsOfTags(told, UNHEARD, undefined)
  expect(facts).toMatchObject({ fileBpm: 60, tempoBpm: 60, lyrics: { 0: { text: 'one', bars: 4 }, 4: { text: 'two', bars: 4 } } })
  const heard = await factsOfTags(told, { ...UNHEARD, tempoMap: [{ atTicks: 0, tempoBpm: 120 }], firstBarSeconds: 0.5 }, undefined)
  expect(heard.facts).not.toHaveProperty('tempoBpm')
  expect(Object.keys(heard.facts.lyrics ?? {})).toEqual(['0', '8'])
})

test('an ISRC is kept without its hyphens, or not at all', () => {
  expect([plainIsrc('us-rc1-76-07839'), plainIsrc('12'), plainIsrc(''), plainIsrc(undefined)]).toEqual(['USRC17607839', undefined, undefined, undefined])
})
