import { execFile } from 'node:child_process'

export type GraphicsCard = { readonly name: string; readonly memoryBytes: number }

const PATIENCE_MILLISECONDS = 4_000
const QUERY = ['--query-gpu=name,memory.total', '--format=csv,noheader,nounits']

/** Reads "NVIDIA GeForce RTX 3060, 12288" (MiB), the first card's line. */
export const parseGraphicsCard = (text: string): GraphicsCard | undefined => {
  const found = /^(.+),\s*(\d+)\s*$/m.exec(text)
  return found ? { name: (found[1] as string).trim(), memoryBytes: Number(found[2]) * 1024 ** 2 } : undefined
}

/** The NVIDIA card by its driver's own tool; undefined where there is none. Other makers have no such tool, so their memory stays unknown. */
export const findGraphicsCard = (): Promise<GraphicsCard | undefined> =>
  new Promise((resolve) => {
    execFile('nvidia-smi', QUERY, { timeout: PATIENCE_MILLISECONDS, windowsHide: true }, (cause, stdout) =>
      resolve(cause ? undefined : parseGraphicsCard(stdout)),
    )
  })
