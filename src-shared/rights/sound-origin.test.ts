import { expect, test } from 'vitest'
import type { Take } from '../project/document.ts'
import { inheritedOrigin } from './inherited-origin.ts'
import { originOf } from './origin.ts'
import { originOfTags, type SoundOrigin } from './sound-origin.ts'

const IPTC = 'http://cv.iptc.org/newscodes/digitalsourcetype'
const take = (id: string, more: Partial<Take> = {}): Take => ({ id, kind: 'regenerate', lengthFrames: 1_000, engine: 'score', createdAt: 1, ...more }) as Take
const broughtIn = (origin?: SoundOrigin) => take('in', { kind: 'imported', engine: 'import', ...(origin && { origin }) })

test('a file that admits where it came from is not called a recording', () => {
  const told = originOfTags({
    digitalSourceType: `${IPTC}/trainedAlgorithmicMedia`,
    comment: 'This music was made with generative AI (musicgen-small). Segno Studio. Engine: musicgen-small 2, seed 7. Licence: CC BY-NC 4.0.',
  })
  expect(told).toEqual({ toldBy: 'file', makers: ['musicgen-small'], helpers: [], recordings: [], digitalSourceType: `${IPTC}/trainedAlgorithmicMedia` })
  expect(originOf([broughtIn(told)])).toEqual({
    digitalSourceType: `${IPTC}/trainedAlgorithmicMedia`,
    disclosure: 'This music was made with generative AI (musicgen-small), as was said where it came from.',
  })
})

test('the word alone is enough, from whichever program, and what it says of recordings stays', () => {
  const alone = originOfTags({ digitalSourceType: `${IPTC}/compositeWithTrainedAlgorithmicMedia` })
  expect(originOf([broughtIn(alone)])).toMatchObject({
    digitalSourceType: `${IPTC}/compositeWithTrainedAlgorithmicMedia`,
    disclosure: expect.stringMatching(/^Parts of this recording were made with generative AI, as was said/),
  })
  expect(originOf([broughtIn(originOfTags({ digitalSourceType: `${IPTC}/digitalCapture` }))]).digitalSourceType).toBeUndefined()
  expect(originOfTags({ digitalSourceType: 'javascript:alert(1)', comment: 'recorded live' })).toBeUndefined()
})

test('a song that is made from another carries what is still heard of it', () => {
  const model = take('model', { kind: 'original', engine: 'musicgen-small' })
  const bars = take('bars', { parentTakeId: 'model' as Take['id'], createdAt: 2, region: { startFrame: 0, endFrame: 100 } })
  const origin = inheritedOrigin([model, bars], bars, undefined, ['flashsr'])
  expect(origin).toEqual({ toldBy: 'song', makers: ['score', 'musicgen-small'], helpers: ['flashsr'], recordings: [] })
  const restored = take('new', { kind: 'enhance', origin })
  expect(originOf([restored])).toMatchObject({
    digitalSourceType: `${IPTC}/compositeWithTrainedAlgorithmicMedia`,
    disclosure: 'This music was made with generative AI (musicgen-small). A model worked on its sound (flashsr).',
  })
  // and on through a third
  expect(inheritedOrigin([restored], restored, undefined).makers).toEqual(['score', 'musicgen-small'])
  expect(inheritedOrigin([broughtIn()], broughtIn(), 'demo.wav').recordings).toEqual(['demo.wav'])
})

test('treble that a model restored does not make a recording generated, and is said', () => {
  const bright = take('bright', { kind: 'enhance', engine: 'import', enhancement: { model: 'flashsr' } as Take['enhancement'] })
  expect(originOf([bright, broughtIn()])).toEqual({
    digitalSourceType: `${IPTC}/algorithmicallyEnhanced`,
    disclosure: 'Recording brought in from a file; no music was generated. A model worked on its sound (flashsr).',
  })
})
