import type { Provider } from '../../src-shared/hardware/contract.ts'

const NAMES: Readonly<Record<Provider, string>> = {
  cuda: 'NVIDIA graphics card (CUDA)',
  dml: 'Graphics card (DirectML)',
  coreml: 'Apple graphics and neural engine (Core ML)',
  webgpu: 'Graphics card (WebGPU)',
  cpu: 'Processor',
}
export const nameOf = (provider: Provider): string => NAMES[provider]

/** Those that this kind of computer can have at all, in the order in which they are preferred. */
export const providersOf = (platform: NodeJS.Platform, arch: string): readonly Provider[] => {
  if (platform === 'win32') return ['dml', 'webgpu', 'cpu']
  if (platform === 'darwin') return ['coreml', 'webgpu', 'cpu']
  return arch === 'x64' ? ['cuda', 'webgpu', 'cpu'] : ['cpu']
}

/** What ONNX Runtime 1.30 says, in a musician's words; what is not known here is shown as it came, without the place in its sources. */
export const inWords = (why: string): string => {
  if (/failed to load shared library/i.test(why)) return 'ONNX Runtime’s libraries for it, or the ones they need, are not on this computer.'
  if (/no supported adapters|failed to get a webgpu adapter/i.test(why)) return 'No graphics adapter answered.'
  const sentence = why.replace(/^\/\S+:\d+ .*? was false\. /, '').trim()
  return sentence === '' || sentence.endsWith('.') ? sentence : `${sentence}.`
}

/** What a musician can do about one that does not work. */
export const howToGet = (provider: Provider, hasGraphicsCard: boolean): string => {
  switch (provider) {
    case 'cuda':
      return hasGraphicsCard
        ? 'Install CUDA 12 and cuDNN 9 for your system, then run “npm run cuda” once in the studio’s folder: it fetches ONNX Runtime’s CUDA libraries and tries again.'
        : 'It needs an NVIDIA graphics card with its driver; none answered here (nvidia-smi). Then install CUDA 12 and cuDNN 9 and run “npm run cuda” once in the studio’s folder.'
    case 'webgpu':
      return 'It needs a graphics card with an up-to-date driver for Vulkan (Linux), DirectX 12 (Windows) or Metal (macOS).'
    case 'dml':
      return 'It needs a DirectX 12 graphics card with an up-to-date driver.'
    case 'coreml':
      return 'It needs a Mac with Apple silicon.'
    case 'cpu':
      return 'Install the studio again: its own libraries are missing.'
  }
}
