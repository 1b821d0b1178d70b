import { MAX_PROMPT_CHARACTERS } from '../../src-shared/generation/contract.ts'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import type { knowledge } from '../../src-shared/knowledge/contract.ts'
import type { JobQueue } from '../platform/jobs/index.ts'
import type { MemoryRepository } from './entries/memory-repository.ts'
import type { RememberJob } from './entries/remember-job.ts'
import type { KnowledgeService } from './knowledge-service.ts'
import type { MemoryStore } from './store/memory-store.ts'

export type KnowledgeHandlerParts = {
  readonly service: KnowledgeService
  readonly repository: Pick<MemoryRepository, 'clear'>
  readonly store: Pick<MemoryStore, 'refill'>
  readonly jobs: Pick<JobQueue, 'enqueue'>
  readonly rememberJob: RememberJob
  /** what is kept of the library in memory is old */
  readonly forget: () => void
}

const CODES = ['track.not-found', 'similarity.silent', 'similarity.bad-span', 'audio.unreadable', 'model.unusable'] as const
type Code = (typeof CODES)[number]
const isKnown = (code: string): code is Code => (CODES as readonly string[]).includes(code)

export const createKnowledgeHandlers = ({ service, repository, store, jobs, rememberJob, forget }: KnowledgeHandlerParts): Handlers<typeof knowledge> => ({
  state: async () => ok(await service.state()),

  async index({ rebuild }) {
    if (rebuild) {
      await repository.clear()
      await store.refill()
      forget()
    }
    const { waiting, songs } = await service.state()
    if (waiting === 0) {
      const message = songs === 0 ? 'There are no songs in the library yet.' : 'Every song is remembered already.'
      return err(failure('knowledge.nothing-to-do', message))
    }
    const title = `Remember ${waiting} ${waiting === 1 ? 'song' : 'songs'}`
    return ok({ jobId: await jobs.enqueue(rememberJob, { isBackground: false }, { title }) })
  },

  async find({ query, limit }) {
    try {
      const { matches, parts } = await service.find(query, limit)
      return ok({ matches: [...matches], parts: [...parts], state: await service.state() })
    } catch (cause) {
      if (!(cause instanceof FailureError)) throw cause
      const { code, message } = cause.failure
      return err(failure(isKnown(code) ? code : /^(audio|file)\./.test(code) ? 'audio.unreadable' : 'model.unusable', message))
    }
  },

  async suggest({ prompt, limit }) {
    if (prompt.length > MAX_PROMPT_CHARACTERS) {
      return err(failure('prompt.too-long', `The prompt is longer than ${MAX_PROMPT_CHARACTERS.toLocaleString('en')} characters. Say it in fewer words.`))
    }
    return ok([...(await service.suggest(prompt, limit))])
  },

  influencesOf: async ({ trackId }) => ok([...(await service.influencesOf(trackId))]),
})
