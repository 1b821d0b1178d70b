import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Decoded sounds on disk. Unpacking the Vorbis samples of a band costs up to a second, reading them back a few milliseconds. Files are named
 * by the sha-256 of the packed bytes, so any SoundFont may share the folder; it cannot grow beyond the fonts' unpacked size (about 130 MB
 * for FluidR3Mono). Sixteen bits, as the font was recorded: cached and fresh sounds are the same numbers.
 */
export type PcmCache = { read(packed: Uint8Array, decode: () => Float32Array): Float32Array }

const toFloat = (pcm: Int16Array): Float32Array => {
  const samples = new Float32Array(pcm.length)
  for (let i = 0; i < pcm.length; i++) samples[i] = (pcm[i] as number) / 32768
  return samples
}

const toPcm = (samples: Float32Array): Int16Array => {
  const pcm = new Int16Array(samples.length)
  for (let i = 0; i < samples.length; i++) pcm[i] = Math.max(-32768, Math.min(32767, Math.round((samples[i] as number) * 32768)))
  return pcm
}

export const createPcmCache = (folder: string | undefined): PcmCache => {
  const home = folder && join(folder, 'sounds')
  const remembered = (path: string): Int16Array | undefined => {
    try {
      const bytes = readFileSync(path)
      if (bytes.length === 0 || bytes.length % 2 === 1) return undefined
      return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
    } catch {
      return undefined
    }
  }
  /** A cache that cannot be written (full disk, read-only folder) costs time, not music. */
  const remember = (path: string, pcm: Int16Array): void => {
    const draft = `${path}.${randomUUID()}`
    try {
      if (home) mkdirSync(home, { recursive: true })
      writeFileSync(draft, new Uint8Array(pcm.buffer))
      renameSync(draft, path)
    } catch {
      rmSync(draft, { force: true })
    }
  }
  return {
    read(packed, decode) {
      const path = home && join(home, `${createHash('sha256').update(packed).digest('hex').slice(0, 32)}.pcm`)
      const known = path ? remembered(path) : undefined
      if (known) return toFloat(known)
      const pcm = toPcm(decode())
      if (path) remember(path, pcm)
      return toFloat(pcm)
    },
  }
}
