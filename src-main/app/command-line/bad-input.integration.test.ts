import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest'
import { knowMachine } from '../machine-for-tests.ts'
import { refuse, type Started, segno, startSegno, succeed } from './segno-for-tests.ts'

/**
 * What goes wrong around the real command line: bad files, full and read-only disks, locked and damaged libraries, kills. Each is refused in
 * one JSON document with exit code 1, and what was there before is there after. One song is made once and its folder copied for each test.
 * What needs no signal and no kill runs in this process.
 */
const start = (home: string, words: readonly string[]): Started => startSegno(home, [...words, '--json'])
const integrity = (home: string): string => {
  const sqlite = new Sqlite(join(home, 'studio.sqlite'))
  const answer = String(sqlite.pragma('integrity_check', { simple: true }))
  sqlite.close()
  return answer
}
/** Every file of the folder that a work in flight may have left. */
const leftovers = (home: string): string[] =>
  (readdirSync(home, { recursive: true }) as string[]).filter((name) => /\.(incoming|part|unfinished|restored)$/.test(name) || /cache[\\/]work[\\/]/.test(name))

let folder = ''
let made = ''
let track = ''
let copies = 0
const homeOfOne = (): string => {
  const home = join(folder, `home ${++copies}`)
  cpSync(made, home, { recursive: true })
  return home
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-bad-'))
  made = join(folder, 'made')
  await knowMachine(made)
  const { tracks } = await succeed(made, 'generate', '--prompt', 'chip tune, 120 bpm', '--seconds', '8', '--seed', '3')
  track = tracks[0].trackId
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the folder and its library', () => {
  test('a library that another program holds is left alone, and opens when it is let go', async () => {
    const home = homeOfOne()
    const other = new Sqlite(join(home, 'studio.sqlite'))
    other.exec('BEGIN EXCLUSIVE')
    expect(await refuse(home, ['tracks', 'list'])).toMatchObject({ code: 'database.locked', message: expect.stringContaining('try again') })
    other.exec('COMMIT')
    other.close()
    expect((await succeed(home, 'tracks', 'list')).total).toBe(1)
  })

  test('a damaged library says how to bring it back, and the command does', async () => {
    const home = homeOfOne()
    const path = join(home, 'studio.sqlite')
    const whole = new Sqlite(path)
    mkdirSync(join(home, 'backups'), { recursive: true })
    await whole.backup(join(home, 'backups', 'studio-20260101T000000000Z-daily.sqlite'))
    whole.close()
    expect(await succeed(home, 'doctor', '--restore-backup')).toMatchObject({ restored: false })
    const damaged = Buffer.concat([Buffer.from('no library at all'), readFileSync(path).subarray(17)])
    writeFileSync(path, damaged)
    for (const companion of ['-wal', '-shm']) rmSync(path + companion, { force: true })
    expect(await refuse(home, ['tracks', 'list'])).toMatchObject({
      code: 'database.damaged',
      message: expect.stringContaining('segno doctor --restore-backup'),
    })
    expect(readFileSync(path).equals(damaged)).toBe(true)
    const report = await succeed(home, 'doctor', '--restore-backup')
    expect(report).toMatchObject({ restored: true, restoredFrom: { madeAt: Date.UTC(2026, 0, 1) } })
    expect(readFileSync(report.asidePath).equals(damaged)).toBe(true)
    expect((await succeed(home, 'tracks', 'list')).tracks[0].trackId).toBe(track)
  })

  test('a backup is not brought back under an open window', async (context) => {
    if (process.platform === 'win32') context.skip('the lock is a link on Linux and macOS')
    const home = homeOfOne()
    mkdirSync(join(home, 'window'))
    symlinkSync(`this-machine-${process.pid}`, join(home, 'window', 'SingletonLock'))
    writeFileSync(join(home, 'studio.sqlite'), 'no library at all'.repeat(20))
    expect(await refuse(home, ['doctor', '--restore-backup'])).toMatchObject({ code: 'database.locked', message: expect.stringContaining('window') })
    expect(existsSync(join(home, 'damaged'))).toBe(false)
  })

  test('a data folder that cannot be one is refused with a way out', async () => {
    writeFileSync(join(folder, 'a file'), '')
    expect(await refuse(join(folder, 'a file'), ['tracks', 'list'])).toMatchObject({ code: 'disk.no-folder', message: expect.stringContaining('SEGNO_HOME') })
    expect(await refuse(join(folder, 'a file', 'below'), ['tracks', 'list'])).toMatchObject({ code: 'disk.no-folder' })
  })
})

