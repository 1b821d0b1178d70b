import { z } from 'zod'
import { ModelId, type ModelLicence } from './catalog.ts'

/** How much of a LoRA is added: 0 is the model without it, 1 as the LoRA was trained. */
export const LoraStrength = z.number().min(0).max(2)
/** past this the window does not go: most LoRAs fall apart there. The command still does. */
export const USUAL_MOST_STRENGTH = 1.5

export const LoraName = z.string().trim().min(1).max(60)

/** What a model that has a LoRA in it says of it. */
export const LoraOfModel = z.object({ name: z.string(), baseId: z.string(), baseName: z.string(), strength: z.number() })
export type LoraOfModel = z.output<typeof LoraOfModel>

/** The id of a model with a LoRA: its base's, a dot, and the LoRA's name in 20 plain letters. The same name on the same base is the same model. */
export const loraModelId = (baseId: string, name: string): ModelId => {
  const own = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 20)
    .replace(/-+$/, '')
  return ModelId.parse(`${baseId.split('.')[0]}.${own || 'lora'}`)
}

/** The stricter of the two: what the base forbids stays forbidden, and a LoRA that names no terms has to be asked about. @param said '' where it names none */
export const licenceWithLora = (base: ModelLicence, said: string): ModelLicence => {
  const named = said.trim().slice(0, 80)
  const own = named === '' ? 'its LoRA names no licence' : `its LoRA is under “${named}”`
  return {
    id: base.id,
    name: `${base.name}; ${own}`.slice(0, 200),
    mayISell: base.mayISell === 'no' ? 'no' : 'ask',
    note: `${base.note} ${named === '' ? 'The LoRA names no licence: ask whoever made it.' : `The LoRA says “${named}”: read its terms, too.`}`.slice(0, 600),
  }
}
