import type { Job } from '../../src-shared/jobs/contract.ts'

/** Jobs whose end the open song tells in its own words: takes and stems. */
const TOLD_BY_THE_SONG = /^(editing|enhancement|regenerate|extend)/

/** Ends a sentence; a title that was cut short ends one already. */
const sentence = (words: string): string => (/[.!?…]$/.test(words) ? words : `${words}.`)

export type JobNews = { readonly done: readonly string[]; readonly failed: readonly string[] }

const isWaiting = ({ state }: Job): boolean => state === 'queued' || state === 'running' || state === 'paused'

/** "Generate: rainy night piano (take 2)" without the number: what the jobs of one click share. */
const shared = (title: string): string => title.replace(/ \((?:take|version|variation)? ?\d+\)$/, '')

/**
 * What changed between two looks at the queue and is worth a word. A group says so once, when its last job has ended; a failure says so at once.
 * Jobs that had ended before the first look are old news.
 */
export const jobNews = (before: Readonly<Record<string, Job>>, after: Readonly<Record<string, Job>>, isSongOpen: (subjectId: string) => boolean): JobNews => {
  const jobs = Object.values(after)
  const ended = jobs.filter((job) => {
    const old = before[job.id]
    return old !== undefined && isWaiting(old) && !isWaiting(job)
  })
  const failed = ended
    .filter(({ state }) => state === 'failed')
    .map(({ title, error }) => `${sentence(`Failed: ${title}`)} ${error?.message ?? 'No reason was given.'}`)
  const done = ended.flatMap((job) => {
    // what the studio does for itself when it is quiet is nobody's news
    if (job.priority < 0) return []
    if (job.state !== 'succeeded' || (TOLD_BY_THE_SONG.test(job.kind) && job.subjectId !== undefined && isSongOpen(job.subjectId))) return []
    if (job.groupId === undefined) return [sentence(`Done: ${job.title}`)]
    const group = jobs.filter(({ groupId }) => groupId === job.groupId)
    if (group.some(isWaiting)) return []
    const good = group.filter(({ state }) => state === 'succeeded').length
    return good < 2 ? [sentence(`Done: ${job.title}`)] : [sentence(`Done: ${good} × ${shared(job.title)}`)]
  })
  return { done: [...new Set(done)], failed }
}
