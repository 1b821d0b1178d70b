import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distinctNames, fileNameOf, unknownWords } from './file-names.ts'

test.each([
  ['{artist} - {title}', { artist: 'Me', title: 'Rain' }, 'Me - Rain'],
  ['{artist} - {title}', { title: 'Rain' }, 'Rain'],
  ['{number} {artist} - {title} ({bpm})', { number: '03', title: 'Rain' }, '03 - Rain'],
  ['{title} - {artist}', { title: 'Rain' }, 'Rain'],
  ['{album}/{title}', { album: 'One', title: 'Rain' }, 'One-Rain'],
  ['{title}', { title: '../../etc/passwd' }, '-..-etc-passwd'],
  ['../{title}', { title: 'x' }, '-x'],
  ['{artist}', { title: 'CON' }, '_CON'],
  ['{title}', {}, 'Untitled'],
  ['{what} {title}', { title: 'x' }, '{what} x'],
  ['{title}', { title: '{artist}', artist: 'no' }, '{artist}'],
])('%s of %j is %s', (template, song, name) => expect(fileNameOf(template, song)).toBe(name))

test('words nobody knows are named', () => expect(unknownWords('{title} {who} {}')).toEqual(['who', '']))

test('names that meet get numbers, whatever their capitals', () => {
  expect(distinctNames(['Rain', 'rain', 'Rain', 'Rain 2'])).toEqual(['Rain', 'rain 2', 'Rain 3', 'Rain 2 2'])
  expect(distinctNames(['Rain'], (name) => name === 'Rain')).toEqual(['Rain 2'])
})

test('no template and no song leads out of the folder', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (template, title, artist) => {
      const name = fileNameOf(`${template}{title}{artist}`, { title, artist })
      expect(name).not.toMatch(/[/\\:\p{Cc}]/u)
      expect(name).not.toMatch(/^\.|\.$/)
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(201)
    }),
  )
})
