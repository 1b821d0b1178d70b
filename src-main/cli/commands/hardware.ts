import type { Command as Program } from '@commander-js/extra-typings'
import { hardware } from '../../../src-shared/hardware/contract.ts'
import { ask } from '../ask.ts'
import type { RunCommand } from '../outcome.ts'
import { table } from '../table.ts'

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`

export const addHardware = (program: Program, run: RunCommand): void => {
  program
    .command('hardware')
    .description('what models run on here, as measured, and how to get something faster')
    .option('--again', 'measure anew', false)
    .action(({ again }) =>
      run(async ({ studio }) => {
        const report = await ask(hardware.report, studio.handlers.hardware.report, { again })
        const { processor, cores, memoryBytes, graphics, providers, provider, reason, speeds, threads, memoryCeilingBytes } = report
        const facts = [
          `Processor   ${processor}, ${cores} threads, ${gigabytes(memoryBytes)} of memory`,
          ...(graphics ? [`Graphics    ${graphics.name}, ${gigabytes(graphics.memoryBytes)}`] : []),
          `Measured    ${speeds.map((speed) => `${Math.round(speed.gigaflops)} GFLOPS with ${speed.threads}`).join(', ')}; models use ${threads} on the processor`,
          `Models      on ${provider}, ${gigabytes(memoryCeilingBytes)} at most. ${reason}`,
        ]
        const rows = providers.map((one) => [one.works ? 'works' : 'no', one.provider, one.works ? one.name : `${one.why} ${one.howToGet}`])
        return { json: report, text: [...facts, '', table(['', 'On', ''], rows)].join('\n') }
      }),
    )
}
