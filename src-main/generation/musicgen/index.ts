import type { MusicEngine } from '../../../src-shared/generation/engine.ts'
import { MusicgenParams } from '../../inference/index.ts'
import type { ModelShelf } from '../../models/index.ts'
import { createMusicgenEngine, type MusicgenEngineParts } from './musicgen-engine.ts'

/** One engine for each MusicGen model that is installed now. */
export const listMusicgenEngines = (models: Pick<ModelShelf, 'forTask'>, parts: MusicgenEngineParts): MusicEngine[] =>
  models.forTask('text-to-music').flatMap((model) => {
    const params = MusicgenParams.safeParse(model.params)
    return params.success ? [createMusicgenEngine(model, params.data, parts)] : []
  })
