import type { ChannelOrder } from './sound-source.ts'

/** [left, right] weight of each WAVE speaker bit, ITU-R BS.775-3 Annex 4; the effects channel is left out, as the standard advises. */
const HALF_POWER = Math.SQRT1_2
const SPEAKERS: readonly (readonly [number, number])[] = [
  [1, 0], // front left
  [0, 1], // front right
  [HALF_POWER, HALF_POWER], // centre
  [0, 0], // low-frequency effects
  [HALF_POWER, 0], // back left
  [0, HALF_POWER], // back right
  [1, 0], // left of centre
  [0, 1], // right of centre
  [0.5, 0.5], // back centre
  [HALF_POWER, 0], // side left
  [0, HALF_POWER], // side right
]
/** speaker bits where the file does not say, by channel count (Microsoft's and FLAC's usual layouts) */
const USUAL_MASKS: Readonly<Record<number, number>> = { 3: 0x7, 4: 0x33, 5: 0x37, 6: 0x3f, 7: 0x70f, 8: 0x63f }
/** Vorbis I 4.3.9: where each WAVE channel lies in a Vorbis or Opus stream */
const VORBIS_TO_WAVE: Readonly<Record<number, readonly number[]>> = {
  3: [0, 2, 1],
  5: [0, 2, 1, 3, 4],
  6: [0, 2, 1, 5, 3, 4],
  7: [0, 2, 1, 6, 5, 3, 4],
  8: [0, 2, 1, 7, 5, 6, 3, 4],
}

type Weights = readonly (readonly [number, number])[]

/** One [left, right] pair a channel, scaled so that full scale in never exceeds full scale out. */
export const downMixWeights = (channelCount: number, channelMask: number, order: ChannelOrder): Weights => {
  const bits = (mask: number) => SPEAKERS.filter((_, bit) => mask & (1 << bit))
  const named = bits(channelMask)
  const usual = bits(USUAL_MASKS[channelCount] ?? 0)
  const wave = named.length === channelCount ? named : usual.length === channelCount ? usual : undefined
  const raw: Weights = wave ?? Array.from({ length: channelCount }, (_, i) => (i % 2 === 0 ? ([1, 0] as const) : ([0, 1] as const)))
  const seats = order === 'vorbis' && wave ? VORBIS_TO_WAVE[channelCount] : undefined
  const seated = seats ? raw.map((_, channel) => raw[seats.indexOf(channel)] ?? ([0, 0] as const)) : raw
  const loudest = Math.max(1e-9, ...[0, 1].map((side) => seated.reduce((sum, pair) => sum + (pair[side] ?? 0), 0)))
  return seated.map(([left, right]) => [left / loudest, right / loudest] as const)
}

export const downMix = (channels: readonly Float32Array[], weights: Weights): [Float32Array, Float32Array] => {
  const frames = channels[0]?.length ?? 0
  const left = new Float32Array(frames)
  const right = new Float32Array(frames)
  channels.forEach((samples, channel) => {
    const [toLeft, toRight] = weights[channel] ?? [0, 0]
    for (let i = 0; i < frames; i++) {
      const value = samples[i] as number
      left[i] = (left[i] as number) + value * toLeft
      right[i] = (right[i] as number) + value * toRight
    }
  })
  return [left, right]
}
