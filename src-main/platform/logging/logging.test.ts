import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getLogger, resetSync } from '@logtape/logtape'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { chooseLogLevel, createLogging } from './index.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'segno-logs-'))
})
afterEach(() => {
  resetSync()
  rmSync(folder, { recursive: true, force: true })
})
const lines = () =>
  readFileSync(join(folder, 'studio.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
const start = (level: Parameters<typeof createLogging>[0]['level'] = 'info', onTrouble: (sentence: string) => void = (sentence) => expect.fail(sentence)) =>
  createLogging({ folder, name: 'studio', level, onTrouble })

test('a line is JSON with UTC time, level, logger, and the cause of an error to its root', () => {
  const logging = start()
  getLogger(['segno', 'jobs']).error('job failed: {jobId}', { jobId: 'job_1', cause: new Error('outer', { cause: new TypeError('root') }) })
  const [line] = lines()
  expect(line).toMatchObject({
    level: 'ERROR',
    logger: 'segno.jobs',
    data: { jobId: 'job_1', cause: { message: 'outer', cause: { name: 'TypeError', message: 'root' } } },
  })
  expect(line['@timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  logging.close()
})

test('the level can change while the studio runs', () => {
  const logging = start('warning')
  const log = getLogger(['segno', 'x'])
  log.info('quiet')
  logging.setLevel('debug')
  log.debug('loud')
  expect(lines().map(({ message }) => message)).toEqual(['loud'])
  logging.close()
})

test('files rotate at five megabytes and five are kept', () => {
  const logging = start()
  const log = getLogger(['segno', 'x'])
  const megabyte = 'x'.repeat(1 << 20)
  for (let i = 0; i < 40; i++) log.info(megabyte)
  const files = readdirSync(folder)
  expect(files.length).toBeGreaterThan(2)
  expect(files.length).toBeLessThanOrEqual(6)
  for (const file of files) expect(statSync(join(folder, file)).size).toBeLessThan(7 << 20)
  logging.close()
})

test('flag over environment over settings, and words that are no level are passed over', () => {
  expect(chooseLogLevel({ flag: 'debug', environment: 'error', setting: 'warning' })).toBe('debug')
  expect(chooseLogLevel({ flag: 'verbose', environment: ' WARN ', setting: 'error' })).toBe('warning')
  expect(chooseLogLevel({ setting: 'error' })).toBe('error')
  expect(chooseLogLevel({})).toBe('info')
})

test('where no log can be written the studio is told once and goes on', () => {
  const notAFolder = join(folder, 'file')
  writeFileSync(notAFolder, '')
  const onTrouble = vi.fn()
  const logging = createLogging({ folder: notAFolder, name: 'studio', level: 'info', onTrouble })
  getLogger(['segno', 'x']).info('one')
  getLogger(['segno', 'x']).info('two')
  expect(onTrouble).toHaveBeenCalledTimes(1)
  logging.close()
})

test('what nobody caught is in the log of a process that dies of it', () => {
  const script = `
    import { createLogging } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)}
    createLogging({ folder: ${JSON.stringify(folder)}, name: 'studio', level: 'info', onTrouble: () => {} }).watchUncaught()
    void Promise.reject(new Error('nobody caught me'))`
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', script])
  expect(status).not.toBe(0)
  expect(lines()[0]).toMatchObject({ level: 'FATAL', data: { cause: { message: 'nobody caught me' } } })
})
