import type { TakeId } from '../kernel/ids.ts'
import type { ProjectDocument } from './document.ts'

/** How a take fared in blind comparisons. */
export type BlindRecord = { readonly preferred: number; readonly compared: number }

/** @returns undefined where it was never compared */
export const preferenceOf = (preferences: ProjectDocument['preferences'], takeId: TakeId): BlindRecord | undefined => {
  const heard = Object.values(preferences).filter((one) => one.takeId === takeId || one.againstTakeId === takeId)
  return heard.length === 0 ? undefined : { preferred: heard.filter((one) => one.takeId === takeId).length, compared: heard.length }
}
