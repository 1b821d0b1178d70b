import type { StyleId } from '../../../../src-shared/generation/plan.ts'
import { acousticPop } from './acoustic-pop.ts'
import { ambient } from './ambient.ts'
import { chip } from './chip.ts'
import { house } from './house.ts'
import { lofi } from './lofi.ts'
import type { Style } from './style.ts'

/** The whole list of styles: the only place that knows them by name. */
export const STYLES: Readonly<Record<StyleId, Style>> = { lofi, house, ambient, 'acoustic-pop': acousticPop, chip }

export const styleOf = (id: StyleId): Style => STYLES[id]
