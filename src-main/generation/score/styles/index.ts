import type { OpenStyleId, StyleId } from '../../../../src-shared/generation/plan.ts'
import type { StudioId } from '../../../../src-shared/studios/studio-id.ts'
import { acousticPop } from './acoustic-pop.ts'
import { ambient } from './ambient.ts'
import { chip } from './chip.ts'
import type { Ensemble } from './ensemble.ts'
import { house } from './house.ts'
import { lofi } from './lofi.ts'
import type { Style } from './style.ts'

/** Styles that are always there. */
export const OPEN_STYLES: Readonly<Record<OpenStyleId, Style>> = { lofi, house, ambient, 'acoustic-pop': acousticPop, chip }

/** Ensembles that this thread has loaded: a cache of modules, like the runtime's own. */
const ensembles = new Map<StudioId, Ensemble>()
const styles = new Map<string, Style>(Object.entries(OPEN_STYLES))

export const addEnsemble = (ensemble: Ensemble): void => {
  ensembles.set(ensemble.id, ensemble)
  for (const style of ensemble.styles) styles.set(style.id, style)
}

export const dropEnsemble = (id: StudioId): void => {
  for (const style of ensembles.get(id)?.styles ?? []) styles.delete(style.id)
  ensembles.delete(id)
}

export const findEnsemble = (id: StudioId): Ensemble | undefined => ensembles.get(id)
/** the loaded ensemble that a style belongs to; undefined for styles of the open studio */
export const ensembleOfStyle = (id: StyleId): Ensemble | undefined =>
  [...ensembles.values()].find((ensemble) => ensemble.styles.some((style) => style.id === id))

export const findStyle = (id: string): Style | undefined => styles.get(id)

/** @throws Error the style's studio is not loaded: whoever takes a plan loads its studio first */
export const styleOf = (id: StyleId): Style => {
  const style = styles.get(id)
  if (!style) throw new Error(`the style ${id} is not loaded`)
  return style
}
