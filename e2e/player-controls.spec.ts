import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from './launch.ts'
import { seedLibrary } from './seed.ts'

/**
 * The system's player controls (Linux, MPRIS) as another program sees them, on a session bus of their own. Needs dbus-daemon and busctl of the machine,
 * so it runs only when asked for: `SEGNO_PLAYER_CONTROLS=1 npm run test:e2e -- e2e/player-controls.spec.ts`.
 */
test.skip(process.env.SEGNO_PLAYER_CONTROLS === undefined, 'SEGNO_PLAYER_CONTROLS is not set')
const isThere = (program: string) => spawnSync(program, ['--version']).status === 0
test.skip(process.platform !== 'linux' || !isThere('dbus-daemon') || !isThere('busctl'), 'there is no dbus-daemon or no busctl')

const PATH = '/org/mpris/MediaPlayer2'
const PLAYER = 'org.mpris.MediaPlayer2.Player'
type Variant = { readonly type: string; readonly data: unknown }

const openBus = async () => {
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=1'], { stdio: ['ignore', 'pipe', 'ignore'] })
  process.once('exit', () => bus.kill())
  const [line] = await once(bus.stdout, 'data')
  const address = String(line).trim()
  const call = (...words: readonly string[]): unknown[] => {
    const text = execFileSync('busctl', [`--address=${address}`, '--json=short', 'call', ...words], { encoding: 'utf8', timeout: 20_000 })
    return text.trim() === '' ? [] : (JSON.parse(text) as { data: unknown[] }).data
  }
  return { address, call, close: () => bus.kill() }
}

test('the player controls of the system show the song and are obeyed', async ({ home, openStudio }) => {
  test.setTimeout(180_000)
  const bus = await openBus()
  try {
    await seedLibrary(home, [
      { prompt: 'calm lo-fi piano, 80 bpm', seconds: 30, seed: 7 },
      { prompt: 'house, 120 bpm', seconds: 30, seed: 8 },
    ])
    const { page } = await openStudio({ env: { DBUS_SESSION_BUS_ADDRESS: bus.address } })
    await page.getByRole('button', { name: 'Library', exact: true }).click()
    await page
      .getByRole('button', { name: /^Play / })
      .first()
      .click()
    const names = () => (bus.call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'ListNames')[0] ?? []) as string[]
    const player = () => names().find((name) => name.startsWith('org.mpris.MediaPlayer2.'))
    await expect.poll(player, { timeout: 20_000 }).toBeDefined()
    const name = player() ?? ''
    const all = () => (bus.call(name, PATH, 'org.freedesktop.DBus.Properties', 'GetAll', 's', PLAYER)[0] ?? {}) as Record<string, Variant>
    const status = () => all().PlaybackStatus?.data
    const facts = () => (all().Metadata?.data ?? {}) as Record<string, Variant>
    const title = () => facts()['xesam:title']?.data
    const send = (method: string, ...words: readonly string[]) => bus.call(name, PATH, PLAYER, method, ...words)
    const shown = () => page.evaluate(() => navigator.mediaSession.metadata?.title)

    await expect.poll(status).toBe('Playing')
    await expect.poll(title).toBe(await shown())
    expect(Number(facts()['mpris:length']?.data) / 1e6).toBeGreaterThan(20)
    for (const can of ['CanPlay', 'CanPause', 'CanGoNext', 'CanGoPrevious', 'CanSeek']) expect(all()[can]?.data, can).toBe(true)

    send('Pause')
    await expect.poll(status).toBe('Paused')
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
    const before = Number(all().Position?.data)
    send('Seek', 'x', '10000000')
    await expect.poll(() => Number(all().Position?.data) - before).toBeGreaterThan(8_000_000)
    send('Play')
    await expect.poll(status).toBe('Playing')
    const first = title()
    send('Next')
    await expect.poll(title).not.toBe(first)
    expect(title()).toBe(await shown())
    send('Previous')
    await expect.poll(title).toBe(first)
    send('PlayPause')
    await expect.poll(status).toBe('Paused')
  } finally {
    bus.close()
  }
})
