export { type BuiltInEngine, createEngineShelf, type EngineShelf } from './engine-shelf.ts'
export { createGenerateJob, type Examiner, type GenerateJob, type GenerateParts } from './generate-job.ts'
export { type AbsentEngines, createGenerationHandlers, type GenerationHandlerParts, type StudioRoom, type StudioRooms } from './generation-handlers.ts'
export { listMusicgenEngines } from './musicgen/index.ts'
export { INSTRUMENTS } from './score/instruments.ts'
export { planFromPrompt, readSaid } from './score/plan/index.ts'
export { createNoteRenderer, type RenderNotes } from './score/render-notes.ts'
export { createScoreEngine, type ScoreEngine, type ScoreEngineParts, scoreWorkerUrl } from './score/score-engine.ts'
export { createStudioMeter } from './score/studio-meter.ts'
export { loadStudio, STUDIO_CARDS, studioOfStyle } from './score/studios/index.ts'
export { listStyles } from './score/style-cards.ts'
export { findEnsemble as ensembleOf } from './score/styles/index.ts'
export type { MeasuredSurroundings, SurroundingsAnalyser } from './score/surroundings-analyser.ts'
export { createVampnetEngine, type VampnetEngineParts } from './vampnet/vampnet-engine.ts'
export { createVerifyJob, type VerifyJob, type VerifyParts } from './verify-job.ts'

/** The composer in this thread, for those who need a score at once; songs are composed in a worker. Loads its music theory. */
export const loadComposer = () => import('./score/compose/index.ts')
