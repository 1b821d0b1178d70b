import { create } from 'zustand'
import type { Proposal, Reply } from '../../src-shared/agents/contract.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { studio } from '../bridge/studio-client.ts'
import { notify, notifyFailure } from '../notices/index.ts'

/** One wish and what came of it. */
export type Turn = {
  readonly askId: string
  readonly wish: string
  readonly state: 'thinking' | 'answered' | 'stopped' | 'failed'
  /** what a model is writing */
  readonly written: string
  readonly reply?: Reply
  readonly error?: string
}

type AssistantState = { readonly turns: readonly Turn[]; readonly proposals: Readonly<Record<string, Proposal>>; readonly wish: string }

export const useAssistant = create<AssistantState>()(() => ({ turns: [], proposals: {}, wish: '' }))

export const writeWish = (wish: string): void => useAssistant.setState({ wish })

const change = (askId: string, more: Partial<Turn>): void =>
  useAssistant.setState(({ turns }) => ({ turns: turns.map((turn) => (turn.askId === askId ? { ...turn, ...more } : turn)) }))

const keep = (proposal: Proposal): void => useAssistant.setState(({ proposals }) => ({ proposals: { ...proposals, [proposal.id]: proposal } }))

export const connectAgents = (): void => {
  studio.agents.on('said', ({ askId, text }) => change(askId, { written: text }))
  studio.agents.on('proposalChanged', keep)
}

const newAskId = (): string => `ask_${crypto.randomUUID().replaceAll('-', '').slice(0, 16)}`

/** `marked`: the bars that are marked in the editor. */
export type About = { readonly trackId: TrackId | undefined; readonly marked: { readonly startFrame: number; readonly endFrame: number } | undefined }

export const askFor = async (wish: string, { trackId, marked }: About): Promise<void> => {
  const askId = newAskId()
  useAssistant.setState(({ turns }) => ({ wish: '', turns: [...turns, { askId, wish, state: 'thinking', written: '' }] }))
  const reply = await studio.agents.ask({ askId, wish, ...(trackId && { trackId }), ...(trackId && marked && { marked }) })
  if (!reply.ok) return change(askId, reply.error.code === 'agents.stopped' ? { state: 'stopped' } : { state: 'failed', error: reply.error.message })
  for (const proposal of reply.value.proposals) keep(proposal)
  change(askId, { state: 'answered', reply: reply.value })
}

export const stopAsking = (askId: string): void => void studio.agents.stop({ askId })

export const applyProposal = async (proposalId: string): Promise<void> => {
  const reply = await studio.agents.apply({ proposalId })
  if (reply.ok) keep(reply.value)
  else notifyFailure(reply.error)
}

export const undoProposal = async (proposalId: string): Promise<void> => {
  const reply = await studio.agents.undo({ proposalId })
  if (!reply.ok) notifyFailure(reply.error)
}

export const forgetTurns = (): void => {
  const { turns } = useAssistant.getState()
  useAssistant.setState({ turns: [] })
  notify('The conversation is cleared', { label: 'Undo', run: () => useAssistant.setState((now) => ({ turns: [...turns, ...now.turns] })) })
}
