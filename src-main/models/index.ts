/** Models: the catalogue, what is installed, and how it gets here. */
export type { InstalledModel } from './installed-model.ts'
export { createModelShelf, type ModelShelf } from './model-shelf.ts'
export { readCatalog } from './read-catalog.ts'
