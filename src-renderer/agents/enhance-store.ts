import { create } from 'zustand'
import { type PromptProposal, withAdditions } from '../../src-shared/agents/contract.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { studio } from '../bridge/studio-client.ts'
import { notifyFailure } from '../notices/index.ts'

type EnhanceState = {
  readonly isAsking: boolean
  readonly proposal: PromptProposal | undefined
  /** by place; what was not taken away is taken */
  readonly left: ReadonlySet<number>
}

const NOTHING: EnhanceState = { isAsking: false, proposal: undefined, left: new Set() }
export const useEnhance = create<EnhanceState>()(() => NOTHING)

/** `influences`: songs of the library that the new one leans on decide with */
export const enhancePrompt = async (prompt: string, influences: readonly TrackId[]): Promise<void> => {
  useEnhance.setState({ ...NOTHING, isAsking: true })
  const reply = await studio.agents.enhancePrompt({ prompt, influences: [...influences] })
  useEnhance.setState({ isAsking: false, ...(reply.ok && { proposal: reply.value }) })
  if (!reply.ok && reply.error.code !== 'agents.stopped') notifyFailure(reply.error)
}

export const stopEnhancing = (): void => void studio.agents.stop({})

export const toggleAddition = (index: number): void =>
  useEnhance.setState(({ left }) => ({ left: left.has(index) ? new Set([...left].filter((one) => one !== index)) : new Set([...left, index]) }))

export const dropEnhancement = (): void => useEnhance.setState(NOTHING)

/** The prompt with what was taken. */
export const takenPrompt = ({ proposal, left }: Pick<EnhanceState, 'proposal' | 'left'>): string =>
  proposal
    ? withAdditions(
        proposal.original,
        proposal.additions.filter((_, index) => !left.has(index)),
      )
    : ''
