import { join } from 'node:path'

/** Models small and free enough to ship with the studio: `resources/models` beside the sources, and beside the archive in a packaged app. */
export const bundledModelsFolder = (here: string = import.meta.dirname, resourcesPath: string | undefined = process.resourcesPath): string =>
  /[\\/]app\.asar[\\/]/.test(here) && resourcesPath ? join(resourcesPath, 'models') : join(here, '..', '..', 'resources', 'models')
