import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getLogger } from '@logtape/logtape'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { createWorkFlags, raiseCancel } from '../../../src-shared/kernel/work-flags.ts'
import { createProcessPool, type LaunchProcess } from '../../platform/processes/index.ts'
import type { ServeRequest } from './protocol.ts'
import { createServerDesk, isThere, whoIs } from './server-note.ts'

export type ChromaAddress = { readonly port: number; readonly tenant: string }

export type ChromaServer = {
  /** Starts it where nobody has; waits until it answers. @throws FailureError knowledge.chroma-failed */
  address(): Promise<ChromaAddress>
  /** Puts the data away and begins with an empty folder. The old one is kept beside it, one of them. */
  setAside(): Promise<void>
  close(): Promise<void>
}

export type ChromaServerOptions = {
  readonly launch: LaunchProcess
  readonly folder: string
  readonly bindingPath: string
  readonly now: () => number
  /** a server died by itself and is up again, or was given up */
  readonly onChange: () => void
}

const workerUrl = import.meta.url.endsWith('.ts') ? new URL('./chroma.worker.ts', import.meta.url) : new URL('./chroma.worker.js', import.meta.url)

/** After a death the next start waits; so many deaths without a minute of life between them, and it is given up. */
const FIRST_WAIT_MILLISECONDS = 500
const LONGEST_WAIT_MILLISECONDS = 30_000
const MOST_DEATHS = 5
const GOOD_LIFE_MILLISECONDS = 60_000
/** how long another studio's process may take to bring its server up */
const OTHER_START_MILLISECONDS = 10_000

const log = getLogger(['segno', 'memory'])

const failed = (why: string, cause?: unknown): FailureError =>
  new FailureError(failure('knowledge.chroma-failed', `The Chroma server does not run: ${why}`), { cause })

type Running = { readonly port: number; readonly stop: () => Promise<void>; readonly isGuest: boolean }

/**
 * One Chroma server a data folder, in a process of its own that ends with this one, however this one ends. Where another studio process (the
 * command line beside the window) runs it already, that one is used.
 */
export const createChromaServer = ({ launch, folder, bindingPath, now, onChange }: ChromaServerOptions): ChromaServer => {
  const desk = createServerDesk(folder)
  const dataFolder = join(folder, 'chroma')
  const pool = createProcessPool({ launch, entry: workerUrl, name: 'Segno memory', idleMilliseconds: 1_000 })
  let running: Promise<Running> | undefined
  let deaths = 0
  let isClosed = false

  const knows = async (port: number, tenant: string): Promise<boolean> => {
    try {
      return (await fetch(`http://127.0.0.1:${port}/api/v2/tenants/${tenant}`, { signal: AbortSignal.timeout(3_000) })).ok
    } catch {
      return false
    }
  }

  /** The server of another studio process on this folder, once it answers. What a dead one left behind is cleared away. */
  const findOther = async (tenant: string): Promise<Running | undefined> => {
    const giveUpAt = now() + OTHER_START_MILLISECONDS
    for (;;) {
      const note = desk.read()
      if (!note) return undefined
      const isLiving = isThere(note.owner)
      if (isLiving && note.port !== undefined && (await knows(note.port, tenant))) return { port: note.port, stop: async () => undefined, isGuest: true }
      if (!isLiving || note.owner.pid === process.pid) {
        if (note.server && isThere(note.server)) {
          try {
            process.kill(note.server.pid, 'SIGKILL')
          } catch {
            // it ended by itself meanwhile
          }
        }
        desk.drop()
        return undefined
      }
      if (now() > giveUpAt) throw failed('another process of the studio holds its folder and does not answer')
      await sleep(100)
    }
  }

  const died = (livedFrom: number, cause: unknown): void => {
    running = undefined
    desk.drop()
    if (isClosed) return
    deaths = now() - livedFrom > GOOD_LIFE_MILLISECONDS ? 1 : deaths + 1
    log.warn('the Chroma server ended', { deaths, cause })
    if (deaths >= MOST_DEATHS) {
      onChange()
      return
    }
    const wait = Math.min(LONGEST_WAIT_MILLISECONDS, FIRST_WAIT_MILLISECONDS * 2 ** (deaths - 1))
    setTimeout(() => {
      if (!isClosed) void address().then(onChange, onChange)
    }, wait).unref()
  }

  const startOwn = (): Promise<Running> =>
    new Promise((resolve, reject) => {
      const cancel = new AbortController()
      const flags = createWorkFlags()
      const owner = whoIs(process.pid)
      if (!desk.claim({ owner })) return reject(failed('another process of the studio was quicker'))
      const startedAt = now()
      let isUp = false
      const stop = async (): Promise<void> => {
        raiseCancel(flags)
        cancel.abort(new DOMException('closing', 'AbortError'))
        await ended
      }
      const ended = pool
        .run('serve', { bindingPath, dataFolder, studioPid: process.pid } satisfies ServeRequest, {
          signal: cancel.signal,
          flags,
          progress: (_, stage) => {
            const [port = 0, pid = 0] = stage.split(' ').map(Number)
            isUp = true
            desk.write({ owner, port, server: whoIs(pid) })
            resolve({ port, stop, isGuest: false })
          },
        })
        .catch((cause: unknown) => {
          if (isUp) return died(startedAt, cause)
          desk.drop()
          reject(failed(cause instanceof Error ? cause.message : String(cause), cause))
        })
    })

  const start = async (): Promise<Running> => {
    desk.prepare()
    const tenant = desk.key()
    return (await findOther(tenant)) ?? startOwn()
  }

  const address = async (): Promise<ChromaAddress> => {
    if (isClosed) throw failed('the studio is closing')
    if (deaths >= MOST_DEATHS) throw failed(`it ended ${deaths} times in a row`)
    const begun = running ?? start()
    running = begun
    try {
      const { port, isGuest } = await begun
      const tenant = desk.key()
      if (!isGuest || (await knows(port, tenant))) return { port, tenant }
      // the other process has left, and its server with it
      if (running === begun) running = undefined
      return address()
    } catch (cause) {
      if (running === begun) running = undefined
      throw cause
    }
  }

  const stop = async (): Promise<void> => {
    const last = running
    running = undefined
    await last?.then((one) => one.stop()).catch(() => undefined)
  }

  return {
    address,
    async setAside() {
      if ((await running?.catch(() => undefined))?.isGuest) throw failed('another process of the studio uses its folder')
      const wasClosed = isClosed
      isClosed = true
      await stop()
      isClosed = wasClosed
      deaths = 0
      const aside = readdirSync(folder).filter((name) => name.startsWith('chroma-damaged-'))
      for (const name of aside) rmSync(join(folder, name), { recursive: true, force: true })
      if (existsSync(dataFolder)) renameSync(dataFolder, join(folder, `chroma-damaged-${now()}`))
    },
    async close() {
      isClosed = true
      await stop()
      await pool.close()
      if (desk.read()?.owner.pid === process.pid) desk.drop()
    },
  }
}
