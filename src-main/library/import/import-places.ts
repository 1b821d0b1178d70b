import type { JobId } from '../../../src-shared/kernel/ids.ts'
import type { Events } from '../../platform/events.ts'

/**
 * How many files an import may read side by side just now: all places, or half of them (at least one) while something is made that takes the
 * processor: a song, stems, a mixdown.
 */
export const createImportPlaces = (events: Events, most: number): { places(): number; close(): void } => {
  const busy = new Set<JobId>()
  const stop = events.on('jobs.changed', ({ id, lane, state }) => {
    if (state === 'running' && lane !== 'io') busy.add(id)
    else busy.delete(id)
  })
  return { places: () => (busy.size > 0 ? Math.max(1, most >> 1) : most), close: stop }
}
