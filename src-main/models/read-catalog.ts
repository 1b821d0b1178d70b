import catalogJson from '../../models/catalog.json' with { type: 'json' }
import { Catalog } from '../../src-shared/models/catalog.ts'

/** What the studio knows how to get. @throws ZodError a defect: the file ships with the studio */
export const readCatalog = (): Catalog => Catalog.parse(catalogJson)
