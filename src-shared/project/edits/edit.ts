import type { Draft } from 'mutative'
import type { Failure } from '../../kernel/failure.ts'
import type { TakeId } from '../../kernel/ids.ts'
import type { Result } from '../../kernel/result.ts'
import type { ProjectDocument, Take } from '../document.ts'

export type EditFailure = Failure<'project.invalid-edit' | 'take.not-found' | 'region.not-found' | 'marker.not-found'>

/** Every take of the song, by id. Takes never change, so edits only read them. */
export type TakesById = ReadonlyMap<TakeId, Take>

/** A document and the takes that it names, both read-only: all that a plan may look at. */
export type EditScene = { readonly document: ProjectDocument; readonly takes: TakesById }

/** What an edit will do, decided before anything is touched: its name in the history and its one change. */
export type EditPlan = {
  readonly label: string
  change(draft: Draft<ProjectDocument>): void
}

/** Plans on the read-only scene. It never changes anything and fails as data. */
export type PlanEdit<C> = (scene: EditScene, command: C) => Result<EditPlan, EditFailure>

export const takesById = (takes: readonly Take[]): TakesById => new Map(takes.map((take) => [take.id, take]))
