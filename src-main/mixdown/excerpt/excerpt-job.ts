import { basename } from 'node:path'
import { z } from 'zod'
import { Excerpt } from '../../../src-shared/mixdown/excerpt.ts'
import type { Events } from '../../platform/events.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import { type ExcerptParts, findExcerpt, writeExcerpt } from './write-excerpt.ts'

export const ExcerptPayload = z.object({ excerpt: Excerpt, path: z.string().min(1) })
export type ExcerptJob = JobDefinition<typeof ExcerptPayload>

/** Saves a part of a song where the musician said, over what was there (the system's dialog has asked). */
export const createExcerptJob = (parts: ExcerptParts & { readonly events: Events }): ExcerptJob => ({
  kind: 'mixdown.excerpt',
  payload: ExcerptPayload,
  lane: 'io',
  afterCrash: 'restart',
  async run({ excerpt, path }, context) {
    context.progress(0, `writing ${basename(path)}`)
    await writeExcerpt(parts, await findExcerpt(parts, excerpt), path, true, context)
    parts.events.emit('mixdown.finished', { jobId: context.jobId, trackId: excerpt.trackId, fileName: basename(path) })
  },
})
