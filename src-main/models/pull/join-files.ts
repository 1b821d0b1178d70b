import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Several files one behind the other in a new one, flushed. */
export const joinFiles = async (from: readonly string[], to: string, signal: AbortSignal): Promise<void> => {
  await mkdir(dirname(to), { recursive: true })
  for (const [index, path] of from.entries())
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), createWriteStream(to, { flags: index === 0 ? 'w' : 'a' }), { signal })
  const file = await open(to, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
