import { afterEach, expect, test, vi } from 'vitest'
import { canvasFont, onPaletteChange, readPalette } from './palette.ts'

const root = document.documentElement
afterEach(() => root.removeAttribute('style'))

test('words on the canvas grow with the words of the page, and are read again when those change', async () => {
  const element = document.createElement('div')
  document.body.append(element)
  root.style.fontSize = '16px'
  expect(canvasFont({ ...readPalette(element), font: 'Inter' }, 500, 11)).toBe('500 11px Inter')
  const changed = vi.fn()
  const stop = onPaletteChange(changed)
  root.style.fontSize = '24px'
  await vi.waitFor(() => expect(changed).toHaveBeenCalled())
  expect(canvasFont({ ...readPalette(element), font: 'Inter' }, 500, 11)).toBe('500 16.5px Inter')
  stop()
})