describe('a SoundFont', () => {
  test.each([
    ['missing', false],
    ['a folder', true],
  ])('that is %s is named, with what to do', async (_, isFolder) => {
    const home = homeOfOne()
    const SEGNO_SOUNDFONT = join(folder, `font ${copies}.sf3`)
    if (isFolder) mkdirSync(SEGNO_SOUNDFONT)
    const error = await refuse(home, ['generate', '--prompt', 'lofi piano', '--seconds', '8'], { SEGNO_SOUNDFONT })
    expect(error).toMatchObject({ code: 'soundfont.missing', message: expect.stringContaining(SEGNO_SOUNDFONT) })
    expect(error.message).toContain('SEGNO_SOUNDFONT')
    expect((await refuse(home, ['doctor'], { SEGNO_SOUNDFONT })).message).toContain(SEGNO_SOUNDFONT)
    expect((await succeed(home, 'tracks', 'list')).total).toBe(1)
  })

  test('that was cut off is damaged, for the work and for the doctor', async () => {
    const home = homeOfOne()
    const SEGNO_SOUNDFONT = join(folder, 'cut.sf3')
    const header = Buffer.from('RIFF\0\0\0\0sfbk')
    header.writeUInt32LE(5_000_000, 4)
    writeFileSync(SEGNO_SOUNDFONT, Buffer.concat([header, Buffer.alloc(2_000)]))
    expect(await refuse(home, ['generate', '--prompt', 'lofi piano', '--seconds', '8'], { SEGNO_SOUNDFONT })).toMatchObject({ code: 'soundfont.damaged' })
    expect((await refuse(home, ['doctor'], { SEGNO_SOUNDFONT })).message).toContain('damaged')
    expect(leftovers(home)).toEqual([])
  })
})

describe('files', () => {
  test('a prompt file of two gigabytes is refused at once', async () => {
    const home = homeOfOne()
    const path = join(folder, 'prompt.txt')
    writeFileSync(path, 'rain ')
    truncateSync(path, 2 ** 31)
    const started = performance.now()
    expect(await refuse(home, ['generate', '--prompt-file', path])).toMatchObject({ code: 'prompt.too-long' })
    expect(performance.now() - started).toBeLessThan(20_000)
    rmSync(path)
    expect(await refuse(home, ['generate', '--prompt-file', join(folder, 'none.txt')])).toMatchObject({ code: 'cli.file' })
  })

  test('names with quotes, newlines, emoji and ../ come in, and what is no sound is refused, file by file', async () => {
    const home = homeOfOne()
    const shelf = join(folder, 'shelf')
    mkdirSync(join(shelf, 'below'), { recursive: true })
    const sound = readFileSync((await succeed(home, 'tracks', 'show', track)).path)
    writeFileSync(join(shelf, 'we"ird \'n\new 🎵.wav'), sound.subarray(0, 400_000))
    writeFileSync(join(shelf, 'empty.wav'), '')
    writeFileSync(join(shelf, 'text.wav'), 'only words')
    const { code, stdout } = await segno(home, [
      'import',
      join(shelf, 'below', '..', 'we"ird \'n\new 🎵.wav'),
      join(shelf, 'empty.wav'),
      join(shelf, 'text.wav'),
      '--json',
    ])
    expect(code).toBe(1)
    const document = JSON.parse(stdout)
    expect(document.files.map(({ error, note }: { error?: { code: string }; note?: string }) => error?.code ?? note)).toEqual([
      expect.stringContaining('cut off'),
      'audio.empty',
      'audio.not-audio',
    ])
    expect(document.files[0].name).toBe('we"ird \'n ew 🎵.wav')
    expect((await succeed(home, 'tracks', 'list')).total).toBe(2)
  })

  test.each([
    ['a folder', 'folder.wav', 'export.not-writable'],
    ['a name that is too long', `${'x'.repeat(300)}.wav`, 'export.not-writable'],
    ['a folder that is not there', join('nowhere', 'song.wav'), 'export.no-folder'],
  ])('an export to %s is refused before it is written', async (_, name, code) => {
    mkdirSync(join(folder, 'folder.wav'), { recursive: true })
    const target = join(folder, name)
    expect(await refuse(made, ['export', track, '--to', target, '--force'])).toMatchObject({ code, message: expect.stringMatching(/choose another/i) })
    expect(readdirSync(folder).filter((entryName) => entryName.startsWith('.segno-'))).toEqual([])
  })
})

