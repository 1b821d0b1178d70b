import type { Facts } from '../entries/facts.ts'
import { keyDistance, tempoDistance } from './music-distance.ts'
import type { Wanted } from './wanted.ts'

/** One octave of tempo is far: songs within some 5 % feel alike. In octaves. */
const TEMPO_WIDTH = 0.1
/** "slow" and "fast" as tempos, bpm: ends of a scale in octaves */
const PACE_BPM = { slowest: 55, fastest: 160 } as const
const PACE_WIDTH = 0.35

type Vote = { readonly weight: number; readonly value: number }
const mean = (votes: readonly (Vote | undefined)[]): number => {
  let [sum, weights] = [0, 0]
  for (const vote of votes) {
    if (!vote) continue
    sum += vote.weight * vote.value
    weights += vote.weight
  }
  return weights > 0 ? sum / weights : 0
}
const share = (wanted: readonly string[], found: ReadonlySet<string>): number => wanted.filter((one) => found.has(one)).length / wanted.length
const bell = (distance: number, width: number): number => Math.exp(-((distance / width) ** 2))

/** How well style, instruments and mood fit what is wanted, 0..1; 0 where nothing of them is asked for. */
export const rateTags = (wanted: Wanted, facts: Facts): number => {
  const instruments = new Set(facts.parts.map(({ instrument }) => instrument))
  const moods = new Set(facts.moodWords)
  if ([...wanted.without].some((id) => instruments.has(id))) return 0
  return mean([
    wanted.style === undefined ? undefined : { weight: 1, value: wanted.style === facts.style ? 1 : 0 },
    wanted.instruments.length > 0 ? { weight: 1.2, value: share(wanted.instruments, instruments) } : undefined,
    wanted.moodWords.length > 0 ? { weight: 0.8, value: share(wanted.moodWords, moods) } : undefined,
    wanted.valence === undefined ? undefined : { weight: 0.4, value: facts.valence === undefined ? 0 : bell(wanted.valence - facts.valence, 0.25) },
    wanted.energy === undefined ? undefined : { weight: 0.4, value: facts.energy === undefined ? 0 : bell(wanted.energy - facts.energy, 0.25) },
  ])
}

const paceOf = (bpm: number): number => Math.log2(bpm / PACE_BPM.slowest) / Math.log2(PACE_BPM.fastest / PACE_BPM.slowest)

const rateKey = ({ tonic, mode }: Wanted, { key }: Facts): number => {
  if (!key) return 0
  if (tonic === undefined) return mode === key.mode ? 1 : 0
  if (tonic === key.tonic && (mode === undefined || mode === key.mode)) return 1
  return 0.8 * (1 - keyDistance({ tonic, mode: mode ?? key.mode }, key) / 6)
}

/** How near tempo, key and meter are to what is wanted, 0..1; 0 where none of them is asked for. */
export const rateHarmony = (wanted: Wanted, facts: Facts): number =>
  mean([
    wanted.tempoBpm === undefined
      ? undefined
      : { weight: 1, value: facts.tempoBpm === undefined ? 0 : bell(tempoDistance(wanted.tempoBpm, facts.tempoBpm), TEMPO_WIDTH) },
    wanted.pace === undefined || wanted.tempoBpm !== undefined
      ? undefined
      : { weight: 0.7, value: facts.tempoBpm === undefined ? 0 : bell(wanted.pace - paceOf(facts.tempoBpm), PACE_WIDTH) },
    wanted.tonic === undefined && wanted.mode === undefined ? undefined : { weight: 0.8, value: rateKey(wanted, facts) },
    wanted.timeSignature === undefined
      ? undefined
      : {
          weight: 0.8,
          value: wanted.timeSignature.beats === facts.timeSignature?.beats && wanted.timeSignature.unit === facts.timeSignature.unit ? 1 : 0,
        },
  ])
