import catalogJson from '../../models/catalog.json' with { type: 'json' }
import { Catalog } from '../../src-shared/models/catalog.ts'

const CHROMA = /^chroma-/

/** Programs for another system are left out: they could only be downloaded for nothing. */
export const forSystem = ({ models }: Catalog, platform: string, arch: string): Catalog => ({
  models: models.filter(({ id, task }) => task !== 'vector-store' || !CHROMA.test(id) || id === `chroma-${platform}-${arch}`),
})

/** What the studio knows how to get on this system. @throws ZodError a defect: the file ships with the studio */
export const readCatalog = (): Catalog => forSystem(Catalog.parse(catalogJson), process.platform, process.arch)