describe('a small disk', () => {
  let disk = ''
  const mount = (context: TestContext, megabytes: number) => {
    if (process.platform !== 'linux') context.skip('small disks are mounted on Linux only')
    disk = mkdtempSync(join(folder, 'disk-'))
    const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk], { encoding: 'utf8' })
    if (status !== 0) context.skip(`no right to mount a small disk: ${String(stderr).trim()}`)
    context.onTestFinished(() => void spawnSync('umount', ['-l', disk]))
  }
  const fill = (leaveBytes: number) => {
    const { bavail, bsize } = statfsSync(disk)
    const chunk = Buffer.alloc(4096, 1)
    const chunks = Math.floor((bavail * bsize - leaveBytes) / 4096)
    try {
      for (let i = 0; i < chunks; i += 256) writeFileSync(join(disk, 'filler'), Buffer.concat(Array(Math.min(256, chunks - i)).fill(chunk)), { flag: 'a' })
    } catch (cause) {
      expect(cause).toMatchObject({ code: 'ENOSPC' })
    }
  }

  test('too small from the start, then filled in the middle of each work: said at once, nothing half, and it goes on when there is room', async (context) => {
    mount(context, 120)
    const home = join(disk, 'home')
    cpSync(made, home, { recursive: true })
    const songs = async () => (await succeed(home, 'tracks', 'list')).total
    const sound = (await succeed(home, 'tracks', 'show', track)).path

    const work = start(home, ['generate', '--prompt', 'ambient pads', '--seconds', '20', '--seed', '1'])
    await work.says('rendering')
    fill(0)
    const { code, stdout } = await work.ended
    expect(code).toBe(1)
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'disk.full', message: expect.stringContaining('room') })
    // what that work had written is free again
    fill(0)

    for (const words of [
      ['generate', '--prompt', 'x', '--seconds', '8'],
      ['regenerate', track, '--from', '2', '--to', '4'],
      ['import', sound],
      ['export', track, '--to', join(disk, 'out.wav')],
    ])
      expect((await refuse(home, words)).code, words.join(' ')).toBe('disk.full')
    expect(existsSync(join(disk, 'out.wav'))).toBe(false)

    rmSync(join(disk, 'filler'))
    expect(await songs()).toBe(1)
    expect(leftovers(home)).toEqual([])
    expect(integrity(home)).toBe('ok')
    await succeed(home, 'regenerate', track, '--from', '2', '--to', '4')
  })

  test('a folder that may not be written is refused by every command, and stays as it is', async (context) => {
    mount(context, 40)
    const home = join(disk, 'home')
    cpSync(made, home, { recursive: true })
    expect(spawnSync('mount', ['-o', 'remount,ro', disk]).status).toBe(0)
    for (const words of [
      ['tracks', 'list'],
      ['generate', '--prompt', 'x'],
    ])
      expect(await refuse(home, words)).toMatchObject({ code: 'disk.read-only', message: expect.stringContaining('SEGNO_HOME') })
    expect((await refuse(made, ['export', track, '--to', join(disk, 'out.wav')])).code).toBe('disk.read-only')
  })
})

