import { resolve } from 'node:path'
import type { Command as Program } from '@commander-js/extra-typings'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { ModelId } from '../../../src-shared/models/catalog.ts'
import { type ModelFinding, type ModelView, models } from '../../../src-shared/models/contract.ts'
import { LoraName } from '../../../src-shared/models/lora.ts'
import { ask, unwrap } from '../ask.ts'
import type { RunCommand } from '../outcome.ts'
import type { StudioServices } from '../studio-services.ts'
import { table } from '../table.ts'

const SELL = { yes: 'yes', no: 'no', ask: 'ask first' } as const
const size = (bytes: number): string => (bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.max(1, Math.round(bytes / 1e6))} MB`)

const listModels = (studio: StudioServices) => ask(models.list, studio.handlers.models.list, {})

const modelIdOf = (words: string) => {
  const id = ModelId.safeParse(words.trim().toLowerCase())
  if (id.success) return id.data
  throw new FailureError(failure('model.unknown', `“${words}” is no model’s name. \`segno models list\` shows them.`))
}

const findModel = async (studio: StudioServices, words: string): Promise<ModelView> => {
  const id = modelIdOf(words)
  const { models: all } = await listModels(studio)
  const found = all.find((model) => model.id === id)
  if (!found)
    throw new FailureError(failure('model.unknown', `The studio does not know the model “${id}”. It knows: ${all.map((model) => model.id).join(', ')}.`))
  return found
}

const offered = ({ variants, variant, recommended }: ModelView) => variants.find(({ id }) => id === (variant ?? recommended)) ?? variants[0]

const stateWords = (model: ModelView): string => {
  if (model.isBundled) return 'comes with the studio'
  if (model.state === 'installed') return `installed (${model.variant ?? ''}, ${size(model.bytes)})`
  if (model.state === 'unfinished') return `begun (${size(model.bytes)})`
  if (model.state === 'damaged') return 'damaged'
  return offered(model)?.canDownload ? 'not installed' : 'import only'
}

const row = (model: ModelView): string[] => {
  const variant = offered(model)
  return [
    model.id,
    model.task,
    stateWords(model),
    variant ? `${variant.isAbout ? '~' : ''}${size(variant.downloadBytes || variant.diskBytes)}` : '',
    SELL[model.licence.mayISell],
    variant?.fit.verdict ?? '',
  ]
}

const describe = (model: ModelView): string =>
  [
    `${model.name} (${model.id}): ${model.summary}`,
    `Made by ${model.source}.`,
    `State: ${stateWords(model)}.${model.damage ? ` ${model.damage}` : ''}${model.lacks.length > 0 ? ` Without ${model.lacks.join(', ')}.` : ''}`,
    `Licence: ${model.licence.name}. May I sell what I make with it? ${model.licence.note}`,
    ...model.variants.map(
      (variant) =>
        `${variant.id === model.recommended ? '*' : '-'} ${variant.id} (${variant.name}): ${variant.canDownload ? `download ${variant.isAbout ? 'about ' : ''}${size(variant.downloadBytes || variant.diskBytes)}` : 'no download'}. ${variant.fit.sentence}`,
    ),
    ...(model.howToGet ? [model.howToGet] : []),
  ].join('\n')

const strengthOf = (words: string | undefined): number => {
  const strength = words === undefined ? 1 : Number(words)
  if (strength >= 0 && strength <= 2) return strength
  throw new FailureError(failure('lora.bad-strength', `“${words}” is no strength: say a number from 0 (as without the LoRA) to 2; 1 is as it was trained.`))
}

const loraNameOf = (words: string): string => {
  const name = LoraName.safeParse(words)
  if (name.success) return name.data
  throw new FailureError(failure('lora.bad-name', 'A LoRA’s name has 1 to 60 letters.'))
}

