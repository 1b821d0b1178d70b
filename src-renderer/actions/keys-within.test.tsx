import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { defineActions, keysWithin, offeredActions, runWithin, setKeyMap, useActions, watchInnerPlaces } from './index.ts'

const place = defineActions('editor', 'Place', { snap: { title: 'Snap', keys: ['s'] } })
const lane = defineActions('stem', 'Lane', { solo: { title: 'Solo', keys: ['s'] }, up: { title: 'Up', keys: ['[Shift]+ArrowUp'] } })
const snap = vi.fn()
const solo = vi.fn((): unknown => undefined)
const up = vi.fn((event: KeyboardEvent): unknown => event.shiftKey)

const Place = () => {
  useActions(place, { snap })
  return (
    <>
      <button type="button">outside</button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a lane of the test */}
      <div data-keys="stem" onKeyDown={keysWithin(lane, { solo, up })}>
        <button type="button">inside</button>
        <input aria-label="words" />
      </div>
    </>
  )
}
const press = (on: HTMLElement, key: string, held: object = {}) => fireEvent.keyDown(on, { key, code: `Key${key.toUpperCase()}`, ...held })

beforeEach(() => void render(<Place />))
afterEach(() => {
  cleanup()
  vi.clearAllMocks()
  setKeyMap({})
})

test('inside, an element’s own key comes before the place’s; outside, in words and with other modifiers it does not', () => {
  press(screen.getByText('inside'), 's')
  expect([solo.mock.calls.length, snap.mock.calls.length]).toEqual([1, 0])
  press(screen.getByText('outside'), 's')
  expect([solo.mock.calls.length, snap.mock.calls.length]).toEqual([1, 1])
  press(screen.getByLabelText('words'), 's')
  press(screen.getByText('inside'), 's', { ctrlKey: true })
  expect([solo.mock.calls.length, snap.mock.calls.length]).toEqual([1, 1])
  fireEvent.keyDown(screen.getByText('inside'), { key: 'ArrowUp', code: 'ArrowUp', shiftKey: true })
  expect(up).toHaveReturnedWith(true)
})

test('what an element refuses goes on to the place, and a changed key works at once', () => {
  solo.mockReturnValueOnce(false)
  press(screen.getByText('inside'), 's')
  expect([solo.mock.calls.length, snap.mock.calls.length]).toEqual([1, 1])
  setKeyMap({ 'lane.solo': ['o'] })
  press(screen.getByText('inside'), 'o')
  expect(solo).toHaveBeenCalledTimes(2)
})

test('an action is asked for without its key: at the only place of its kind, else where the focus was last', () => {
  watchInnerPlaces()
  expect(runWithin('stem', 'lane.solo')).toBe(true)
  expect([solo.mock.calls.length, snap.mock.calls.length]).toEqual([1, 0])
  expect(runWithin('stem', 'place.snap')).toBe(false)
  expect(runWithin('marks', 'lane.solo')).toBe(false)
  // a second lane: nobody knows which one is meant
  render(<div data-keys="stem" />)
  expect(runWithin('stem', 'lane.solo')).toBe(false)
  expect(offeredActions([lane], [], 'solo')[0]?.whyNot).toBe('Go to the lane of a stem first')
  screen.getByText('inside').focus()
  screen.getByText('outside').focus()
  expect(offeredActions([lane], [], 'solo')[0]).not.toHaveProperty('whyNot')
  offeredActions([lane], [], 'solo')[0]?.run()
  expect(solo).toHaveBeenCalledTimes(2)
})
