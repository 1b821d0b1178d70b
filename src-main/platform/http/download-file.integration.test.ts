import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorkFlags, raiseCancel, setPaused } from '../../../src-shared/kernel/work-flags.ts'
import { createWeb, type Download, downloadFile, type Web } from './index.ts'
import { startTestServer, type TestServer } from './server-for-tests.ts'

const BYTES = randomBytes(700_000)
const FAST = { tries: 3, firstPauseMilliseconds: 5, longestPauseMilliseconds: 3_000 }

let folder = ''
let hub: TestServer
let web: Web
let isSealed = false
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-download-'))
  hub = await startTestServer()
  isSealed = false
  web = createWeb({ isSealed: () => isSealed, userAgent: 'test', stallMilliseconds: 250 })
})
afterEach(async () => {
  web.close()
  await hub.close()
  rmSync(folder, { recursive: true, force: true })
})

const work = () => {
  const cancel = new AbortController()
  const flags = createWorkFlags()
  const seen: number[] = []
  const waits: string[] = []
  return {
    seen,
    waits,
    flags,
    cancel: () => {
      raiseCancel(flags)
      cancel.abort()
    },
    context: {
      signal: cancel.signal,
      flags,
      onBytes: (bytes: number) => seen.push(bytes),
      onWait: (seconds: number, why: string) => waits.push(`${why} ${seconds}`),
      timing: FAST,
    },
  }
}
const part = () => join(folder, 'file.part')
const fetch = (over: Partial<Download> = {}, its = work()) =>
  downloadFile(web, { url: `${hub.url}/file`, path: part(), what: 'the file', bytes: BYTES.length, mostBytes: BYTES.length, ...over }, its.context)
const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (cause) => cause.failure?.code ?? cause.name,
  )
const arrived = () => readFileSync(part()).equals(BYTES)

test('a line that is cut again and again is taken up where it broke, however often, as long as something comes', async () => {
  // a busy machine must not look like a quiet line
  web.close()
  web = createWeb({ isSealed: () => isSealed, userAgent: 'test', stallMilliseconds: 20_000 })
  hub.put('/file', BYTES, [{ cutAfter: 70_000 }, { cutAfter: 200_000 }, { cutAfter: 65_536 }, { cutAfter: 65_536 }, { cutAfter: 65_536 }])
  const its = work()
  await fetch({}, its)
  expect(arrived()).toBe(true)
  expect(hub.asked).toHaveLength(6)
  expect(hub.asked.slice(1).every((line) => /bytes=[1-9]\d*-$/.test(line))).toBe(true)
  expect(hub.headersOf.slice(1).every((headers) => headers['if-range'] !== undefined)).toBe(true)
  expect(its.seen).toEqual(its.seen.toSorted((a, b) => a - b))
})

test('a later process goes on with what an earlier one left', async () => {
  hub.put('/file', BYTES, [{ stallAfter: 300_000 }])
  const its = work()
  const first = outcome(fetch({}, its))
  while ((its.seen.at(-1) ?? 0) < 300_000) await new Promise((resolve) => setTimeout(resolve, 5))
  its.cancel()
  expect(await first).toBe('AbortError')
  expect(statSync(part()).size).toBe(300_000)
  await fetch()
  expect(arrived()).toBe(true)
  expect(hub.asked.at(-1)).toBe('GET /file bytes=300000-')
  // and one that is whole is not asked for again
  await fetch()
  expect(hub.asked).toHaveLength(2)
})

test('a file that changed meanwhile, and a server without Range, start from the beginning', async () => {
  const other = randomBytes(BYTES.length)
  hub.put('/file', BYTES, [{ bytes: other, cutAfter: 300_000 }])
  await fetch()
  expect(arrived()).toBe(true)
  rmSync(part())
  rmSync(`${part()}.json`)
  hub.put('/file', BYTES, [{ cutAfter: 300_000 }, { ignoresRange: true }])
  await fetch()
  expect(arrived()).toBe(true)
})

test('bytes without a note of what they are, and too many bytes, are not trusted', async () => {
  writeFileSync(part(), randomBytes(5_000))
  hub.put('/file', BYTES)
  await fetch()
  expect(arrived()).toBe(true)
  writeFileSync(part(), randomBytes(BYTES.length + 10))
  await fetch()
  expect(arrived()).toBe(true)
})

test('a silent line is left and taken up again; a line that only is silent is given up', async () => {
  hub.put('/file', BYTES, [{ stallAfter: 100_000 }])
  const its = work()
  await fetch({}, its)
  expect(arrived()).toBe(true)
  expect(its.waits).toEqual(['again 1'])
  rmSync(part())
  hub.put(
    '/file',
    BYTES,
    Array.from({ length: 9 }, () => ({ stallAfter: 0 })),
  )
  expect(await outcome(fetch())).toBe('network.stalled')
})

test('another length than the right one is refused before a byte is written', async () => {
  hub.put('/file', BYTES.subarray(0, 600_000))
  expect(await outcome(fetch())).toBe('network.wrong-size')
  hub.put('/file', Buffer.concat([BYTES, BYTES]))
  expect(await outcome(fetch())).toBe('network.wrong-size')
  expect(await outcome(fetch({ bytes: undefined, mostBytes: 1_000_000 }))).toBe('network.wrong-size')
  expect(statSync(part()).size).toBe(0)
})

