import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { SoundMatches } from './SoundMatches.tsx'
import { soundSearch } from './sound-search-store.ts'

const before = soundSearch.getState()
afterEach(() => {
  cleanup()
  soundSearch.setState(before, true)
})

const show = () => render(<SoundMatches onPlay={() => undefined} onOpen={() => undefined} menu={(_track, _list, row) => row} />)

test('a search that takes its time says so, and one that found nothing says why', () => {
  soundSearch.setState({ status: 'searching', matches: [] })
  const { unmount } = show()
  expect(screen.getByRole('status').textContent).toContain('Listening for songs like it')
  unmount()
  soundSearch.setState({ status: 'ready', matches: [] })
  show()
  expect(screen.queryByRole('status')).toBeNull()
  expect(screen.getByText('No other song to compare with')).toBeTruthy()
})
