import { z } from 'zod'
import { call, push } from '../ipc/call.ts'
import { JobId, TrackId } from '../kernel/ids.ts'
import { MAX_INFLUENCES } from '../knowledge/contract.ts'
import { AnswerTrail } from '../llm/contract.ts'
import { QualityReport } from './quality.ts'

/** Who found the words or the way: rules of the studio, or a language model (then the trail says which). */
export const By = z.enum(['rules', 'model'])
export type By = z.output<typeof By>

/** What would be added to a prompt, phrase by phrase; what the musician wrote stays as it is. */
export const PromptAddition = z.object({ words: z.string(), why: z.string() })
export type PromptAddition = z.output<typeof PromptAddition>
export const PromptProposal = z.object({ original: z.string(), additions: z.array(PromptAddition), by: By, trail: AnswerTrail.optional(), note: z.string() })
export type PromptProposal = z.output<typeof PromptProposal>

/** The prompt with the additions that were taken. */
export const withAdditions = (original: string, additions: readonly PromptAddition[]): string =>
  [original.trim().replace(/[,;.\s]+$/, ''), ...additions.map(({ words }) => words)].filter((part) => part !== '').join(', ')

export const ProposalId = z.string().regex(/^prp_[0-9a-z]{8,32}$/)

/** Something an agent would do: shown first, done when the musician says so, taken back at once. */
export const Proposal = z.object({
  id: ProposalId,
  tool: z.enum(['regenerate', 'variant', 'create', 'split', 'rename', 'lyrics']),
  title: z.string(),
  /** what changes and what stays, a line each */
  lines: z.array(z.string()),
  state: z.enum(['proposed', 'running', 'done', 'undone', 'failed']),
  jobId: JobId.optional(),
  /** the song that it is about, or that it made */
  trackId: TrackId.optional(),
  /** why it failed */
  error: z.string().optional(),
})
export type Proposal = z.output<typeof Proposal>

export const AskId = z.string().regex(/^ask_[0-9a-z]{8,32}$/)
export const Reply = z.object({
  askId: AskId,
  text: z.string(),
  /** who understood the wish */
  by: By,
  trail: AnswerTrail.optional(),
  /** who wrote the words that it asked for */
  written: z.object({ by: By, trail: AnswerTrail.optional() }).optional(),
  proposals: z.array(Proposal),
  /** songs that were found */
  songs: z.array(z.object({ trackId: TrackId, title: z.string(), why: z.string() })),
})
export type Reply = z.output<typeof Reply>

export const MAX_WISH_CHARACTERS = 2_000
const wish = z.string().max(200_000)

export const agents = {
  /** how a prompt could say more; never changes it by itself */
  enhancePrompt: call({
    input: z.object({ prompt: wish, useModel: z.boolean().default(true), influences: z.array(TrackId).max(MAX_INFLUENCES).default([]) }),
    output: PromptProposal,
    failures: ['prompt.empty', 'prompt.too-long', 'agents.stopped'],
  }),
  /** `askId` is the asker's own, so that it can be stopped; words come with `said` while they are written */
  ask: call({
    input: z.object({
      askId: AskId,
      wish,
      trackId: TrackId.optional(),
      marked: z.object({ startFrame: z.number().int().min(0), endFrame: z.number().int().min(1) }).optional(),
    }),
    output: Reply,
    failures: ['prompt.empty', 'prompt.too-long', 'track.not-found', 'agents.stopped'],
  }),
  /** without an `askId`: the enhancing of a prompt */
  stop: call({ input: z.object({ askId: AskId.optional() }), output: z.object({}) }),
  apply: call({ input: z.object({ proposalId: ProposalId }), output: Proposal, failures: ['proposal.not-found', 'proposal.cannot'] }),
  undo: call({ input: z.object({ proposalId: ProposalId }), output: Proposal, failures: ['proposal.not-found', 'proposal.cannot'] }),
  quality: call({ input: z.object({ trackId: TrackId }), output: QualityReport, failures: ['track.not-found'] }),
  said: push(z.object({ askId: AskId, text: z.string() })),
  proposalChanged: push(Proposal),
} as const
