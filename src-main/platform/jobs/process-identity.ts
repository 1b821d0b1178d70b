import { readFileSync, readlinkSync } from 'node:fs'
import type { Database, ProcessRow } from '../database/index.ts'

/** How long a process of which nothing else is known counts as alive after its last sign, milliseconds. */
export const LEASE_MILLISECONDS = 20_000

/** One run of the app or of the command line. `started` tells it from a later process with the same pid; '' where the system does not say. */
export type ProcessIdentity = { readonly token: string; readonly pid: number; readonly started: string }

type Sighting = 'gone' | 'unknown' | { readonly started: string }

const tryRead = (read: () => string): string => {
  try {
    return read().trim()
  } catch {
    return ''
  }
}

/** Where pids mean the same: one start of the machine, one container. Linux only, '' elsewhere. */
const surroundings = (): string => {
  const boot = tryRead(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1'))
  return boot && `${boot} ${tryRead(() => readlinkSync('/proc/self/ns/pid'))}`
}

const sight = (pid: number): Sighting => {
  const stat = tryRead(() => readFileSync(`/proc/${pid}/stat`, 'latin1'))
  if (stat) {
    // proc(5): after the name in brackets come the state (field 3) and, as field 22, the start time in clock ticks
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return 'gone'
    return { started: `${surroundings()} ${fields[19]}` }
  }
  try {
    process.kill(pid, 0)
    return 'unknown'
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM' ? 'unknown' : 'gone'
  }
}

export const identifyThisProcess = (randomBytes: (size: number) => Uint8Array, pid = process.pid): ProcessIdentity => {
  const seen = sight(pid)
  return { token: Buffer.from(randomBytes(12)).toString('hex'), pid, started: typeof seen === 'object' ? seen.started : '' }
}

/** By pid and start time where both are known here; by its last sign of life otherwise. */
export const isProcessAlive = (row: ProcessRow | undefined, now: number): boolean => {
  if (!row) return false
  const isFresh = now - row.heartbeat_at < LEASE_MILLISECONDS
  const isOfOtherSurroundings = row.started !== '' && !row.started.startsWith(surroundings())
  if (isOfOtherSurroundings) return isFresh
  const seen = sight(row.pid)
  if (seen === 'gone') return false
  return typeof seen === 'object' && row.started !== '' ? seen.started === row.started : isFresh
}

/** Whether the process of this token, which signed in to the library, still runs. */
export const isOwnerAlive = async (database: Database, token: string, now: number): Promise<boolean> =>
  isProcessAlive(await database.query.selectFrom('processes').selectAll().where('token', '=', token).executeTakeFirst(), now)
