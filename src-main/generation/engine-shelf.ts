import type { EngineAbility, MusicEngine } from '../../src-shared/generation/engine.ts'
import type { Take } from '../../src-shared/project/document.ts'

/** The engine that is always there; it plans, too. */
export type BuiltInEngine = MusicEngine & Required<Pick<MusicEngine, 'plan'>>

/** Every engine that the studio has now, by id. The first one is built in; others come and go with their models. */
export type EngineShelf = {
  readonly builtIn: BuiltInEngine
  find(id: string): MusicEngine | undefined
  list(): readonly MusicEngine[]
  /** the engine that does this with a take: the one that made it if it is still here, able to and ready, else the built-in one */
  forTake(take: Pick<Take, 'engine'>, ability: EngineAbility): MusicEngine
}

/** @param others asked each time: a model installed while the studio runs brings its engine along */
export const createEngineShelf = (builtIn: BuiltInEngine, others: () => readonly MusicEngine[] = () => []): EngineShelf => {
  const list = (): readonly MusicEngine[] => [builtIn, ...others()]
  const find = (id: string): MusicEngine | undefined => list().find((engine) => engine.describe().id === id)
  return {
    builtIn,
    find,
    list,
    forTake({ engine }, ability) {
      const own = find(engine)
      const isAble = own?.describe().abilities.includes(ability) && (own.readiness?.(ability).isReady ?? true)
      return own && isAble ? own : builtIn
    },
  }
}
