import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { createTurns } from '../../src-shared/kernel/in-turn.ts'
import { Settings, type SettingsChange, type UnreadableSetting } from '../../src-shared/settings/contract.ts'
import type { Database } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import { createValueStore } from '../platform/settings/index.ts'
import type { SetAside } from './set-aside.ts'

export type SettingsService = {
  /** as last read or written; free to call often */
  current(): Settings
  /** what is not named stays; emits `settings.changed` where something differs */
  update(change: SettingsChange): Promise<Settings>
  /** what is stored but cannot be read, until it is set anew: the default stands, and a copy lies at `path` (absent: that could not be written) */
  unreadable(): readonly UnreadableSetting[]
  /** what was asked for so far is stored */
  settled(): Promise<void>
  close(): Promise<void>
}

const names = Settings.keyof().options

/** Reads what is stored, each setting by itself: one that cannot be read has its default and spares the others. */
export const createSettingsService = async (surroundings: {
  readonly database: Database
  readonly events: Events
  readonly now: () => number
  readonly setAside: SetAside
}): Promise<SettingsService> => {
  const { database, events, now, setAside } = surroundings
  const store = createValueStore(database.query, now)

  let unreadable: readonly UnreadableSetting[] = []
  const keep = async (name: keyof Settings, text: string): Promise<void> => {
    const path = await setAside(name, text).catch(() => undefined)
    unreadable = [...unreadable.filter((other) => other.name !== name), { name, ...(path !== undefined && { path }) }]
  }

  const load = async (): Promise<Settings> => {
    const found: Partial<Record<keyof Settings, unknown>> = {}
    unreadable = []
    for (const name of names) found[name] = await store.read(`settings.${name}`, Settings.shape[name] as z.ZodType, (text) => keep(name, text))
    return Settings.parse(found)
  }

  let settings = await load()
  const adopt = (fresh: Settings): Settings => {
    const isDifferent = names.some((name) => !isDeepStrictEqual(fresh[name], settings[name]))
    settings = fresh
    if (isDifferent) events.emit('settings.changed', settings)
    return settings
  }
  // each builds on what the one before it left: two at once would take each other back
  const inTurn = createTurns()
  const stopWatching = database.watchForeignChanges(() => void inTurn(async () => adopt(await load())).catch(() => {}))
  const settled = () => inTurn(async () => {})

  return {
    current: () => settings,
    update: (change) =>
      inTurn(async () => {
        const named = Object.entries(change).filter(([, value]) => value !== undefined)
        const fresh = Settings.parse({ ...settings, ...Object.fromEntries(named) })
        await store.write(Object.fromEntries(named.map(([name, value]) => [`settings.${name}`, value])))
        unreadable = unreadable.filter(({ name }) => !named.some(([changed]) => changed === name))
        return adopt(fresh)
      }),
    unreadable: () => unreadable,
    settled,
    close() {
      stopWatching()
      return settled()
    },
  }
}
