import type { EngineDescription, MusicEngine } from '../../src-shared/generation/engine.ts'
import type { Take } from '../../src-shared/project/document.ts'

type Ability = EngineDescription['abilities'][number]

/** Every engine that the studio has, by id. The first one is built in and always there. */
export type EngineShelf = {
  readonly builtIn: MusicEngine
  find(id: string): MusicEngine | undefined
  list(): readonly MusicEngine[]
  /** the engine that does this with a take: the one that made it if it is still here and able to, else the built-in one */
  forTake(take: Pick<Take, 'engine'>, ability: Ability): MusicEngine
}

export const createEngineShelf = (builtIn: MusicEngine, others: readonly MusicEngine[] = []): EngineShelf => {
  const byId = new Map([builtIn, ...others].map((engine) => [engine.describe().id, engine]))
  const find = (id: string): MusicEngine | undefined => byId.get(id)
  const forTake: EngineShelf['forTake'] = ({ engine }, ability) => {
    const maker = find(engine)
    return maker?.describe().abilities.includes(ability) ? maker : builtIn
  }
  return { builtIn, find, list: () => [...byId.values()], forTake }
}
