export { createEngineShelf, type EngineShelf } from './engine-shelf.ts'
export { createGenerateJob, type GenerateJob, type GenerateParts } from './generate-job.ts'
export { createGenerationHandlers, type GenerationHandlerParts } from './generation-handlers.ts'
export { createVerifyJob, type VerifyJob, type VerifyParts } from './verify-job.ts'
