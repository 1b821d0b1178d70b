import { failure } from '../../kernel/failure.ts'
import type { RegionId, TakeId } from '../../kernel/ids.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Region, Take } from '../document.ts'
import type { EditFailure, EditScene } from './edit.ts'

export const findTake = ({ takes }: EditScene, takeId: TakeId): Result<Take, EditFailure> => {
  const take = takes.get(takeId)
  return take ? ok(take) : err(failure('take.not-found', 'This take is not part of the song. Nothing was changed.', { takeId }))
}

export const findTakes = (scene: EditScene, takeIds: readonly TakeId[]): Result<Take[], EditFailure> => {
  const found: Take[] = []
  for (const takeId of new Set(takeIds)) {
    const take = findTake(scene, takeId)
    if (!take.ok) return take
    found.push(take.value)
  }
  return ok(found)
}

export const findRegion = ({ document }: EditScene, regionId: RegionId): Result<Region, EditFailure> => {
  const region = document.regions[regionId]
  return region ? ok(region) : err(failure('region.not-found', 'This region is no longer in the song. Nothing was changed.', { regionId }))
}

export const invalidEdit = (message: string, details?: Readonly<Record<string, unknown>>): { readonly ok: false; readonly error: EditFailure } =>
  err(failure('project.invalid-edit', message, details))

/** A span that a region may have in the take that plays now: inside it and not empty. */
export const checkSpan = (scene: EditScene, startFrame: number, endFrame: number): Result<Take, EditFailure> => {
  const current = findTake(scene, scene.document.currentTakeId)
  if (!current.ok) return current
  if (endFrame <= startFrame) return invalidEdit('A region needs a length: its end must come after its start.', { startFrame, endFrame })
  if (endFrame > current.value.lengthFrames) {
    return invalidEdit('The region reaches past the end of the song. Mark a span inside the song.', { endFrame, lengthFrames: current.value.lengthFrames })
  }
  return current
}
