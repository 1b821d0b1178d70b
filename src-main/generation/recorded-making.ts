import type { GenerateRequest, MusicEngine } from '../../src-shared/generation/engine.ts'
import { type Plan, PlanOverrides } from '../../src-shared/generation/plan.ts'
import type { Provider } from '../../src-shared/hardware/contract.ts'
import { type Failure, failure } from '../../src-shared/kernel/failure.ts'
import { err, ok, type Result } from '../../src-shared/kernel/result.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { EngineShelf } from './engine-shelf.ts'
import { asSaid } from './generate-job.ts'

/** The recorded plan as a wish: with every choice made, the engine has nothing left to decide but what the seed decides. */
export const wishOfPlan = (plan: Plan): { readonly seconds: number; readonly overrides: PlanOverrides } => ({
  seconds: plan.lengthSeconds,
  overrides: PlanOverrides.parse(plan),
})

/** How to make a song once more. `providers`: what a network ran on then, for on another one it may round differently. */
export type Remake = { readonly engine: MusicEngine; readonly request: GenerateRequest; readonly providers: readonly Provider[] | undefined }

type Refusal = Failure<'verify.not-generated' | 'verify.no-record' | 'verify.model-gone' | 'verify.model-changed'>

const byModel = (engines: EngineShelf, { engine: id, making }: Take): Result<Remake, Refusal> => {
  if (!making) {
    const message =
      'This song was written by a model before the studio began to record how its models make songs, so it cannot be made again to compare. It plays and edits as ever; songs made from now on can be compared.'
    return err(failure('verify.no-record', message))
  }
  const engine = engines.find(id)
  if (!engine) {
    const message = `The model “${id}” that wrote this song is not installed here, or is damaged. All that it was asked is recorded: install the same model under Models, then compare again.`
    return err(failure('verify.model-gone', message, { modelId: id, modelFingerprint: making.modelFingerprint }))
  }
  const { name, version, modelFingerprint } = engine.describe()
  const details = { modelId: id, recorded: making.modelFingerprint, installed: modelFingerprint }
  if (modelFingerprint !== making.modelFingerprint) {
    const message = `“${name}” is here with other files than those that wrote this song (another size or version), so nothing can be proved with it. Install the same one, ${making.modelFingerprint.slice(0, 12)}…, to compare.`
    return err(failure('verify.model-changed', message, details))
  }
  if (version !== making.engineVersion) {
    const message = `The model is the same, but this version of the studio works with it in another way (${version} instead of ${making.engineVersion}), so other bytes would prove nothing. The version that made the song can compare it.`
    return err(failure('verify.model-changed', message, { ...details, version, recordedVersion: making.engineVersion }))
  }
  return ok({ engine, request: asSaid(making.request), providers: making.providers })
}

/** What a song was made from, ready to be made again; or what stands in the way of proving anything. */
export const remakeOf = (engines: EngineShelf, original: Take | undefined): Result<Remake, Refusal> => {
  if (!original) return err(failure('verify.not-generated', 'This song was not generated here, so there is nothing to make it again from.'))
  const { plan, seed, prompt } = original
  if (!plan) return byModel(engines, original)
  const engine = engines.find(original.engine)
  if (engine && seed !== undefined) return ok({ engine, request: { prompt, seed, ...wishOfPlan(plan) }, providers: undefined })
  return err(
    failure('verify.no-record', 'This song has no recorded seed, or its engine is not part of this studio any more, so it cannot be made again to compare.'),
  )
}
