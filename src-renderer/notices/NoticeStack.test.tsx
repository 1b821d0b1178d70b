import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { NoticeStack, notify, notifyFailure, useNotices } from './index.ts'

// other files say things, too
beforeEach(() => useNotices.setState({ notices: [] }))
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

test('facts are said politely, in quiet not at all; failures always', () => {
  const { rerender } = render(<NoticeStack isQuiet={false} />)
  act(() => {
    notify('Saved.')
    notifyFailure({ code: 'disk.full', message: 'The disk is full.' })
  })
  expect(screen.getByRole('list').getAttribute('aria-live')).toBe('polite')
  rerender(<NoticeStack isQuiet />)
  expect(screen.getByRole('list').getAttribute('aria-live')).toBe('off')
  expect(screen.getByText('Saved.')).toBeDefined()
  expect(screen.getByRole('alert').textContent).toContain('The disk is full.')
})

const show = () =>
  render(
    <>
      <main>
        <button type="button">Row</button>
        {/* biome-ignore lint/a11y/useSemanticElements: as the library’s list is */}
        <div role="grid" tabIndex={0} aria-label="Songs" />
      </main>
      <NoticeStack />
    </>,
  )
const press = (name: string) => {
  const button = screen.getAllByRole('button', { name }).at(-1) as HTMLElement
  act(() => button.focus())
  act(() => button.click())
}

test.each([
  ['a fact is dismissed', () => notify('Saved.'), 'Dismiss'],
  ['the deed of a fact is done', () => notify('Removed.', { label: 'Undo', run: () => undefined }), 'Undo'],
  ['a fact with a deed is dismissed', () => notify('Removed.', { label: 'Undo', run: () => undefined }), 'Dismiss'],
  ['a failure is dismissed', () => notifyFailure({ code: 'disk.full', message: 'The disk is full.' }), 'Dismiss'],
  ['the deed of a failure is done', () => notifyFailure({ code: 'x', message: 'No.' }, { label: 'Try again', run: () => undefined }), 'Try again'],
  ['the deed says something itself', () => notify('Removed.', { label: 'Undo', run: () => notify('Undone.') }), 'Undo'],
] as const)('%s: the keyboard goes back to where it came from', (_, say, name) => {
  show()
  const row = screen.getByRole('button', { name: 'Row' })
  row.focus()
  act(say)
  press(name)
  expect(document.activeElement).toBe(row)
})

test('where that is gone meanwhile, or the keyboard came from nowhere, it goes to the list', () => {
  show()
  act(() => notify('Removed.', { label: 'Undo', run: () => undefined }))
  press('Undo')
  expect(document.activeElement).toBe(screen.getByRole('grid'))
  const row = screen.getByRole('button', { name: 'Row' })
  act(() => row.focus())
  act(() => notify('Removed.', { label: 'Undo', run: () => row.remove() }))
  press('Undo')
  expect(document.activeElement).toBe(screen.getByRole('grid'))
})

test('a notice that is crowded out under the keyboard gives it back, one that is left alone takes nothing', () => {
  show()
  const row = screen.getByRole('button', { name: 'Row' })
  row.focus()
  act(() => notify('First.', { label: 'Undo', run: () => undefined }))
  act(() => screen.getByRole('button', { name: 'Undo' }).focus())
  for (const text of ['a', 'b', 'c', 'd']) act(() => notify(text))
  expect(document.activeElement).toBe(row)
  act(() => row.blur())
  act(() => screen.getAllByRole('button', { name: 'Dismiss' })[0]?.click())
  expect(document.activeElement).toBe(document.body)
})

test('a fact leaves by itself, but never from under the hand or the keyboard', () => {
  vi.useFakeTimers()
  show()
  act(() => notify('Removed.', { label: 'Undo', run: () => undefined }))
  const undo = screen.getByRole('button', { name: 'Undo' })
  act(() => undo.focus())
  act(() => void vi.advanceTimersByTime(20_000))
  expect(document.activeElement).toBe(undo)
  act(() => screen.getByRole('button', { name: 'Row' }).focus())
  fireEvent.pointerEnter(screen.getByText('Removed.').closest('li') as Element)
  act(() => void vi.advanceTimersByTime(20_000))
  expect(screen.getByText('Removed.')).toBeDefined()
  fireEvent.pointerLeave(screen.getByText('Removed.').closest('li') as Element)
  act(() => void vi.advanceTimersByTime(20_000))
  expect(screen.queryByText('Removed.')).toBeNull()
})