export const addModels = (program: Program, run: RunCommand): void => {
  const group = program.command('models').description('neural models: what there is, install, check, remove')

  group
    .command('list')
    .description('every model, whether it is here, its size, and whether what is made with it may be sold')
    .option('--installed', 'only those that are here', false)
    .action(({ installed }) =>
      run(async ({ studio }) => {
        const view = await listModels(studio)
        const shown = installed ? view.models.filter(({ state }) => state === 'installed' || state === 'damaged') : view.models
        const text = shown.length > 0 ? table(['Model', 'For', 'State', 'Size', 'May I sell it', 'Runs here'], shown.map(row)) : 'No model is installed.'
        return { json: { ...view, models: shown }, text: view.isSealed ? `${text}\nThe studio is sealed: nothing is downloaded.` : text }
      }),
    )

  group
    .command('show <model>')
    .description('one model in full: licence, forms, whether it runs here')
    .action((words) =>
      run(async ({ studio }) => {
        const model = await findModel(studio, words)
        return { json: model, text: describe(model) }
      }),
    )

  group
    .command('pull <model...>')
    .description('install models, go on with an interrupted download, or repair what is damaged')
    .option('--variant <id>', 'a form other than the one that suits this machine (segno models show MODEL)')
    .action((words, { variant }) =>
      run(async ({ studio, follow }) => {
        const ids = [...new Set(words.map(modelIdOf))]
        const jobIds = []
        for (const modelId of ids) {
          const known = await findModel(studio, modelId)
          if (known.isBundled) continue
          jobIds.push((await ask(models.install, studio.handlers.models.install, { modelId, ...(variant !== undefined && { variant }) })).jobId)
        }
        await follow(jobIds)
        const { models: all, folder } = await listModels(studio)
        const pulled = all.filter(({ id }) => ids.includes(id))
        return {
          json: { models: pulled, folder },
          text: pulled.map((model) => `${model.name} is ready (${size(model.bytes)}). ${model.licence.note}`).join('\n'),
        }
      }),
    )

  group
    .command('remove <model>')
    .description('delete a model, or what has been fetched of it')
    .action((words) =>
      run(async ({ studio }) => {
        const { name } = await findModel(studio, words)
        const { freedBytes } = await ask(models.remove, studio.handlers.models.remove, { modelId: modelIdOf(words) })
        return { json: { modelId: modelIdOf(words), freedBytes }, text: `${name} was removed; ${size(freedBytes)} are free again.` }
      }),
    )

  group
    .command('check [model]')
    .description('read every byte of what is installed and compare it with its checksum')
    .action((words) =>
      run(async ({ studio, follow }) => {
        let findings: readonly ModelFinding[] = []
        const stop = studio.events.on('models.checked', (checked) => {
          findings = checked.findings
        })
        const { jobId } = await ask(models.check, studio.handlers.models.check, words === undefined ? {} : { modelId: modelIdOf(words) })
        await follow([jobId])
        stop()
        const bad = findings.filter(({ problem }) => problem)
        const failed =
          bad.length > 0
            ? failure('model.damaged', bad.map(({ modelId, name, problem }) => `${name}: ${problem} \`segno models pull ${modelId}\` repairs it.`).join(' '))
            : undefined
        const text =
          findings.length > 0
            ? table(
                ['Model', 'Read', ''],
                findings.map(({ modelId, bytes, problem }) => [modelId, size(bytes), problem ?? 'every byte is right']),
              )
            : 'No model is installed.'
        return { json: { findings, ...(failed && { error: failed }) }, text, failure: failed }
      }),
    )

  group
    .command('import <path...>')
    .description('take in models from folders: ours (segno-model.json), files that the catalogue knows, or a LoRA (safetensors) for a MusicGen model')
    .option('--strength <0..2>', 'how much of a LoRA is added; 1 is as it was trained')
    .option('--base <model>', 'the model that a LoRA is added to; without it, the first that it fits')
    .option('--name <words>', 'what a LoRA is called here; without it, as its file')
    .action((paths, { strength, base, name }) =>
      run(async ({ studio, follow, folder }) => {
        let imported: { readonly modelIds: readonly string[]; readonly notes: readonly string[] } = { modelIds: [], notes: [] }
        const stop = studio.events.on('models.imported', (told) => {
          imported = told
        })
        const { jobId } = unwrap(
          await studio.importModels(
            paths.map((path) => resolve(folder, path)),
            {
              strength: strengthOf(strength),
              ...(base !== undefined && { baseId: modelIdOf(base) }),
              ...(name !== undefined && { name: loraNameOf(name) }),
            },
          ),
        )
        await follow([jobId])
        stop()
        const { models: all } = await listModels(studio)
        const taken = all.filter(({ id }) => imported.modelIds.includes(id))
        return {
          json: { models: taken, notes: imported.notes },
          text: [...taken.map(({ name, bytes }) => `${name} is ready (${size(bytes)}).`), ...imported.notes].join('\n'),
        }
      }),
    )
}
