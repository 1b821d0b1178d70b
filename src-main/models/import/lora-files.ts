import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

const ENDING = '.safetensors'

/** LoRA files among what was offered: the files themselves, and those that lie at once in an offered folder (where PEFT puts them). The rest is for others. */
export const splitLoras = async (paths: readonly string[]): Promise<{ readonly loras: readonly string[]; readonly others: readonly string[] }> => {
  const loras: string[] = []
  const others: string[] = []
  for (const path of paths) {
    const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() ?? false
    const inside = isFolder ? (await readdir(path)).filter((name) => name.endsWith(ENDING)).map((name) => join(path, name)) : []
    if (path.endsWith(ENDING)) loras.push(path)
    else if (inside.length > 0) loras.push(...inside)
    else others.push(path)
  }
  return { loras, others }
}
