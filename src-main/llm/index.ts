/** Language models: on this machine, or services that the musician configured, behind one door. */
export { createAskInTurn } from './ask-in-turn.ts'
export type { Answer, LanguageFailureCode, LanguageModel, LanguageRequest, Message } from './language-model.ts'
export { createLocalModels } from './local/local-model.ts'
export { localSpeaker } from './local/local-speaker.ts'
