import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import type { ModelSource } from '../../../src-shared/models/catalog.ts'
import type { DownloadTiming, Web } from '../../platform/http/index.ts'
import type { IncomingFolder } from '../model-folders.ts'
import type { NpmConfig } from '../sources/npm-config.ts'
import type { ModelFileFacts } from '../verify-model.ts'
import { createSpeedometer, transferWords } from './transfer-words.ts'

export type FetchParts = {
  readonly web: Web
  readonly env: Readonly<Record<string, string | undefined>>
  /** read when a package is wanted: the person may have changed it */
  readonly npmConfig: () => NpmConfig
  readonly timing?: Partial<DownloadTiming>
}

export type HubSource = Extract<ModelSource, { kind: 'hub' }>
export type Transfer = { readonly context: WorkContext; readonly incoming: IncomingFolder }

export const TRIES_AT_BYTES = 2

export const changed = (what: string) =>
  new FailureError(
    failure(
      'models.wrong-bytes',
      `${what} arrived twice with bytes that are not the right ones, so it was thrown away. A proxy or the server may be at fault: try again later.`,
    ),
  )

export const partName = (text: string): string => text.replaceAll(/[^\w.@-]+/g, '_').slice(-120)

export const forget = async (part: string): Promise<void> => {
  await rm(part, { force: true })
  await rm(`${part}.json`, { force: true })
}

/** Says how far a transfer is as a share of `from..to` of the whole. */
export const reporter = ({ progress }: WorkContext, what: string, from: number, to: number) => {
  const speed = createSpeedometer(() => performance.now() / 1000)
  return {
    onBytes(done: number, total: number | undefined, expected: number): void {
      speed.report(done)
      const whole = total ?? expected
      progress(from + (to - from) * Math.min(1, whole > 0 ? done / whole : 0), transferWords(what, done, total, speed.bytesPerSecond()))
    },
    onWait(seconds: number, why: 'busy' | 'again'): void {
      progress(from, why === 'busy' ? `the server asks for a pause of ${seconds} s` : `the line was cut; going on in ${seconds} s`)
    },
  }
}

const doneNote = ({ parts }: IncomingFolder, role: string): string => join(parts, partName(`${role}.done.json`))

/** What was checked against the hub's own word is remembered, so that it need not travel again after a crash. */
export const noteDone = (incoming: IncomingFolder, facts: ModelFileFacts): Promise<void> => writeFile(doneNote(incoming, facts.role), JSON.stringify(facts))

export const readDone = async (incoming: IncomingFolder, role: string): Promise<ModelFileFacts | undefined> => {
  try {
    const facts = JSON.parse(await readFile(doneNote(incoming, role), 'utf8')) as ModelFileFacts
    return facts.role === role && typeof facts.sha256 === 'string' ? facts : undefined
  } catch {
    return undefined
  }
}
