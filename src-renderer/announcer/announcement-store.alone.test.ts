import { beforeEach, expect, test, vi } from 'vitest'

vi.mock('../settings/index.ts', async () => {
  const { create } = await import('zustand')
  return { useSettings: create(() => ({ settings: { spokenDetail: 'brief' } })) }
})
vi.mock('../transport/index.ts', async () => {
  const { create } = await import('zustand')
  return { useTransport: create(() => ({ status: 'paused' })) }
})

import { useSettings } from '../settings/index.ts'
import { type TransportStatus, useTransport } from '../transport/index.ts'
import { alarm, answer, confirm, releaseWhenQuiet, sayAgain, tellNews, useAnnouncements } from './announcement-store.ts'

const said = () => useAnnouncements.getState().said.map(({ text, isUrgent }) => (isUrgent ? `!${text}` : text))
const detail = (spokenDetail: 'quiet' | 'brief' | 'full') => useSettings.setState({ settings: { spokenDetail } as never })
const playing = (status: TransportStatus) => useTransport.setState({ status })

beforeEach(() => {
  useAnnouncements.setState({ said: [] })
  detail('brief')
  playing('paused')
})

test('news waits while music plays, the newest three are said when it stops; errors and answers do not wait', () => {
  const stop = releaseWhenQuiet()
  playing('playing')
  for (const text of ['One.', 'Two.', 'Three.', 'Four.']) tellNews(text)
  answer('Bar 5.')
  alarm('The disk is full.')
  expect(said()).toEqual(['Bar 5.', '!The disk is full.'])
  playing('paused')
  expect(said().at(-1)).toBe('Two. Three. Four.')
  stop()
})

test('quiet says only what went wrong and what was asked; full adds the measurements', () => {
  detail('quiet')
  confirm('Undone: a.')
  tellNews('Done: b.')
  alarm('c failed.')
  answer('Bar 1.')
  expect(said()).toEqual(['!c failed.', 'Bar 1.'])
  detail('full')
  tellNews('Take 1 is there.', 'Outside identical.')
  expect(said().at(-1)).toBe('Take 1 is there. Outside identical.')
})

test('the same words in one breath are said once, and once more when asked', () => {
  confirm('Same.')
  confirm('Same.')
  expect(said()).toEqual(['Same.'])
  sayAgain()
  expect(said()).toEqual(['Same.', 'Same.'])
})
