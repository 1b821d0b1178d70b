import { type FileHandle, open, readFile, rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { FailureError } from '../../../src-shared/kernel/failure.ts'
import { isPaused, type WorkFlags } from '../../../src-shared/kernel/work-flags.ts'
import { cutOff, type NetworkTrouble, troubleOfConnection, troubleOfStatus, wrongSize } from './network-failures.ts'
import { retryAfterMilliseconds } from './retry-after.ts'
import type { Web, WebAnswer, WebRoute } from './web.ts'

export type Download = {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly route?: WebRoute
  /** grows until the file is there; `<path>.json` beside it says what the bytes are of. Both survive a kill. */
  readonly path: string
  /** what sentences call it */
  readonly what: string
  /** the exact length where it is known; an answer of another length is refused before a byte is written */
  readonly bytes?: number | undefined
  /** an answer longer than this is refused */
  readonly mostBytes: number
}

export type DownloadContext = {
  readonly signal: AbortSignal
  readonly flags: WorkFlags
  /** bytes that are here, of how many where known */
  readonly onBytes: (bytes: number, totalBytes: number | undefined) => void
  /** the line is quiet for so long, and why */
  readonly onWait?: (seconds: number, why: 'busy' | 'again') => void
  readonly timing?: Partial<DownloadTiming>
}

export type DownloadTiming = {
  /** tries in a row that bring nothing before it is given up */
  readonly tries: number
  /** before the second try; doubles */
  readonly firstPauseMilliseconds: number
  /** the longest pause that a server may ask for */
  readonly longestPauseMilliseconds: number
}

/** What the first answer said about the file: a hub states its hash there. */
export type Downloaded = { readonly bytes: number; readonly firstHeaders: Readonly<Record<string, string>> }

const TIMING: DownloadTiming = { tries: 5, firstPauseMilliseconds: 1_000, longestPauseMilliseconds: 5 * 60_000 }
const PAUSE_LOOK_MILLISECONDS = 100

/** What is written beside a part. */
type PartFacts = { readonly url: string; readonly validator: string; readonly totalBytes?: number | undefined; readonly firstHeaders: Record<string, string> }

const readFacts = async (path: string, url: string): Promise<PartFacts | undefined> => {
  try {
    const facts = JSON.parse(await readFile(`${path}.json`, 'utf8')) as PartFacts
    return facts.url === url && typeof facts.validator === 'string' && facts.validator !== '' ? facts : undefined
  } catch {
    return undefined
  }
}

/** What tells one version of a file from another; '' where the server gives nothing that a Range can rest on. */
const validatorOf = ({ headers }: WebAnswer): string => {
  const { etag, 'last-modified': lastModified } = headers
  return etag !== undefined && !etag.startsWith('W/') ? etag : (lastModified ?? '')
}

const KEPT_HEADERS = ['etag', 'x-linked-etag', 'x-linked-size', 'x-repo-commit']
const keepHeaders = (headers: WebAnswer['firstHeaders']): Record<string, string> =>
  Object.fromEntries(KEPT_HEADERS.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : [])))

const lengthOf = (answer: WebAnswer): number | undefined => {
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(answer.headers['content-range'] ?? '')
  if (answer.status === 206) return range?.[3] === undefined || range[3] === '*' ? undefined : Number(range[3])
  const length = Number(answer.headers['content-length'] ?? Number.NaN)
  return Number.isSafeInteger(length) ? length : undefined
}

const startOf = (answer: WebAnswer): number => Number(/^bytes (\d+)-/.exec(answer.headers['content-range'] ?? '')?.[1] ?? Number.NaN)

class Trouble extends Error {
  readonly trouble: NetworkTrouble
  readonly pauseMilliseconds: number | undefined
  constructor(trouble: NetworkTrouble, pauseMilliseconds?: number) {
    super(trouble.error.message)
    this.trouble = trouble
    this.pauseMilliseconds = pauseMilliseconds
  }
}

/**
 * Fetches one file to `path`, going on where an earlier try, or an earlier process, stopped. Answers when every byte is on the disk; whether
 * they are the right ones is for the caller's hash to say.
 *
 * @throws FailureError network.*, disk.*; AbortError. The part stays in either case.
 */
