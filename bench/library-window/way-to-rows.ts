import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OpenStudio } from '../../e2e/launch.ts'

/** Names of the marks that a letter sets in the page: at its event, and when its rows are there. */
export const LETTER_MARKS = ['bench:letter', 'bench:rows'] as const

type TraceEvent = {
  readonly name: string
  readonly cat: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** microseconds */
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** Processor time of one letter on its way to rows in the page, milliseconds; what a busy machine made it wait is not in it. */
export type OnTheWay = { readonly window: number; readonly main: number }

/** Records what threads do; the answer stops and tells the processor time between the two marks of each letter. */
export const recordWay = async ({ app }: OpenStudio): Promise<() => Promise<OnTheWay[]>> => {
  await app.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({
      recording_mode: 'record-until-full',
      trace_buffer_size_in_kb: 400_000,
      included_categories: ['toplevel', 'blink.user_timing', '__metadata'],
      excluded_categories: ['*'],
    }),
  )
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'segno-bench-trace-'))
    const path = await app.evaluate(({ contentTracing }, file) => contentTracing.stopRecording(file), join(folder, 'trace.json'))
    const { traceEvents } = JSON.parse(readFileSync(path, 'utf8')) as { traceEvents: readonly TraceEvent[] }
    rmSync(folder, { recursive: true, force: true })
    const threadNamed = (wanted: string) => {
      const pids = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === wanted)
      return (pid: number, tid: number) => pids.some((thread) => thread.pid === pid && thread.tid === tid)
    }
    const isWindow = threadNamed('CrRendererMain')
    const isMain = threadNamed('CrBrowserMain')
    const marks = traceEvents.filter(({ name }) => LETTER_MARKS.some((mark) => mark === name)).toSorted((a, b) => a.ts - b.ts)
    const ways: { from: number; to: number; pid: number }[] = []
    for (const [i, { name, ts, pid }] of marks.entries()) {
      const end = marks[i + 1]
      if (name === LETTER_MARKS[0] && end?.name === LETTER_MARKS[1]) ways.push({ from: ts, to: end.ts, pid })
    }
    const tasks = traceEvents.filter(({ ph, name, tdur }) => ph === 'X' && tdur !== undefined && name.endsWith('RunTask'))
    const between = (from: number, to: number, isOne: (pid: number, tid: number) => boolean): number =>
      tasks
        .filter(({ pid, tid }) => isOne(pid, tid))
        .reduce((sum, { ts, dur = 0, tdur = 0 }) => {
          const shared = Math.min(to, ts + dur) - Math.max(from, ts)
          return shared <= 0 || dur === 0 ? sum : sum + (tdur * shared) / dur / 1_000
        }, 0)
    return ways.map(({ from, to, pid }) => ({ window: between(from, to, (one, tid) => one === pid && isWindow(one, tid)), main: between(from, to, isMain) }))
  }
}
