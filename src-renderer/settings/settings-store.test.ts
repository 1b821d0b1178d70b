import { afterAll, beforeEach, expect, test } from 'vitest'
import type { StudioClient } from '../../src-shared/ipc/studio-contract.ts'
import { Settings } from '../../src-shared/settings/contract.ts'
import { provideStudio } from '../bridge/studio-client.ts'
import { useNotices } from '../notices/index.ts'
import { changeSettings, connectSettings, useSettings } from './settings-store.ts'

type Reply = { ok: true; value: Settings } | { ok: false; error: { code: string; message: string } }
const main = {
  waiting: [] as ((reply: Reply) => void)[],
  unreadable: [] as { name: string; path?: string }[],
  tell: (_settings: Settings): void => {},
}
const fake = {
  settings: {
    on: (_name: string, listener: (settings: Settings) => void) => {
      main.tell = listener
    },
    get: async () => ({ ok: true, value: Settings.parse({}) }),
    unreadable: async () => ({ ok: true, value: main.unreadable }),
    update: () => new Promise<Reply>((resolve) => main.waiting.push(resolve)),
  },
}

const shown = () => useSettings.getState().settings
const answer = (reply: Reply) => main.waiting.shift()?.(reply)
const told = (about: Partial<Settings>): Settings => ({ ...Settings.parse({}), ...about })

const before = useSettings.getState()
afterAll(() => useSettings.setState(before, true))
beforeEach(() => {
  provideStudio(fake as unknown as StudioClient)
  connectSettings()
})

test('what main says about an older change does not take a newer one back, so a third builds on both', async () => {
  const first = changeSettings({ takes: 3 })
  const second = changeSettings({ takes: 4, trashDays: 7 })
  main.tell(told({ takes: 3 }))
  expect(shown()).toMatchObject({ takes: 4, trashDays: 7 })
  answer({ ok: true, value: told({ takes: 3 }) })
  await first
  expect(shown()).toMatchObject({ takes: 4, trashDays: 7 })
  answer({ ok: true, value: told({ takes: 4, trashDays: 7 }) })
  await second
  expect(shown()).toMatchObject({ takes: 4, trashDays: 7 })
})

test('a refused change is taken back, and only that one', async () => {
  const refused = changeSettings({ takes: 2 })
  const kept = changeSettings({ trashDays: 9 })
  answer({ ok: false, error: { code: 'disk.full', message: 'The disk is full.' } })
  await refused
  expect(shown()).toMatchObject({ takes: Settings.parse({}).takes, trashDays: 9 })
  answer({ ok: true, value: told({ trashDays: 9 }) })
  await kept
})

test('an echo that says the same wakes nobody', () => {
  const before = shown().keyboard
  main.tell(told({ takes: 3 }))
  expect(shown().takes).toBe(3)
  expect(shown().keyboard).toBe(before)
})

test('keys that could not be read are said with where they are kept; starting afresh stores what stands', async () => {
  main.unreadable = [{ name: 'keyboard', path: '/songs/set-aside/keyboard-1.json' }]
  await connectSettings()
  const notice = useNotices.getState().notices.at(-1)
  expect(notice?.text).toBe('Your keys could not be read; the studio’s own are used. What was stored is kept in /songs/set-aside/keyboard-1.json.')
  notice?.action?.run()
  expect(main.waiting).toHaveLength(1)
  answer({ ok: true, value: told({}) })
})