export const downloadFile = async (web: Web, download: Download, context: DownloadContext): Promise<Downloaded> => {
  const { url, path, what, bytes, mostBytes } = download
  const { signal, flags, onBytes, onWait = () => {} } = context
  const timing = { ...TIMING, ...context.timing }
  const host = new URL(url).host

  const fits = (stated: number | undefined, answer: WebAnswer): void => {
    const linked = Number(answer.firstHeaders['x-linked-size'] ?? Number.NaN)
    const expected = bytes ?? (Number.isSafeInteger(linked) ? linked : undefined)
    if (expected !== undefined && stated !== undefined && stated !== expected) throw wrongSize(what, expected, stated)
    if ((stated ?? 0) > mostBytes) throw wrongSize(what, mostBytes, stated ?? 0)
  }

  /** one connection: appends what it brings. Answers when the file is whole. */
  const attempt = async (file: FileHandle, facts: PartFacts | undefined): Promise<PartFacts> => {
    let have = (await file.stat()).size
    if (!facts && have > 0) {
      await file.truncate(0)
      have = 0
    }
    const whole = bytes ?? facts?.totalBytes
    if (facts && whole !== undefined && have === whole) return facts
    if (facts && whole !== undefined && have > whole) {
      await file.truncate(0)
      have = 0
    }
    const range: Record<string, string> = facts && have > 0 ? { range: `bytes=${have}-`, 'if-range': facts.validator } : {}
    const answer = await web.open(url, { headers: { ...download.headers, ...range }, signal, ...(download.route && { route: download.route }) })
    try {
      if (answer.status === 416) {
        await file.truncate(0)
        throw new Trouble(cutOff(host))
      }
      if (answer.status !== 200 && answer.status !== 206) {
        const pause = answer.status === 429 || answer.status === 503 ? retryAfterMilliseconds(answer.headers['retry-after'], Date.now()) : undefined
        throw new Trouble(troubleOfStatus(answer.status, answer.host, what), pause)
      }
      const total = lengthOf(answer)
      fits(total, answer)
      const goesOn = answer.status === 206 && startOf(answer) === have && (facts?.totalBytes === undefined || total === facts.totalBytes)
      if (answer.status === 206 && !goesOn) {
        await file.truncate(0)
        throw new Trouble(cutOff(answer.host))
      }
      if (answer.status === 200 && have > 0) await file.truncate(0)
      if (answer.status === 200) have = 0
      // an answer to a Range speaks of the same file; its first answer said more
      const fresh: PartFacts =
        goesOn && facts ? facts : { url, validator: validatorOf(answer), totalBytes: total, firstHeaders: keepHeaders(answer.firstHeaders) }
      if (fresh !== facts) await writeFile(`${path}.json`, JSON.stringify(fresh))
      onBytes(have, total)
      const limit = bytes ?? total ?? mostBytes
      for await (const chunk of answer.body) {
        if (have + chunk.length > limit) throw wrongSize(what, limit, have + chunk.length)
        await file.write(chunk, 0, chunk.length, have)
        have += chunk.length
        onBytes(have, total)
        if (isPaused(flags)) throw new Trouble(cutOff(answer.host), 0)
      }
      const end = bytes ?? total
      if (end !== undefined && have < end) throw new Trouble(cutOff(answer.host))
      return fresh
    } finally {
      answer.close()
    }
  }

  const untilResumed = async (): Promise<void> => {
    while (isPaused(flags)) await sleep(PAUSE_LOOK_MILLISECONDS, undefined, { signal })
  }

  let fruitless = 0
  let pause = timing.firstPauseMilliseconds
  for (;;) {
    await untilResumed()
    await (await open(path, 'a')).close()
    const file = await open(path, 'r+')
    const before = (await file.stat()).size
    try {
      const { firstHeaders } = await attempt(file, await readFacts(path, url))
      await file.sync()
      return { bytes: (await file.stat()).size, firstHeaders }
    } catch (cause) {
      signal.throwIfAborted()
      if (isPaused(flags)) continue
      const known = cause instanceof Trouble ? cause : undefined
      // the stall comes as the failure that the request was destroyed with
      const trouble =
        known?.trouble ??
        (cause instanceof FailureError && cause.failure.code === 'network.stalled' ? { error: cause, mayPass: true } : troubleOfConnection(cause, host))
      if (!trouble) {
        if (cause instanceof FailureError && cause.failure.code === 'network.wrong-size') await rm(`${path}.json`, { force: true })
        throw cause
      }
      if (!trouble.mayPass) throw trouble.error
      const gained = (await file.stat()).size > before
      fruitless = gained ? 0 : fruitless + 1
      if (gained) pause = timing.firstPauseMilliseconds
      if (fruitless >= timing.tries) throw trouble.error
      const asked = known?.pauseMilliseconds
      if (asked !== undefined && asked > timing.longestPauseMilliseconds) throw trouble.error
      const wait = asked ?? pause
      onWait(Math.ceil(wait / 1000), asked === undefined ? 'again' : 'busy')
      await sleep(wait, undefined, { signal })
      if (asked === undefined) pause = Math.min(pause * 2, 30_000)
    } finally {
      await file.close()
    }
  }
}
