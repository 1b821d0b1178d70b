import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { Dialog } from './Dialog.tsx'

afterEach(cleanup)

/** Whether the dialog itself moved the focus: what the browser does with Tab is not done here. */
const tab = (shiftKey = false): boolean => !fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Tab', shiftKey })

test('a held Tab key never leaves a dialog: at its last stop it goes on with the first one, at once', () => {
  render(
    <>
      <button type="button">below</button>
      <Dialog isOpen onClose={() => {}} title="Export" footer={<button type="button">Export…</button>}>
        <input type="radio" name="format" aria-label="WAV" defaultChecked />
        <button type="button" disabled>
          not now
        </button>
      </Dialog>
    </>,
  )
  screen.getByRole('button', { name: 'Export…' }).focus()
  expect(tab()).toBe(true)
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Close' }))
  expect(tab(true)).toBe(true)
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Export…' }))
  screen.getByRole('radio').focus()
  expect(tab()).toBe(false)
})
