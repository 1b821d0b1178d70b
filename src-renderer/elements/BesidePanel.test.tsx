import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { BesidePanel } from './BesidePanel.tsx'

afterEach(cleanup)

test('an instrument beside the work is no dialog, takes no focus and stays until its button closes it', () => {
  const onClose = vi.fn()
  render(
    <>
      <button type="button">the work</button>
      <BesidePanel title="Meters" onClose={onClose}>
        −14 LUFS
      </BesidePanel>
    </>,
  )
  const work = screen.getByText('the work')
  work.focus()
  fireEvent.pointerDown(work)
  fireEvent.keyDown(work, { key: 'Escape' })
  expect(document.activeElement).toBe(work)
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(onClose).not.toHaveBeenCalled()
  fireEvent.click(screen.getByRole('button', { name: 'Close: Meters' }))
  expect(onClose).toHaveBeenCalledTimes(1)
})
