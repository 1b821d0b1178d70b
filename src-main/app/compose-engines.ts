import { join } from 'node:path'
import { createSurroundingsAnalyser } from '../audio/index.ts'
import { createEngineShelf, createNoteRenderer, createScoreEngine, type EngineShelf, scoreWorkerUrl } from '../generation/index.ts'
import { createThreadPool } from '../platform/threads/thread-pool.ts'
import type { Core } from './compose-core.ts'
import { composeNeural } from './compose-neural.ts'
import { composeStudios, studioMemory } from './compose-studios.ts'
import { soundFontIsThere, soundFontPath } from './sound-font.ts'

/** Part of what the built-in engine's bytes depend on: raise it when the same plan and seed sound different. */
const SCORE_ENGINE_VERSION = '1'

/** Whoever makes music: the built-in engine and the studios it plays in, and beside it the engines that come with models. */
export const composeEngines = (core: Core) => {
  const { folder, env, settings, events, audio } = core
  const sounds = { soundFontPath: soundFontPath(env), cacheFolder: join(folder.cache, 'sounds') }
  const pool = createThreadPool(scoreWorkerUrl(), settings.current().renderThreads)
  const memory = studioMemory(settings)
  const scoreEngine = createScoreEngine({ ...sounds, version: SCORE_ENGINE_VERSION, pool, memory, surroundings: createSurroundingsAnalyser(audio) })
  const neural = composeNeural({ ...core, queue: core.jobs, engineFor: (take) => engines.forTake(take, 'stems') })
  const engines: EngineShelf = createEngineShelf(scoreEngine, neural.engines)
  return {
    neural,
    engines,
    studios: composeStudios({ settings, events, engine: scoreEngine, memory }),
    renderNotes: createNoteRenderer(pool, sounds),
    examination: soundFontIsThere(sounds.soundFontPath),
    close: () => Promise.all([pool.close(), neural.close()]),
  }
}
