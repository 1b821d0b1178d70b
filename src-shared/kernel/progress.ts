import { z } from 'zod'
import type { WorkFlags } from './work-flags.ts'

/** One step of a longer work, as a musician reads it: "composing the bridge", 0..1 of the whole. */
export const Progress = z.object({ fraction: z.number().min(0).max(1), stage: z.string() })
export type Progress = z.output<typeof Progress>

/** Called by the work itself; the receiver throttles. Fractions never decrease. */
export type ReportProgress = (fraction: number, stage: string) => void

/** What every long work is given: a way to be stopped and a way to tell how far it is. */
/** `flags` carry cancel and pause into worker threads; `signal` is the same cancel for code that awaits. */
export type WorkContext = { readonly signal: AbortSignal; readonly progress: ReportProgress; readonly flags: WorkFlags }

/** A slice of a parent's progress: the child reports 0..1 and the parent sees from..to. */
export const subProgress =
  (report: ReportProgress, from: number, to: number): ReportProgress =>
  (fraction, stage) =>
    report(from + (to - from) * fraction, stage)
