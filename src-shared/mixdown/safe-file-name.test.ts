import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSafeFileName, safeFileName } from './safe-file-name.ts'

test.each([
  ['../../etc/passwd', '-..-etc-passwd'],
  ['AC/DC: "Live" <1991>', 'AC-DC- -Live- -1991-'],
  ['line\nbreak\tand\u0000nul', 'line break and nul'],
  ['  dots...  ', 'dots'],
  ['con', '_con'],
  ['LPT1.final', '_LPT1.final'],
  ['🎹 piano', '🎹 piano'],
  ['', 'Untitled'],
  ['///', 'Untitled'],
])('%j is saved as %j', (title, name) => expect(safeFileName(title)).toBe(name))

test('every title gives a name that every system takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (title) => {
      const name = safeFileName(title)
      expect(name).not.toMatch(/[/\\:*?"<>|\p{Cc}]/u)
      expect(name).not.toMatch(/^[\s.]|[\s.]$/)
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(201)
      expect(name.length).toBeGreaterThan(0)
    }),
  )
})

test('the longest name is still one with its ending and a number behind it, and a path never is', () => {
  for (const title of ['字'.repeat(120), 'x'.repeat(300), '👩‍👩‍👧‍👦'.repeat(20)]) expect(isSafeFileName(`${safeFileName(title)} 12.musicxml`)).toBe(true)
  for (const name of ['a/b.wav', '../b.wav', 'con.wav', 'b.wav.', 'a\u0000.wav', `${'x'.repeat(300)}.wav`]) expect(isSafeFileName(name)).toBe(false)
})
