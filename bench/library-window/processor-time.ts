import type { CDPSession } from '@playwright/test'
import type { OpenStudio } from '../../e2e/launch.ts'

/** Processor time, milliseconds: what an idle machine would need, however busy this one is. `page` and `script`, `style`, `layout` in it: the window's main thread; `main`: the main process, all threads. */
export type ProcessorTime = Readonly<Record<'page' | 'script' | 'style' | 'layout' | 'main', number>>

const METRICS = { page: 'TaskDuration', script: 'ScriptDuration', style: 'RecalcStyleDuration', layout: 'LayoutDuration' } as const

/** Starts a clock; each call of what it answers tells the processor time since the call before. */
export const processorClock = async ({ app, page }: OpenStudio): Promise<() => Promise<ProcessorTime>> => {
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const read = async (): Promise<ProcessorTime> => {
    const { metrics } = await session.send('Performance.getMetrics')
    const of = (name: string) => 1_000 * (metrics.find((metric) => metric.name === name)?.value ?? 0)
    const main = await app.evaluate(() => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1_000
    })
    return { page: of(METRICS.page), script: of(METRICS.script), style: of(METRICS.style), layout: of(METRICS.layout), main }
  }
  let last = await read()
  return async () => {
    const now = await read()
    const spent = Object.fromEntries(Object.entries(now).map(([name, value]) => [name, value - last[name as keyof ProcessorTime]])) as ProcessorTime
    last = now
    return spent
  }
}

export const perUnit = (spent: ProcessorTime, count: number): string =>
  Object.entries(spent)
    .map(([name, milliseconds]) => `${name} ${(milliseconds / count).toFixed(2)}`)
    .join('  ')
