import { open } from 'node:fs/promises'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import type { Cover } from '../audio/index.ts'
import { badCover } from './mixdown-failures.ts'

const MOST_BYTES = 10_000_000
const MAGIC = { 'image/jpeg': [0xff, 0xd8, 0xff], 'image/png': [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10] } as const

/** A picture for a file's tag. What it is, its first bytes say, not its name; anything else (an SVG, say) is refused. @throws FailureError export.bad-cover */
export const readCover = async (path: string): Promise<Cover> => {
  const file = await open(path, 'r').catch(() => Promise.reject(new FailureError(badCover(`there is no file ${path} that may be read.`))))
  try {
    const about = await file.stat()
    if (!about.isFile()) throw new FailureError(badCover(`${path} is not a file.`))
    if (about.size > MOST_BYTES) throw new FailureError(badCover(`it has ${Math.round(about.size / 1e6)} MB.`))
    const bytes = await file.readFile()
    const mimeType = (['image/jpeg', 'image/png'] as const).find((type) => MAGIC[type].every((byte, at) => bytes[at] === byte))
    if (!mimeType) throw new FailureError(badCover(`${path} is not a picture of a kind that every player shows.`))
    return { mimeType, bytes: Uint8Array.from(bytes) }
  } finally {
    await file.close()
  }
}
