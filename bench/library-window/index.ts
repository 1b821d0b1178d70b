import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchStudio } from '../../e2e/launch.ts'
import { prepareTests } from '../../scripts/setup/prepare.mjs'
import { makeLibrary } from './make-library.ts'
import { measureScroll } from './measure-scroll.ts'
import { measureSearch } from './measure-search.ts'
import { measureStart } from './measure-start.ts'

/**
 * The list of songs as it is seen: in the real window over a full library, from the start to the first rows on the screen, from a letter to the
 * rows that it finds, and scrolled once a frame. Beside it, in the same run: the same questions in bare SQL, and a plain page that is scrolled
 * the same way. `--tracks=N`, 100000 unless told; `--keep=FOLDER` makes the library there once and takes it again.
 */
const option = (name: string): string | undefined => process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3)

if (process.platform === 'linux' && !process.env.DISPLAY) {
  const again = ['-a', '-s', '-screen 0 1440x900x24', process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  process.exit(spawnSync('xvfb-run', again, { stdio: 'inherit' }).status ?? 1)
}

const only = option('only')?.split(',')
const isAsked = (part: string): boolean => only === undefined || only.includes(part)
const kept = option('keep')
const home = kept ?? mkdtempSync(join(tmpdir(), 'segno-bench-list-'))
const electron = await prepareTests()
Object.assign(process.env, electron.env)
const load = () => loadavg().map((value) => value.toFixed(1))

try {
  mkdirSync(home, { recursive: true })
  console.log(`load of the machine over 1, 5 and 15 minutes: ${load().join(' ')}`)
  if (!existsSync(join(home, 'studio.sqlite'))) await makeLibrary(home, Number(option('tracks') ?? 100_000))
  if (isAsked('start')) await measureStart(home)
  const studio = await launchStudio(home)
  if (isAsked('search')) await measureSearch(studio)
  if (isAsked('scroll')) await measureScroll(studio)
  const processes = await studio.app.evaluate(({ app }) => app.getAppMetrics().map(({ type, memory }) => ({ type, megabytes: memory.workingSetSize / 1024 })))
  console.log(`memory: ${processes.map(({ type, megabytes }) => `${type} ${megabytes.toFixed(0)} MB`).join(', ')}`)
  await studio.quit()
  console.log(`load of the machine at the end: ${load().join(' ')}`)
} finally {
  if (kept === undefined) rmSync(home, { recursive: true, force: true })
}