describe('an end in the middle', () => {
  const works = (home: string, target: string): readonly (readonly [string, readonly string[]])[] => [
    ['rendering', ['generate', '--prompt', 'endless ambient', '--seconds', '200']],
    // four bars are played in less time than a line of progress waits, so the earliest word counts
    ['Regenerate', ['regenerate', track, '--from', '2', '--to', '4']],
    ['Import', ['import', join(home, 'long.wav')]],
    ['Export', ['export', track, '--to', target]],
  ]
  /** 20 s of noise with a WAV header */
  const writeLong = (home: string) => {
    const frames = 44_100 * 20
    const header = Buffer.alloc(44)
    header.write('RIFF', 0)
    header.writeUInt32LE(36 + frames * 4, 4)
    header.write('WAVEfmt ', 8)
    header.writeUInt32LE(16, 16)
    header.writeUInt16LE(1, 20)
    header.writeUInt16LE(2, 22)
    header.writeUInt32LE(44_100, 24)
    header.writeUInt32LE(44_100 * 4, 28)
    header.writeUInt16LE(4, 32)
    header.writeUInt16LE(16, 34)
    header.write('data', 36)
    header.writeUInt32LE(frames * 4, 40)
    const noise = new Int16Array(frames * 2).map((_, i) => ((i * 7919) % 65_536) - 32_768)
    writeFileSync(join(home, 'long.wav'), Buffer.concat([header, Buffer.from(noise.buffer)]))
  }

  test('Ctrl-C ends each command soon, with one document and nothing left', async () => {
    const home = homeOfOne()
    writeLong(home)
    const target = join(home, 'out.mp3')
    for (const [moment, words] of works(home, target)) {
      const { child, ended, says } = start(home, words)
      await says(moment)
      const at = performance.now()
      child.kill('SIGINT')
      const { code, stdout } = await ended
      expect(performance.now() - at, words[0]).toBeLessThan(5_000)
      const document = JSON.parse(stdout)
      // the work may have been done in that very moment
      if (code === 0) continue
      expect(code, words[0]).toBe(130)
      expect(document.error.code).toBe('cli.cancelled')
      expect(existsSync(target)).toBe(false)
    }
    expect((await succeed(home, 'tracks', 'list')).tracks.every(({ path }: { path: string }) => existsSync(path))).toBe(true)
    expect(leftovers(home)).toEqual([])
  })

  test('Ctrl-C while the studio is being opened is heard too', async () => {
    const home = homeOfOne()
    const other = new Sqlite(join(home, 'studio.sqlite'))
    other.exec('BEGIN EXCLUSIVE')
    const { child, ended } = start(home, ['tracks', 'list'])
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    child.kill('SIGINT')
    const { code, stdout } = await ended
    other.close()
    expect(code).toBe(130)
    expect(JSON.parse(stdout).error.code).toBe('cli.cancelled')
  })

  test('kill -9 in each command: the library is sound, nothing is half, and the job waits and says why', async () => {
    const home = homeOfOne()
    writeLong(home)
    await succeed(home, 'regenerate', track, '--from', '2', '--to', '4', '--takes', '1')
    const comp = ['Comp', ['takes', 'comp', track, '--use', '1:0:02-0:03']] as const
    for (const [moment, words] of [...works(home, join(home, 'out.flac')), comp]) {
      const { child, ended, says } = start(home, words)
      await says(moment)
      child.kill('SIGKILL')
      expect((await ended).signal).toBe('SIGKILL')
      expect(integrity(home)).toBe('ok')
      const { jobs } = await succeed(home, 'jobs', 'list')
      for (const job of jobs) expect(job).toMatchObject({ state: 'queued', stage: 'interrupted, starts again' })
      if (words[0] === 'generate') expect(jobs).toHaveLength(1)
      for (const { id } of jobs) await succeed(home, 'jobs', 'cancel', id)
    }
    const { tracks } = await succeed(home, 'tracks', 'list')
    for (const { path } of tracks) expect(existsSync(path)).toBe(true)
    expect(readdirSync(join(home, 'cache', 'work'))).toEqual([])
    await succeed(home, 'export', track, '--to', join(home, 'out.flac'), '--force')
    expect(leftovers(home)).toEqual([])
  })
})
