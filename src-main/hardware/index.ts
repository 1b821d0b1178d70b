/** What models can run on here, as measured. */
export { hardwareHandlers, modelsHaveHardware } from './hardware-handlers.ts'
export { createHardwareService, type HardwareService } from './hardware-service.ts'
