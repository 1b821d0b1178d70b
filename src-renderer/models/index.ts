export { chooseLora } from './lora-store.ts'
export { ModelsPage } from './ModelsPage.tsx'
export { modelsActions } from './models-actions.ts'
export { checkModels, connectModels, importModels } from './models-store.ts'
