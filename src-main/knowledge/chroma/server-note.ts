import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { identifyThisProcess } from '../../platform/jobs/index.ts'

const Whom = z.object({ pid: z.number().int().positive(), started: z.string() })
/** Who runs the server of this data folder. `port` and `server` come when it answers. */
const Note = z.object({ owner: Whom, server: Whom.optional(), port: z.number().int().optional() })
export type ServerNote = z.output<typeof Note>
export type Whom = z.output<typeof Whom>

/** A process as it can be told from a later one with the same number. */
export const whoIs = (pid: number): Whom => {
  const { started } = identifyThisProcess(randomBytes, pid)
  return { pid, started }
}

/** Where the system does not say when a process began, its number alone counts. */
export const isThere = ({ pid, started }: Whom): boolean => {
  if (started !== '') return whoIs(pid).started === started
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const KEY_NAME = 'chroma-key'
const NOTE_NAME = 'chroma-server.json'

/** The folder that only this user may enter, with the key to what the server holds and the note of who runs it. */
export const createServerDesk = (folder: string) => {
  const notePath = join(folder, NOTE_NAME)
  const keyPath = join(folder, KEY_NAME)
  return {
    prepare(): void {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      chmodSync(folder, 0o700)
    },
    /** 192 random bits; the same from start to start */
    key(): string {
      const known = existsSync(keyPath) ? readFileSync(keyPath, 'latin1').trim() : ''
      if (/^[0-9a-f]{48}$/.test(known)) return known
      const fresh = randomBytes(24).toString('hex')
      writeFileSync(keyPath, fresh, { mode: 0o600 })
      return fresh
    },
    read(): ServerNote | undefined {
      try {
        return Note.safeParse(JSON.parse(readFileSync(notePath, 'utf8'))).data
      } catch {
        return undefined
      }
    },
    /** false: somebody else was quicker */
    claim(note: ServerNote): boolean {
      try {
        writeFileSync(notePath, JSON.stringify(note), { mode: 0o600, flag: 'wx' })
        return true
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
        throw cause
      }
    },
    write: (note: ServerNote): void => writeFileSync(notePath, JSON.stringify(note), { mode: 0o600 }),
    drop: (): void => rmSync(notePath, { force: true }),
  }
}
