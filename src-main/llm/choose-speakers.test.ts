import { expect, test } from 'vitest'
import { chooseSpeakers } from './choose-speakers.ts'
import { addressFault } from './services/service-address.ts'
import type { Speaker } from './speaker.ts'

const speaker = (id: string, dollars: number, strength = 1, isLocal = false) =>
  ({ id, name: id, isLocal, strength, costOf: () => dollars, ask: async () => ({ value: 0, dollars }) }) satisfies Speaker & { strength: number }
const order = (task: 'prompt' | 'author', left = 1) =>
  chooseSpeakers({ task, messages: [] }, [speaker('here', 0, 1, true)], [speaker('strong', 0.3, 3), speaker('cheap', 0.1), speaker('dear', 0.2)], left).map(
    ({ id }) => id,
  )

test('this machine first; then the cheapest that is strong enough; nobody beyond the day’s limit', () => {
  expect(order('prompt')).toEqual(['here', 'cheap', 'dear', 'strong'])
  expect(order('author')).toEqual(['here', 'strong', 'cheap', 'dear'])
  expect(order('author', 0.15)).toEqual(['here', 'cheap'])
  expect(order('prompt', -1)).toEqual(['here'])
})

test('keys travel in clear only to one’s own machines', () => {
  for (const good of ['https://api.example.org/v1', 'http://localhost:8080/v1', 'http://192.168.1.5:1234', 'http://[::1]:8080'])
    expect(addressFault(good)).toBeUndefined()
  for (const bad of ['http://example.org/v1', 'ftp://localhost', 'nonsense', 'https://user:pass@example.org', 'http://172.32.0.1'])
    expect(addressFault(bad)).toBeTypeOf('string')
})
