import type { StyleId } from '../../../../src-shared/generation/plan.ts'
import { lofi } from './lofi.ts'
import type { Style } from './style.ts'

/** The whole list of styles: the only place that knows them by name. */
export const STYLES: Readonly<Record<StyleId, Style>> = { lofi, house: lofi, ambient: lofi, 'acoustic-pop': lofi, chip: lofi }

export const styleOf = (id: StyleId): Style => STYLES[id]
