import type { SmallWave } from '../../src-shared/audio/small-wave.ts'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { studio } from '../bridge/studio-client.ts'
import type { WaveShape } from '../elements/index.ts'

const FULL_SCALE = 127
/** Rows come into sight together: what is asked for within a frame is one question. */
const TOGETHER_MILLISECONDS = 16
const MOST = 500

export const shapeOfWave = (wave: SmallWave): WaveShape => {
  const count = wave.length / 2
  const floats = (from: number) => Float32Array.from(wave.subarray(from, from + count), (value) => value / FULL_SCALE)
  return { min: floats(0), max: floats(count) }
}
const waveOf = (text: string): SmallWave => new Int8Array(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer)

type Asker = (shape: WaveShape | undefined) => void
let asked = new Map<Sha256, Asker[]>()

const askNow = async (): Promise<void> => {
  const askers = [...asked]
  asked = new Map()
  for (let from = 0; from < askers.length; from += MOST) {
    const part = askers.slice(from, from + MOST)
    const reply = await studio.library.waves({ audioSha256s: part.map(([sha256]) => sha256) })
    part.forEach(([, waiting], i) => {
      const text = reply.ok ? reply.value.waves[i] : undefined
      for (const answer of waiting) answer(text ? shapeOfWave(waveOf(text)) : undefined)
    })
  }
}

/** The small picture of a song; undefined: it is not made yet, or cannot be had. */
export const askForWave = (audioSha256: Sha256): Promise<WaveShape | undefined> =>
  new Promise((resolve) => {
    if (asked.size === 0) setTimeout(() => void askNow(), TOGETHER_MILLISECONDS)
    asked.set(audioSha256, [...(asked.get(audioSha256) ?? []), resolve])
  })
