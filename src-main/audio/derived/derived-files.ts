import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import { createWorkFlags, raiseCancel } from '../../../src-shared/kernel/work-flags.ts'
import { failureOfSystemError } from '../../platform/files/system-failures.ts'
import { keepRecent, markUsed } from './keep-recent.ts'

/** Pictures of a sound that can always be made again: `folder/<sha256><ending>`. */
export type DerivedFiles = {
  /** @returns the path; two askers at once wait for the same computation. Throws FailureError audio.damaged, file.not-found, disk.full */
  pathFor(sha256: Sha256): Promise<string>
  /** Nobody waits for it any more: its computation, if there is one, ends, and who still waits gets an AbortError. */
  stop(sha256: Sha256): void
}

type Derivation = {
  readonly folder: string
  readonly ending: string
  /** whether what lies there can be believed; whatever is damaged or of an older version is made anew */
  isWhole(path: string): Promise<boolean>
  compute(sha256: Sha256, target: string, context: WorkContext): Promise<void>
  /** what all of them may have together; beyond it those that were not asked for longest go. undefined: no limit */
  readonly mostBytes?: number
}

type Running = { readonly path: Promise<string>; stop(): void }

export const createDerivedFiles = ({ folder, ending, isWhole, compute, mostBytes = Number.POSITIVE_INFINITY }: Derivation): DerivedFiles => {
  const running = new Map<Sha256, Running>()
  return {
    async pathFor(sha256) {
      const started = running.get(sha256)
      if (started) return started.path
      const target = join(folder, `${sha256}${ending}`)
      const cancel = new AbortController()
      const flags = createWorkFlags()
      const make = async (): Promise<string> => {
        const isLimited = Number.isFinite(mostBytes)
        if (await isWhole(target)) {
          if (isLimited) await markUsed(target, Date.now())
        } else {
          await compute(sha256, target, { signal: cancel.signal, flags, progress: () => undefined })
          if (isLimited) await keepRecent(folder, ending, mostBytes, target)
        }
        return target
      }
      const work: Running = {
        path: make().finally(() => void (running.get(sha256) === work && running.delete(sha256))),
        stop() {
          running.delete(sha256)
          raiseCancel(flags)
          cancel.abort()
        },
      }
      running.set(sha256, work)
      return work.path
    },
    stop: (sha256) => running.get(sha256)?.stop(),
  }
}

/** Written whole under another name, then given its own by one rename. */
export const publishDerived = async (target: string, pieces: readonly Uint8Array[]): Promise<void> => {
  const temporary = `${target}.${process.pid}.${Math.trunc(performance.now() * 1000)}.tmp`
  try {
    await mkdir(dirname(target), { recursive: true })
    const file = await open(temporary, 'w')
    try {
      for (const piece of pieces) await file.writeFile(piece)
    } finally {
      await file.close()
    }
    await rename(temporary, target)
  } catch (cause) {
    await rm(temporary, { force: true })
    throw failureOfSystemError(cause, target) ?? cause
  }
}
