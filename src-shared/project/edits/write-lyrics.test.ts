import { expect, test } from 'vitest'
import { applyCommand, applyDiff, takesById } from './index.ts'
import { makeDocument, makeTake } from './song-for-tests.ts'

const takes = takesById([makeTake()])
const WORDS = [
  { bar: 4, text: ' rain on  the window ', bars: 2 },
  { bar: 6, text: 'light in the lane', bars: 2 },
]

test('words are written, one line is changed, and all is undone line by line; what changes nothing is refused', () => {
  const written = applyCommand(makeDocument(), takes, { type: 'lyrics.write', lines: WORDS })
  if (!written.ok) throw new Error(written.error.message)
  expect(written.value.label).toBe('Write the words: 2 lines')
  expect(written.value.document.lyrics?.['4']).toEqual({ text: 'rain on the window', bars: 2 })
  const again = applyCommand(written.value.document, takes, { type: 'lyrics.write', lines: WORDS })
  expect(again).toMatchObject({ ok: false, error: { code: 'project.invalid-edit' } })
  const changed = applyCommand(written.value.document, takes, {
    type: 'lyrics.write',
    lines: [WORDS[0], { bar: 6, text: 'home again', bars: 2 }].flatMap((line) => line ?? []),
    bar: 6,
  })
  if (!changed.ok) throw new Error(changed.error.message)
  expect(changed.value.label).toBe('Change the words at bar 7')
  expect(JSON.stringify(changed.value.forward)).not.toContain('window')
  expect(applyDiff(changed.value.document, changed.value.backward)).toEqual(written.value.document)
  const off = applyCommand(changed.value.document, takes, { type: 'lyrics.write', lines: [] })
  expect(off).toMatchObject({ ok: true, value: { label: 'Take the words off' } })
  expect(off.ok && off.value.document.lyrics).toBeUndefined()
})
