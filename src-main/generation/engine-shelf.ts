import type { MusicEngine } from '../../src-shared/generation/engine.ts'
import type { Take } from '../../src-shared/project/document.ts'

/** Every engine that the studio has, by id. The first one is built in and always there. */
export type EngineShelf = {
  readonly builtIn: MusicEngine
  find(id: string): MusicEngine | undefined
  list(): readonly MusicEngine[]
  /** the engine that changes a take: the one that made it while it is still here, else the built-in one */
  forTake(take: Pick<Take, 'engine'>): MusicEngine
}

export const createEngineShelf = (builtIn: MusicEngine, others: readonly MusicEngine[] = []): EngineShelf => {
  const byId = new Map([builtIn, ...others].map((engine) => [engine.describe().id, engine]))
  const find = (id: string): MusicEngine | undefined => byId.get(id)
  return { builtIn, find, list: () => [...byId.values()], forTake: ({ engine }) => find(engine) ?? builtIn }
}
