import { afterEach, expect, test } from 'vitest'
import { WAVEFORM_ID } from '../waveform/keep-focus.ts'
import { closeOutline, forgetOrigin, OUTLINE_ID, openOutline } from './outline-store.ts'

const build = () => {
  document.body.innerHTML = `<textarea></textarea><canvas id="${WAVEFORM_ID}" tabindex="0"></canvas><div id="${OUTLINE_ID}" tabindex="0"></div>`
  document.getElementById(OUTLINE_ID)?.addEventListener('blur', forgetOrigin)
  return document.querySelector('textarea') as HTMLTextAreaElement
}
afterEach(() => {
  document.body.innerHTML = ''
})

test('Escape in the outline goes back to where it was called from', () => {
  const field = build()
  field.focus()
  openOutline()
  expect(document.activeElement?.id).toBe(OUTLINE_ID)
  openOutline()
  closeOutline()
  expect(document.activeElement).toBe(field)
})

test('to the waveform where that is gone, or the outline was reached by Tab', () => {
  const field = build()
  field.focus()
  openOutline()
  field.remove()
  closeOutline()
  expect(document.activeElement?.id).toBe(WAVEFORM_ID)
  document.getElementById(OUTLINE_ID)?.focus()
  closeOutline()
  expect(document.activeElement?.id).toBe(WAVEFORM_ID)
})
