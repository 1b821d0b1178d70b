import type { Proposal } from '../../src-shared/agents/contract.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { JobId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { Events } from '../platform/events.ts'

/** How a proposal is done. `finish` runs when its job has ended well; `undo` takes everything back. */
export type Deed = {
  start(): Promise<{ readonly jobId?: JobId | undefined }>
  finish?(jobId: JobId): Promise<{ readonly trackId?: TrackId | undefined }>
  undo?(): Promise<void>
}

export type ProposalDesk = {
  propose(proposal: Omit<Proposal, 'id' | 'state'>, deed: Deed): Proposal
  /** @throws FailureError proposal.not-found, proposal.cannot */
  apply(id: string): Promise<Proposal>
  /** @throws FailureError proposal.not-found, proposal.cannot */
  undo(id: string): Promise<Proposal>
}

type Entry = { proposal: Proposal; readonly deed: Deed }

export type ProposalDeskParts = {
  readonly events: Events
  readonly newId: () => string
  readonly whenEnded: (jobId: JobId) => Promise<{ readonly state: string; readonly error?: { readonly message: string } | undefined }>
}

const KEPT = 200

const cannot = (sentence: string) => new FailureError(failure('proposal.cannot', sentence))

/** What agents would do, until the musician says so. Nothing here survives the window: a wish is quickly said again. */
export const createProposalDesk = ({ events, newId, whenEnded }: ProposalDeskParts): ProposalDesk => {
  const entries = new Map<string, Entry>()

  const find = (id: string): Entry => {
    const entry = entries.get(id)
    if (!entry) throw new FailureError(failure('proposal.not-found', 'This proposal is not there any more. Ask again.'))
    return entry
  }
  const change = (entry: Entry, more: Partial<Proposal>): Proposal => {
    entry.proposal = { ...entry.proposal, ...more }
    events.emit('agents.proposalChanged', entry.proposal)
    return entry.proposal
  }
  const sentenceOf = (cause: unknown): string => {
    if (cause instanceof FailureError) return cause.failure.message
    throw cause
  }

  const follow = async (entry: Entry, jobId: JobId): Promise<void> => {
    const ended = await whenEnded(jobId)
    if (ended.state !== 'succeeded') {
      change(entry, { state: 'failed', error: ended.error?.message ?? 'It was cancelled; nothing changed.' })
      return
    }
    try {
      const made = await entry.deed.finish?.(jobId)
      change(entry, { state: 'done', ...(made?.trackId && { trackId: made.trackId }) })
    } catch (cause) {
      change(entry, { state: 'failed', error: sentenceOf(cause) })
    }
  }

  return {
    propose(proposal, deed) {
      const made: Proposal = { ...proposal, id: newId(), state: 'proposed' }
      entries.set(made.id, { proposal: made, deed })
      const [oldest] = entries.keys()
      if (entries.size > KEPT && oldest !== undefined) entries.delete(oldest)
      return made
    },
    async apply(id) {
      const entry = find(id)
      if (entry.proposal.state === 'running' || entry.proposal.state === 'done') return entry.proposal
      change(entry, { state: 'running' })
      try {
        const { jobId } = await entry.deed.start()
        if (!jobId) return change(entry, { state: 'done' })
        void follow(entry, jobId)
        return change(entry, { jobId })
      } catch (cause) {
        change(entry, { state: 'failed', error: sentenceOf(cause) })
        throw cannot(sentenceOf(cause))
      }
    },
    async undo(id) {
      const entry = find(id)
      if (entry.proposal.state !== 'done' || !entry.deed.undo) throw cannot('There is nothing to take back here.')
      await entry.deed.undo()
      return change(entry, { state: 'undone' })
    },
  }
}
