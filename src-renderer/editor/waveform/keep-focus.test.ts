import { expect, test } from 'vitest'
import { keepFocus, WAVEFORM_ID } from './keep-focus.ts'

test('the waveform takes the focus of a control that is gone, and leaves it where one is there', () => {
  document.body.innerHTML = `<button>accept</button><canvas id="${WAVEFORM_ID}" tabindex="0"></canvas>`
  const button = document.querySelector('button')
  button?.focus()
  keepFocus()
  expect(document.activeElement).toBe(button)
  button?.remove()
  keepFocus()
  expect(document.activeElement?.id).toBe(WAVEFORM_ID)
})
