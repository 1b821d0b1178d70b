import { z } from 'zod'

/** One thing that was looked at, and whether it is as it should be. */
export const QualityPoint = z.object({ name: z.string(), verdict: z.enum(['good', 'look', 'bad']), sentence: z.string() })
export type QualityPoint = z.output<typeof QualityPoint>

/** `score`: 100 where nothing was found; each point says what it looked at. */
export const QualityReport = z.object({ score: z.number().min(0).max(100), points: z.array(QualityPoint) })
export type QualityReport = z.output<typeof QualityReport>
