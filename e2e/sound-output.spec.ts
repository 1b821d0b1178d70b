import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from './launch.ts'
import { seedLibrary } from './seed.ts'

/**
 * Real outputs of a sound server of their own (PulseAudio), and what is heard at each. Needs pulseaudio, pactl and parec of the machine, so it runs
 * only when asked for: `SEGNO_SOUND_OUTPUT=1 npm run test:e2e -- e2e/sound-output.spec.ts`.
 */
test.skip(process.env.SEGNO_SOUND_OUTPUT === undefined, 'SEGNO_SOUND_OUTPUT is not set')
const isThere = (program: string) => spawnSync(program, ['--version']).status === 0
test.skip(process.platform !== 'linux' || !['pulseaudio', 'pactl', 'parec'].every(isThere), 'there is no PulseAudio')

const openSoundServer = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'segno-sound-'))
  const address = `unix:${join(folder, 'native')}`
  const env = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_SERVER: address }
  const modules = [`module-native-protocol-unix socket=${join(folder, 'native')} auth-anonymous=1`, 'module-null-sink sink_name=speakers']
  const words = ['-n', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', ...modules.flatMap((module) => ['-L', module])]
  const extra = process.env.SEGNO_PULSE_MODULES === undefined ? [] : [`--dl-search-path=${process.env.SEGNO_PULSE_MODULES}`]
  const server = spawn('pulseaudio', [...extra, ...words], { env, stdio: 'ignore' })
  process.once('exit', () => server.kill())
  const control = (...command: readonly string[]) => execFileSync('pactl', command, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  await expect.poll(() => spawnSync('pactl', ['info'], { env }).status, { timeout: 10_000 }).toBe(0)
  return {
    address,
    /** @returns what unplugs it again */
    plug(name: string) {
      const id = control('load-module', 'module-null-sink', `sink_name=${name}`, `sink_properties=device.description=${name}`)
      return () => void control('unload-module', id)
    },
    /** the loudest sample of the next second at an output, 0..32768 */
    async peakAt(name: string): Promise<number> {
      const parec = ['-d', `${name}.monitor`, '--format=s16le', '--latency-msec=50']
      const { stdout } = await promisify(execFile)('timeout', ['1', 'parec', ...parec], { env, encoding: 'buffer' }).catch((cause: { stdout: Buffer }) => cause)
      const samples = new Int16Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + (stdout.length & ~1)))
      return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)
    },
    async close() {
      server.kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

test('music is heard at the chosen output, goes on through the system’s when that is pulled out, comes back to it, and is there after a start', async ({
  home,
  openStudio,
}) => {
  test.setTimeout(180_000)
  const server = await openSoundServer()
  try {
    await seedLibrary(home, [{ prompt: 'hard house, 126 bpm', seconds: 60, seed: 2 }])
    const unplug = server.plug('Headphones')
    const first = await openStudio({ env: { PULSE_SERVER: server.address } })
    const { page } = first
    const heard = async (name: string) => (await server.peakAt(name)) > 1_000
    const play = async () => {
      await page.getByRole('button', { name: 'Library', exact: true }).click()
      await page
        .getByRole('button', { name: /^Play / })
        .first()
        .click()
    }
    await play()
    await expect.poll(() => heard('speakers'), { timeout: 15_000 }).toBe(true)
    expect(await heard('Headphones')).toBe(false)

    await page.keyboard.press('Control+Comma')
    await page.getByRole('tab', { name: 'Audio' }).click()
    const output = page.getByRole('combobox', { name: 'Output', exact: true })
    await output.click()
    await page.getByRole('option', { name: 'Headphones' }).click()
    await expect.poll(() => heard('Headphones'), { timeout: 15_000 }).toBe(true)
    expect(await heard('speakers')).toBe(false)

    unplug()
    await expect(page.getByText('“Headphones” is gone.', { exact: false })).toBeVisible({ timeout: 15_000 })
    await expect.poll(() => heard('speakers'), { timeout: 15_000 }).toBe(true)
    await expect(page.getByRole('button', { name: /^Pause/ }).first()).toBeVisible()

    const unplugAgain = server.plug('Headphones')
    await expect(page.getByText(/“Headphones” is back|The sound goes to “Headphones” now/)).toBeVisible({ timeout: 15_000 })
    await expect.poll(() => heard('Headphones'), { timeout: 15_000 }).toBe(true)
    expect(await heard('speakers')).toBe(false)
    await first.quit()

    const second = await openStudio({ env: { PULSE_SERVER: server.address } })
    await second.page.getByRole('button', { name: 'Library', exact: true }).click()
    await second.page
      .getByRole('button', { name: /^Play / })
      .first()
      .click()
    await expect.poll(() => heard('Headphones'), { timeout: 15_000 }).toBe(true)
    expect(await heard('speakers')).toBe(false)
    await second.quit()

    unplugAgain()
    const third = await openStudio({ env: { PULSE_SERVER: server.address } })
    await expect(third.page.getByText('“Headphones” is not connected.', { exact: false })).toBeVisible({ timeout: 15_000 })
  } finally {
    await server.close()
  }
})
