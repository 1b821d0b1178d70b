import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { setImmediate as breathe } from 'node:timers/promises'
import { readSmallWave, type SmallWave } from '../../../src-shared/audio/small-wave.ts'

const readOne = (path: string): SmallWave | undefined => {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    // not computed yet: whoever needs it has it made
    return undefined
  }
  try {
    return readSmallWave(fstatSync(file).size, (from, count) => {
      const bytes = new Uint8Array(count)
      return bytes.subarray(0, readSync(file, bytes, 0, count, from))
    })
  } finally {
    closeSync(file)
  }
}

/** Small pictures out of waveform files, one after another; null: there is no whole file. For a thread that may wait for a disk. @throws AbortError */
export const readSmallWaves = async (paths: readonly string[], signal?: AbortSignal): Promise<(SmallWave | null)[]> => {
  const waves: (SmallWave | null)[] = []
  for (const path of paths) {
    if (waves.length > 0) await breathe()
    signal?.throwIfAborted()
    waves.push(readOne(path) ?? null)
  }
  return waves
}
