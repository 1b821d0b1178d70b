import { GAIN_BLOCK } from '../../../../src-shared/dsp/limiter.ts'
import { gatedLoudness } from '../../../../src-shared/dsp/loudness.ts'
import { ticksPerBar } from '../../../../src-shared/score/musical-time.ts'
import type { Part, PartRole, Score } from '../../../../src-shared/score/score.ts'
import { findStyle } from '../styles/index.ts'
import { createAmp } from './amp.ts'
import { createBlockMeter } from './kernel/effects.ts'
import { createPartSound, type Instruments, SAMPLE_RATE_HZ } from './render-score.ts'
import { CHUNK_FRAMES, SPAN_BLOCK } from './stretch.ts'
import { createStripFilter } from './strip-filter.ts'
import { createFrameClock } from './timeline.ts'

/** How loud each role is while it plays, LUFS before the master: what a listener should hear in front and what behind. */
const SONG: Readonly<Record<PartRole, number>> = {
  drums: -18,
  bass: -20,
  lead: -19,
  chords: -22,
  arp: -25,
  pad: -26,
  counter: -25,
  percussion: -28,
  texture: -40,
}
const BY_STYLE: Readonly<Record<string, Partial<Record<PartRole, number>>>> = {
  lofi: { drums: -19.5, chords: -20, lead: -20, texture: -37 },
  house: { drums: -17, bass: -19, chords: -22, pad: -25, lead: -20.5, arp: -24 },
  ambient: { pad: -20, bass: -23, lead: -22, arp: -24, counter: -25, chords: -22, drums: -26, percussion: -30, texture: -36 },
  chip: { drums: -19, bass: -19, lead: -18, arp: -22.5, chords: -22.5 },
}
const LISTEN_BARS = 4

/** The bars where the part is busiest. */
const busiestBar = (part: Part, barTicks: number, barCount: number): number => {
  const weight = new Float64Array(barCount + 1)
  for (const note of part.notes) {
    const bar = Math.min(barCount - 1, Math.floor(note.startTicks / barTicks))
    weight[bar] = (weight[bar] ?? 0) + note.velocity * Math.sqrt(Math.min(note.lengthTicks, barTicks))
  }
  let best = 0
  let most = -1
  for (let bar = 0; bar < barCount; bar++) {
    let sum = 0
    for (let i = bar; i < Math.min(barCount, bar + LISTEN_BARS); i++) sum += weight[i] ?? 0
    if (sum > most) {
      most = sum
      best = bar
    }
  }
  return best
}

/** Loudness of a part at fader 0 over its busiest bars, LUFS; undefined when it is silent. */
export const partLoudness = (part: Part, score: Score, instruments: Instruments): number | undefined => {
  const { kernel } = instruments
  const barTicks = ticksPerBar(score.timeSignature)
  const frameAt = createFrameClock(score.tempoMap, SAMPLE_RATE_HZ)
  const bar = part.voice.kind === 'texture' ? 0 : busiestBar(part, barTicks, score.barCount)
  const from = Math.floor(frameAt(bar * barTicks) / SPAN_BLOCK) * SPAN_BLOCK
  const frames = Math.max(SAMPLE_RATE_HZ * 3, Math.min(SAMPLE_RATE_HZ * 9, frameAt((bar + LISTEN_BARS) * barTicks) - from))
  kernel.begin()
  const sound = createPartSound(part, score, instruments, from)
  const filter = createStripFilter(kernel, part.mix, SAMPLE_RATE_HZ)
  const amp = part.mix.ampDrive === undefined ? undefined : createAmp(kernel, part.mix.ampDrive, SAMPLE_RATE_HZ)
  const blocks = CHUNK_FRAMES / GAIN_BLOCK
  const meter = createBlockMeter(kernel, SAMPLE_RATE_HZ, GAIN_BLOCK, blocks)
  const leftAt = kernel.scratchFrames(CHUNK_FRAMES + 4)
  const rightAt = kernel.scratchFrames(CHUNK_FRAMES + 4)
  const chunks = Math.ceil(frames / CHUNK_FRAMES)
  const energies = new Float64Array(chunks * blocks)
  const peaks = new Float32Array(chunks * blocks)
  for (let chunk = 0; chunk < chunks; chunk++) {
    kernel.view(leftAt, CHUNK_FRAMES).fill(0)
    kernel.view(rightAt, CHUNK_FRAMES).fill(0)
    sound.render(leftAt, rightAt, from + chunk * CHUNK_FRAMES, CHUNK_FRAMES)
    filter?.(leftAt, rightAt, CHUNK_FRAMES)
    amp?.(leftAt, rightAt, CHUNK_FRAMES)
    meter(leftAt, rightAt, CHUNK_FRAMES, energies, peaks, chunk * blocks)
  }
  const perStep = 105
  const steps = Float64Array.from({ length: Math.floor(energies.length / perStep) }, (_, step) => {
    let sum = 0
    for (let i = step * perStep; i < (step + 1) * perStep; i++) sum += energies[i] ?? 0
    return sum
  })
  return gatedLoudness(steps, perStep * GAIN_BLOCK)
}

/**
 * Sets every fader (`mix.gainDb`) so that each part is as loud as its role and the style want, whatever instrument plays it and however
 * busy it is. The faders are stored in the score, so that later renderings of single bars sit in the mix as the song does.
 *
 * @param settled ids of parts whose faders are already set
 */
export const balanceScore = (score: Score, instruments: Instruments, settled: ReadonlySet<string>, between: () => void): Score => ({
  ...score,
  parts: score.parts.map((part) => {
    if (settled.has(part.id) || (part.notes.length === 0 && part.voice.kind !== 'texture')) return part
    between()
    const loudness = partLoudness(part, score, instruments)
    if (loudness === undefined) return part
    const target = findStyle(score.style)?.loudness?.[part.role] ?? BY_STYLE[score.style]?.[part.role] ?? SONG[part.role]
    return { ...part, mix: { ...part.mix, gainDb: Math.round(Math.min(30, Math.max(-30, target - loudness)) * 10) / 10 } }
  }),
})
