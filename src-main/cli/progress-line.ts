import type { Job } from '../../src-shared/jobs/contract.ts'

export type TextStream = { write(text: string): unknown; readonly isTTY?: boolean | undefined }

/** How far the work is, on stderr: one line that rewrites itself in a terminal, a line a stage elsewhere. */
export type ProgressLine = { show(work: ShownWork): void; clear(): void }
export type ShownWork = Pick<Job, 'title' | 'stage' | 'fraction' | 'etaSeconds' | 'state'> & { readonly id: string }

const ERASE = '\r\u001b[2K'

/** What follows the first dot of a stage are figures that change all the time ("12 of 98 MB"): a line each tenth of the way is enough for them. */
const lineOf = ({ stage, fraction }: ShownWork): string => {
  const [words = '', ...figures] = stage.split(' · ')
  return figures.length > 0 ? `${words} ${Math.floor(fraction * 10)}` : words
}

export const createProgressLine = (stream: TextStream, isQuiet: boolean): ProgressLine => {
  const stages = new Map<string, string>()
  let isShown = false
  const words = ({ title, stage, fraction, etaSeconds }: ShownWork): string => {
    const left = etaSeconds === undefined ? '' : ` · about ${Math.max(1, Math.ceil(etaSeconds))} s left`
    return `${String(Math.round(fraction * 100)).padStart(3)} % ${title}${stage ? ` · ${stage}` : ''}${left}`
  }
  return {
    show(job) {
      if (isQuiet || job.state !== 'running') return
      if (stream.isTTY) {
        stream.write(ERASE + words(job))
        isShown = true
      } else if (stages.get(job.id) !== lineOf(job)) {
        stages.set(job.id, lineOf(job))
        stream.write(`${words(job)}\n`)
      }
    },
    clear() {
      if (isShown) stream.write(ERASE)
      isShown = false
    },
  }
}
