import { expect, test } from 'vitest'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { Settings, type SettingsChange } from '../../src-shared/settings/contract.ts'
import type { StudioCard, StudioState } from '../../src-shared/studios/contract.ts'
import type { StudioId } from '../../src-shared/studios/studio-id.ts'
import { createEvents } from '../platform/events.ts'
import { createStudioHandlers, createStudioManager } from './index.ts'

const card = (id: StudioId): StudioCard => ({
  id,
  name: id,
  blurb: '',
  agents: [{ id: 'one', name: 'One', job: 'Plays.' }],
  styles: ['lofi'],
  examplePrompts: ['a'],
  recognisedBy: [],
})

const start = () => {
  const events = createEvents((cause) => {
    throw cause
  })
  let current = Settings.parse({})
  const settings = {
    current: () => current,
    update: async (change: SettingsChange) => {
      current = Settings.parse({ ...current, ...change })
      events.emit('settings.changed', current)
      return current
    },
  }
  const bytes = new Map<StudioId, number>()
  const loaded: StudioId[] = []
  let now = 0
  let isBroken = false
  const manager = createStudioManager({
    cards: [card('open'), card('cypher')],
    settings,
    events,
    load: async (id) => loaded.push(id),
    prepare: async (id) => {
      if (isBroken) throw new FailureError(failure('soundfont.missing', 'The sounds are missing.'))
      now += 120
      bytes.set(id, 30_000_000)
    },
    bytesByStudio: () => bytes,
    clock: () => now,
  })
  const told: StudioState[] = []
  events.on('studios.changed', (state) => told.push(state))
  return { manager, handlers: createStudioHandlers(manager), settings, events, loaded, told, bytes, breakSounds: () => (isBroken = true) }
}

test('a selected studio is loaded, measured, remembered and told', async () => {
  const { handlers, manager, settings, told, loaded } = start()
  const reply = await handlers.select({ studio: 'cypher' })
  expect(reply).toMatchObject({
    ok: true,
    value: { active: 'cypher', usedBytes: 30_000_000, ceilingBytes: 512_000_000, lastSwitch: { milliseconds: 120, beforeBytes: 0, afterBytes: 30_000_000 } },
  })
  expect(loaded).toEqual(['cypher'])
  expect(settings.current().studio).toBe('cypher')
  expect(manager.active()).toBe('cypher')
  expect(told.at(-1)?.studios.map(({ id, memoryBytes }) => [id, memoryBytes])).toEqual([
    ['open', 0],
    ['cypher', 30_000_000],
  ])
})

test('a studio whose sounds are missing is not entered', async () => {
  const { handlers, settings, breakSounds } = start()
  breakSounds()
  expect(await handlers.select({ studio: 'cypher' })).toMatchObject({
    ok: false,
    error: { code: 'studio.cannot-open', message: expect.stringContaining('still') },
  })
  expect(settings.current().studio).toBe('open')
})

test('what another process chose, and a new ceiling, are told; other settings are not', async () => {
  const { settings, told, manager } = start()
  await settings.update({ studio: 'cypher' })
  await settings.update({ studioMemoryMegabytes: 64 })
  await settings.update({ takes: 4 })
  expect(told.map(({ active, ceilingBytes }) => [active, ceilingBytes])).toEqual([
    ['cypher', 512_000_000],
    ['cypher', 64_000_000],
  ])
  manager.close()
  await settings.update({ studio: 'open' })
  expect(told).toHaveLength(2)
})
