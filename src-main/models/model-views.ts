import type { CatalogModel } from '../../src-shared/models/catalog.ts'
import type { ModelState, ModelView, VariantView } from '../../src-shared/models/contract.ts'
import { fitOf, type Machine } from '../../src-shared/models/fit.ts'
import type { LoraOfModel } from '../../src-shared/models/lora.ts'
import { canDownload, diskBytes, downloadBytes, fetchedFiles, recommendVariant } from './choose-variant.ts'
import type { InstalledModel, ModelManifest } from './installed-model.ts'
import type { DamagedModel } from './model-shelf.ts'

/** What is on the disk of one model. */
export type OnDisk = {
  readonly installed?: InstalledModel | undefined
  readonly manifest?: ModelManifest | undefined
  readonly damaged?: DamagedModel | undefined
  readonly incomingBytes: number
}

const sum = (manifest: ModelManifest | undefined): number => manifest?.files.reduce((total, { bytes }) => total + bytes, 0) ?? 0

const stateOf = ({ installed, damaged, incomingBytes }: OnDisk): ModelState =>
  installed ? 'installed' : damaged ? 'damaged' : incomingBytes > 0 ? 'unfinished' : 'absent'

const variantViews = ({ variants }: CatalogModel, machine: Machine): VariantView[] =>
  variants.map((variant) => ({
    id: variant.id,
    name: variant.name,
    runsOn: variant.runsOn,
    downloadBytes: downloadBytes(variant),
    diskBytes: diskBytes(variant),
    isAbout: fetchedFiles(variant).some(({ bytes }) => bytes === undefined),
    canDownload: canDownload(variant),
    fit: fitOf(variant, machine),
  }))

/** A model of the catalogue as it stands on this machine. */
export const viewOfKnown = (model: CatalogModel, disk: OnDisk, machine: Machine): ModelView => {
  const { id, name, task, summary, licence, source, howToGet } = model
  const variant = disk.manifest?.variant
  const files = model.variants.find((one) => one.id === variant)?.files ?? []
  const lacks = disk.installed
    ? files.filter(({ role, isOptional }) => isOptional && !disk.installed?.files[role]).map(({ path, purpose }) => purpose ?? path)
    : []
  return {
    id,
    name,
    task,
    summary,
    licence,
    source,
    howToGet,
    state: stateOf(disk),
    isBundled: disk.installed?.isBundled ?? false,
    variant,
    bytes: disk.installed || disk.damaged ? sum(disk.manifest) : disk.incomingBytes,
    damage: disk.damaged?.sentence,
    lacks,
    variants: variantViews(model, machine),
    recommended: recommendVariant(model, machine)?.id,
  }
}

/** A model with a LoRA says in its manifest whose it is. */
const loraOf = (manifest: ModelManifest | undefined, nameOf: (modelId: string) => string | undefined): LoraOfModel | undefined => {
  const { lora, loraBase, loraStrength } = manifest?.params ?? {}
  if (typeof lora !== 'string' || typeof loraBase !== 'string' || typeof loraStrength !== 'number') return undefined
  return { name: lora, baseId: loraBase, baseName: nameOf(loraBase) ?? loraBase, strength: loraStrength }
}

/** A model that the musician brought and the catalogue does not know: its manifest is all there is. @param nameOf of another model that is here */
export const viewOfStranger = (modelId: ModelView['id'], disk: OnDisk, nameOf: (modelId: string) => string | undefined): ModelView => {
  const lora = loraOf(disk.manifest, nameOf)
  return {
    id: modelId,
    name: disk.manifest?.name ?? modelId,
    task: disk.manifest?.task ?? 'text-to-music',
    summary: lora
      ? `The LoRA “${lora.name}” in its weights, at ${Math.round(lora.strength * 100)} % of its strength.`
      : 'Brought in from a folder; the catalogue does not know it.',
    licence: disk.manifest?.licence ?? { id: 'unknown', name: 'Unknown', mayISell: 'ask', note: 'Its folder does not say. Ask whoever made it.' },
    source: lora ? `${lora.baseName}, and whoever trained the LoRA` : 'Your own folder',
    state: stateOf(disk),
    isBundled: disk.installed?.isBundled ?? false,
    variant: disk.manifest?.variant,
    bytes: sum(disk.manifest),
    damage: disk.damaged?.sentence,
    lacks: [],
    lora,
    variants: [],
  }
}
