import { expect, test } from 'vitest'
import { ok } from '../../../src-shared/kernel/result.ts'
import { createEvents } from '../../platform/events.ts'
import { runCli } from '../run-cli.ts'
import type { StudioServices } from '../studio-services.ts'

const song = (name: string, trashedAt?: number, title = name) => ({ id: `trk_${name}00000000`, title, ...(trashedAt !== undefined && { trashedAt }) })
const SONGS = [song('rain'), song('night', 1), song('bus', 2), song('bigbus', 3, 'BUS')]

const run = async (...words: string[]) => {
  const calls: unknown[] = []
  const said: string[] = []
  const out: string[] = []
  const library = {
    list: async ({ view }: { view: string }) => ok({ tracks: SONGS.filter(({ trashedAt }) => (trashedAt !== undefined) === (view === 'trash')) }),
    get: async ({ trackId }: { trackId: string }) => ok(SONGS.find(({ id }) => id === trackId)),
    restore: async (input: unknown) => {
      calls.push(input)
      return ok({ changed: 1 })
    },
    emptyTrash: async (input: unknown) => {
      calls.push(input)
      return ok({ removed: 2, freedBytes: 3_000_000 })
    },
  }
  const studio = {
    events: createEvents((cause) => {
      throw cause
    }),
    jobs: {},
    handlers: { library },
    close: async () => {},
  } as unknown as StudioServices
  const code = await runCli(['library', ...words], {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => said.push(text) },
    folder: '/',
    openStudio: async () => studio,
    restoreLibrary: async () => ({ json: {}, text: '' }),
    onInterrupt: () => () => undefined,
    reportDefect: (cause) => {
      throw cause
    },
  } as Parameters<typeof runCli>[1])
  return { code, out: out.join(''), said: said.join(''), calls }
}

test('a song of the trash is restored by its title', async () => {
  expect(await run('restore', 'Night')).toMatchObject({ code: 0, calls: [{ trackIds: ['trk_night00000000'] }] })
  // two titles that differ in their capitals only are told apart by them
  expect((await run('restore', 'BUS')).calls).toEqual([{ trackIds: ['trk_bigbus00000000'] }])
  const none = await run('restore', 'rain')
  expect(none).toMatchObject({ code: 1, calls: [] })
  expect(none.said).toContain('There is no song “rain” in the trash. `segno library list --view trash`')
})

test('the trash is emptied only with --yes, and never touches a song outside of it', async () => {
  const asked = await run('empty-trash')
  expect(asked).toMatchObject({ code: 0, calls: [] })
  expect(asked.out).toContain('3 songs would be deleted for good:\n  night\n  bus\n  BUS\nSay it again with --yes')
  expect((await run('empty-trash', '--yes')).calls).toEqual([{ trackIds: ['trk_night00000000', 'trk_bus00000000', 'trk_bigbus00000000'] }])
  expect(await run('empty-trash', 'trk_rain00000000', '--yes')).toMatchObject({ code: 0, calls: [] })
})
