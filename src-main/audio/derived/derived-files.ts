import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { failureOfSystemError } from '../../platform/files/system-failures.ts'

/** Pictures of a sound that can always be made again: `folder/<sha256><ending>`. */
export type DerivedFiles = {
  /** @returns the path; two askers at once wait for the same computation. Throws FailureError audio.damaged, file.not-found, disk.full */
  pathFor(sha256: Sha256): Promise<string>
}

type Derivation = {
  readonly folder: string
  readonly ending: string
  /** whether what lies there can be believed; whatever is damaged or of an older version is made anew */
  isWhole(path: string): Promise<boolean>
  compute(sha256: Sha256, target: string): Promise<void>
}

export const createDerivedFiles = ({ folder, ending, isWhole, compute }: Derivation): DerivedFiles => {
  const running = new Map<Sha256, Promise<string>>()
  return {
    async pathFor(sha256) {
      const started = running.get(sha256)
      if (started) return started
      const target = join(folder, `${sha256}${ending}`)
      const work = isWhole(target)
        .then((whole) => (whole ? undefined : compute(sha256, target)))
        .then(() => target)
        .finally(() => running.delete(sha256))
      running.set(sha256, work)
      return work
    },
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
