import type { HardwareReport } from '../../src-shared/hardware/contract.ts'
import { createAskInTurn, createLocalModels, type LanguageModel, localSpeaker } from '../llm/index.ts'
import type { ModelShelf } from '../models/index.ts'
import type { LaunchProcess } from '../platform/processes/index.ts'

export type LlmCore = {
  readonly launchProcess: LaunchProcess
  readonly models: ModelShelf
  readonly hardwareReport: () => Promise<HardwareReport>
  readonly now: () => number
}

/** Whoever answers questions in words, joined to the rest by `composition-root.ts`. */
export const composeLlm = ({ launchProcess, models, hardwareReport, now }: LlmCore): { readonly languageModel: LanguageModel; close(): Promise<void> } => {
  const local = createLocalModels({ launch: launchProcess, models, hardware: hardwareReport })
  const languageModel = createAskInTurn({
    speakersFor: async () => local.list().map((model) => localSpeaker(local, model)),
    keep: () => undefined,
    now,
  })
  return { languageModel, close: local.close }
}
