import { registerHooks } from 'node:module'

export type LlamaLibrary = typeof import('node-llama-cpp')

export const TRIAL = '/node-llama-cpp/dist/bindings/utils/testBindingBinary.js'

/**
 * The runtime tries each binary in a Node process of its own before it loads it. A packaged app cannot start one (its fuses forbid running as Node), so
 * there every binary would count as unfit. This process is itself the one that may crash: within Electron the trial is left out.
 */
export const leaveOutTheTrial = () =>
  registerHooks({
    load: (url, context, next) =>
      url.endsWith(TRIAL) ? { format: 'module', source: 'export const testBindingBinary = async () => true', shortCircuit: true } : next(url, context),
  })

export const openLlamaLibrary = (): Promise<LlamaLibrary> => {
  if (process.versions.electron !== undefined) leaveOutTheTrial()
  return import('node-llama-cpp')
}
