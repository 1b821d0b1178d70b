import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useLayoutEffect } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { defineActions, useActions, useLiveActions } from './index.ts'

const set = defineActions('everywhere', 'Test', {
  play: { title: 'Play', keys: ['Space'] },
  go: { title: 'Go', keys: ['$mod+Enter'], whileTyping: true },
  off: { title: 'Not now', keys: ['x'] },
})
const play = vi.fn()
const go = vi.fn()

const Place = () => {
  useActions(set, { play, go })
  return (
    <>
      <button type="button">button</button>
      <textarea aria-label="words" />
      <div role="dialog">
        <input type="checkbox" aria-label="inside" />
      </div>
    </>
  )
}

afterEach(() => {
  cleanup()
  vi.clearAllMocks()
})

const press = (on: Element, key: string, code: string, about: object = {}) => fireEvent.keyDown(on, { key, code, ...about })

test('Space plays from anywhere but a text field or a dialog', () => {
  render(<Place />)
  press(document.body, ' ', 'Space')
  press(screen.getByRole('button'), ' ', 'Space')
  expect(play).toHaveBeenCalledTimes(2)
  press(screen.getByLabelText('words'), ' ', 'Space')
  press(screen.getByLabelText('inside'), ' ', 'Space')
  expect(play).toHaveBeenCalledTimes(2)
})

test('a control that keys came to keeps Space and Enter; one that was clicked gives them back, until keys come to it again', () => {
  render(<Place />)
  const button = screen.getByRole('button')
  button.focus()
  press(button, ' ', 'Space')
  expect(play).not.toHaveBeenCalled()
  fireEvent.pointerDown(button)
  press(button, ' ', 'Space')
  expect(play).toHaveBeenCalledTimes(1)
  screen.getByLabelText('words').focus()
  button.focus()
  press(button, ' ', 'Space')
  expect(play).toHaveBeenCalledTimes(1)
})

test('an action meant for it works while typing, but not through a dialog', () => {
  render(<Place />)
  press(screen.getByLabelText('words'), 'Enter', 'Enter', { ctrlKey: true })
  expect(go).toHaveBeenCalledTimes(1)
  press(screen.getByLabelText('inside'), 'Enter', 'Enter', { ctrlKey: true })
  expect(go).toHaveBeenCalledTimes(1)
})

test('the palette sees what can be done now and forgets it with the place', () => {
  const { unmount } = render(<Place />)
  expect(useLiveActions.getState().actions.map((action) => action.id)).toEqual(['test.play', 'test.go'])
  unmount()
  expect(useLiveActions.getState().actions).toEqual([])
})

test('keys are heard as soon as the place is there, before it is painted', () => {
  const Hurried = () => {
    useLayoutEffect(() => void window.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', code: 'Space' })), [])
    return <Place />
  }
  render(<Hurried />)
  expect(play).toHaveBeenCalledOnce()
})
