import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'

afterEach(cleanup)

test('Ctrl Enter presses what a dialog is for, Enter does before anything in it was gone to, and never what is disabled', () => {
  const go = vi.fn()
  const dialog = (disabled: boolean) => (
    <Dialog
      isOpen
      onClose={() => {}}
      title="Export"
      footer={
        <Button variant="primary" disabled={disabled} onClick={go}>
          Export…
        </Button>
      }
    >
      <input aria-label="Title" />
    </Dialog>
  )
  const { rerender } = render(dialog(false))
  const field = screen.getByLabelText('Title')
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(go).toHaveBeenCalledTimes(0)
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true })
  expect(go).toHaveBeenCalledTimes(1)
  fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Enter' })
  expect(go).toHaveBeenCalledTimes(2)
  rerender(dialog(true))
  fireEvent.keyDown(screen.getByLabelText('Title'), { key: 'Enter', metaKey: true })
  expect(go).toHaveBeenCalledTimes(2)
})
