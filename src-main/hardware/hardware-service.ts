import { readFile, rename, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import type { HardwareReport } from '../../src-shared/hardware/contract.ts'
import type { Inference, SessionSettings } from '../inference/index.ts'
import type { Events } from '../platform/events.ts'
import { type HardwareChoices, reportOf } from './hardware-report.ts'
import { Measurement, measureHardware } from './measure-hardware.ts'

export type HardwareService = {
  /** measured at the first call of a machine and remembered; waits for the test where there is none yet */
  report(): Promise<HardwareReport>
  measureAgain(): Promise<HardwareReport>
  /** how graphs are opened here */
  sessionSettings(): Promise<SessionSettings>
}

export type HardwareParts = {
  readonly inference: () => Pick<Inference, 'probe'>
  readonly choices: () => HardwareChoices
  /** may be deleted at any time */
  readonly cachePath: string
  readonly events: Events
  readonly now: () => number
}

export const createHardwareService = ({ inference, choices, cachePath, events, now }: HardwareParts): HardwareService => {
  let measuring: Promise<Measurement> | undefined

  const isThisMachine = ({ processor, cores }: Measurement): boolean => processor === (cpus()[0]?.model.trim() || process.arch) && cores > 0

  const remembered = async (): Promise<Measurement | undefined> => {
    try {
      const { success, data } = Measurement.safeParse(JSON.parse(await readFile(cachePath, 'utf8')))
      return success && isThisMachine(data) ? data : undefined
    } catch {
      return undefined
    }
  }

  const measure = async (): Promise<Measurement> => {
    const found = await measureHardware(inference(), now)
    // only a memory: where it cannot be written, the next start measures again
    await writeFile(`${cachePath}.new`, JSON.stringify(found)).then(
      () => rename(`${cachePath}.new`, cachePath),
      () => undefined,
    )
    return found
  }

  const begin = (work: Promise<Measurement>): Promise<Measurement> => {
    measuring = work
    work.catch(() => {
      if (measuring === work) measuring = undefined
    })
    return work
  }
  const known = (): Promise<Measurement> => measuring ?? begin(remembered().then((found) => found ?? measure()))

  const report = async (): Promise<HardwareReport> => reportOf(await known(), choices())
  return {
    report,
    async measureAgain() {
      await begin(measure())
      const fresh = await report()
      events.emit('hardware.changed', fresh)
      return fresh
    },
    async sessionSettings() {
      const { provider, threads, memoryCeilingBytes } = await report()
      return { providers: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'], threads, memoryCeilingBytes }
    },
  }
}