test('a length that is a lie ends as a line that was cut, or at the length that was promised', async () => {
  hub.put(
    '/file',
    BYTES,
    Array.from({ length: 20 }, () => ({ claimedLength: BYTES.length, cutAfter: 0 })),
  )
  expect(await outcome(fetch())).toBe('network.cut-off')
  // more bytes than were promised: the promise holds
  hub.put('/file', Buffer.concat([BYTES, BYTES]), [{ claimedLength: BYTES.length, linkedEtag: undefined }])
  await fetch()
  expect(arrived()).toBe(true)
})

test('a hub that asks for a pause gets it, and one that asks for too long a pause is left alone', async () => {
  hub.put('/file', BYTES, [{ status: 429, retryAfter: '1' }])
  const its = work()
  const start = performance.now()
  await fetch({}, its)
  expect(performance.now() - start).toBeGreaterThan(950)
  expect(its.waits).toEqual(['busy 1'])
  rmSync(part())
  hub.put('/file', BYTES, [{ status: 503, retryAfter: new Date(Date.now() + 1_500).toUTCString() }])
  await fetch()
  expect(arrived()).toBe(true)
  rmSync(part())
  hub.put('/file', BYTES, [{ status: 429, retryAfter: '3600' }])
  expect(await outcome(fetch())).toBe('network.busy')
  hub.put(
    '/file',
    BYTES,
    Array.from({ length: 9 }, () => ({ status: 429 })),
  )
  expect(await outcome(fetch())).toBe('network.busy')
})

test('redirects are followed, a secret stays with its host, and circles end', async () => {
  const other = await startTestServer()
  try {
    other.put('/there', BYTES)
    hub.put('/file', BYTES, [{ location: `${other.url}/there` }])
    await fetch({ headers: { authorization: 'Bearer secret' } })
    expect(arrived()).toBe(true)
    expect(hub.headersOf[0]?.authorization).toBe('Bearer secret')
    expect(other.headersOf[0]?.authorization).toBeUndefined()
    rmSync(part())
    rmSync(`${part()}.json`)
    hub.put('/here', BYTES)
    hub.put('/file', BYTES, [{ location: '/here', status: 307 }])
    await fetch({ headers: { authorization: 'Bearer secret' } })
    expect(hub.headersOf.at(-1)?.authorization).toBe('Bearer secret')
    rmSync(part())
    rmSync(`${part()}.json`)
    hub.put(
      '/file',
      BYTES,
      Array.from({ length: 20 }, () => ({ location: '/file' })),
    )
    expect(await outcome(fetch())).toBe('network.unsafe-redirect')
    hub.put('/file', BYTES, [{ location: 'file:///etc/passwd' }])
    expect(await outcome(fetch())).toBe('network.unsafe-redirect')
  } finally {
    await other.close()
  }
})

test('what will not get better is not tried again', async () => {
  expect(await outcome(fetch({ url: `${hub.url}/missing` }))).toBe('network.not-there')
  hub.put('/file', BYTES, [{ status: 403 }])
  expect(await outcome(fetch())).toBe('network.not-allowed')
  expect(hub.asked).toHaveLength(2)
  const { url } = hub
  await hub.close()
  expect(await outcome(fetch({ url: `${url}/file` }))).toBe('network.unreachable')
  hub = await startTestServer()
})

test('a cancel is obeyed at once, in a silent line and in a pause', async () => {
  for (const mood of [{ stallAfter: 100_000 }, { status: 429, retryAfter: '2' }]) {
    const patient = createWeb({ isSealed: () => false, userAgent: 'test', stallMilliseconds: 60_000 })
    hub.put('/file', BYTES, [mood])
    const its = work()
    const running = outcome(downloadFile(patient, { url: `${hub.url}/file`, path: part(), what: 'x', mostBytes: 1e6 }, its.context))
    await new Promise((resolve) => setTimeout(resolve, 200))
    const start = performance.now()
    its.cancel()
    expect(await running).toBe('AbortError')
    expect(performance.now() - start).toBeLessThan(300)
    patient.close()
  }
})

test('a pause lets go of the line and goes on where it was', async () => {
  hub.put('/file', BYTES, [{ slowMilliseconds: 30 }])
  const its = work()
  const running = fetch({}, its)
  while ((its.seen.at(-1) ?? 0) < 100_000) await new Promise((resolve) => setTimeout(resolve, 5))
  setPaused(its.flags, true)
  await new Promise((resolve) => setTimeout(resolve, 500))
  const held = statSync(part()).size
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(statSync(part()).size).toBe(held)
  setPaused(its.flags, false)
  await running
  expect(arrived()).toBe(true)
  expect(hub.asked.at(-1)).toBe(`GET /file bytes=${held}-`)
})

test('a seal holds before the first connection and in the middle of one', async () => {
  isSealed = true
  expect(await outcome(fetch())).toBe('network.sealed')
  expect(hub.asked).toEqual([])
  isSealed = false
  hub.put('/file', BYTES, [{ slowMilliseconds: 20 }])
  const its = work()
  const running = outcome(fetch({}, its))
  while ((its.seen.at(-1) ?? 0) < 100_000) await new Promise((resolve) => setTimeout(resolve, 5))
  isSealed = true
  expect(await running).toBe('network.sealed')
})
