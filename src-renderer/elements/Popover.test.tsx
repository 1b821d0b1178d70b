import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import { Popover } from './Popover.tsx'

const Meters = () => {
  const [isOpen, setOpen] = useState(true)
  return (
    <>
      <button type="button">the work</button>
      <Popover title="Meters" isBesideWork isOpen={isOpen} onOpenChange={setOpen} trigger={<button type="button">open</button>}>
        <button type="button">Reset</button>
      </Popover>
    </>
  )
}

afterEach(cleanup)

test('an instrument beside the work takes no focus, and stays while the work goes on', async () => {
  render(<Meters />)
  const panel = await screen.findByRole('region', { name: 'Meters' })
  const work = screen.getByText('the work')
  work.focus()
  fireEvent.pointerDown(work)
  fireEvent.mouseDown(work)
  fireEvent.click(work)
  fireEvent.keyDown(work, { key: 'Escape' })
  expect(panel.isConnected).toBe(true)
  expect(document.activeElement).toBe(work)
})

test('Escape inside it closes it, and so does its button', async () => {
  render(<Meters />)
  const reset = await screen.findByText('Reset')
  reset.focus()
  fireEvent.keyDown(reset, { key: 'Escape' })
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Meters' })).toBeNull())
  fireEvent.click(screen.getByText('open'))
  fireEvent.click(await screen.findByRole('button', { name: 'Close: Meters' }))
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Meters' })).toBeNull())
})
