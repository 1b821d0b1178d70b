import { expect, test } from 'vitest'
import { legible } from './legible-text.ts'

const asLatin1 = (...bytes: readonly number[]) => String.fromCharCode(...bytes)

test('Cyrillic in Windows-1251 is read as what it says, beside words in ASCII, too', () => {
  expect(legible('Ïðèâåò ìèð')).toBe('Привет мир')
  expect(legible('Êèíî - Ãðóïïà êðîâè (Live 1988)')).toBe('Кино - Группа крови (Live 1988)')
  expect(legible('ÏÐÈÂÅÒ')).toBe('ПРИВЕТ')
})

test('what may be something else stays as it is', () => {
  for (const text of ['Été à Québec', 'Øresund', 'ÆØÅ æøå', 'Señor Über', 'naïve', 'À', 'Rain', 'ÄÖÜ']) expect(legible(text)).toBe(text)
  // Greek (Windows-1253) and Hebrew (Windows-1255)
  for (const text of ['ÁèÞíá', asLatin1(0xf9, 0xec, 0xe5, 0xed)]) expect(legible(text)).toBe(text)
  expect(legible('Å½ivot')).toBe('Život')
})
