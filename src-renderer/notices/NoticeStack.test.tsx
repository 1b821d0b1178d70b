import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { NoticeStack, notify, notifyFailure, useNotices } from './index.ts'

// other files say things, too
beforeEach(() => useNotices.setState({ notices: [] }))
afterEach(cleanup)

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
