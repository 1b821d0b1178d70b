import { GAIN_BLOCK } from '../../../../src-shared/dsp/limiter.ts'
import type { Part, Score } from '../../../../src-shared/score/score.ts'
import type { BusKind } from './bus.ts'
import { createChipPart } from './chip-part.ts'
import { createBlockMeter } from './kernel/effects.ts'
import type { Kernel } from './kernel/kernel.ts'
import { blockTruePeaks } from './kernel/true-peaks.ts'
import type { Premaster } from './master.ts'
import { createMixer, type StripTap } from './mixer.ts'
import type { PartSound } from './part-sound.ts'
import type { SoundBank } from './sound-bank.ts'
import { createSoundfontPart } from './soundfont-part.ts'
import { CHUNK_FRAMES, SPAN_BLOCK } from './stretch.ts'
import { createSubPart } from './sub-part.ts'
import { createTexturePart } from './texture-part.ts'

export const SAMPLE_RATE_HZ = 44_100

/** Frames `fromFrame`..`toFrame` of a song of `lengthFrames`. */
export type Span = { readonly fromFrame: number; readonly toFrame: number; readonly lengthFrames: number }

/** What the renderer calls between chunks: looks at cancel and pause (throws AbortError) and hears how far it is, 0..1. */
export type Between = (fraction: number) => void

/** The sounding means of one thread. */
export type Instruments = { readonly bank: SoundBank; readonly kernel: Kernel }

export const createPartSound = (part: Part, score: Score, { bank, kernel }: Instruments, fromFrame: number): PartSound => {
  const { voice } = part
  switch (voice.kind) {
    case 'soundfont':
      return createSoundfontPart(part, { isDrumKit: false, bank: voice.bank, program: voice.program }, score.tempoMap, bank, kernel, SAMPLE_RATE_HZ, fromFrame)
    case 'drumkit':
      return createSoundfontPart(part, { isDrumKit: true, bank: 128, program: voice.program }, score.tempoMap, bank, kernel, SAMPLE_RATE_HZ, fromFrame)
    case 'chip':
      return createChipPart(part, voice.wave, score.tempoMap, kernel, SAMPLE_RATE_HZ, fromFrame)
    case 'sub':
      return createSubPart(part, voice.drive, score.tempoMap, kernel, SAMPLE_RATE_HZ, fromFrame)
    case 'texture':
      return createTexturePart(part, voice.texture, score.tempoMap, kernel, SAMPLE_RATE_HZ, fromFrame)
  }
}

/** Seconds over which each kind of ending goes to silence. */
const endFadeSeconds = (ending: Score['ending'], lengthSeconds: number): number =>
  ending === 'fade' ? Math.min(12, lengthSeconds * 0.2) : ending === 'ring' ? Math.min(2, lengthSeconds * 0.1) : 0.06

/** The last bars' gain, 1 .. 0: a fade that is even to the ear for 'fade', a rounded close for the others. */
const endGain = (ending: Score['ending'], lengthFrames: number): ((frame: number) => number) => {
  const frames = endFadeSeconds(ending, lengthFrames / SAMPLE_RATE_HZ) * SAMPLE_RATE_HZ
  const start = lengthFrames - frames
  return (frame) => {
    if (frame <= start) return 1
    if (frame >= lengthFrames) return 0
    const x = (frame - start) / frames
    const round = 0.5 + 0.5 * Math.cos(Math.PI * x)
    return ending === 'fade' ? round ** 1.5 : round
  }
}

/** Effects remember: this much sound is rendered before a window's first frame and thrown away. */
export const PRE_ROLL_SECONDS = 3.2

/** What is heard of a score: all parts through the whole bus, unless it says otherwise. */
export type Listening = { readonly bus?: BusKind /** index of the only part that sounds */; readonly solo?: number; readonly tap?: StripTap }

/** One stretch of sound at kernel pointers, valid until the next one. Those before `startFrame` warm the effects up. */
export type Stretch = { readonly fromFrame: number; readonly count: number; readonly leftAt: number; readonly rightAt: number }

const align = (frame: number): number => Math.floor(frame / SPAN_BLOCK) * SPAN_BLOCK

/**
 * Plays a span of a score, stretch by stretch, in the kernel's scratch. A span that starts later than frame 0 is warmed up, so that ringing
 * notes, reverb and compressor arrive as they would in the whole song.
 */
export function* playSpan(score: Score, span: Span, { bank, kernel }: Instruments, between: Between, listening: Listening = {}): Generator<Stretch> {
  const { solo, tap } = listening
  const startFrame = align(span.fromFrame)
  const warmFrame = align(Math.max(0, startFrame - PRE_ROLL_SECONDS * SAMPLE_RATE_HZ))
  const sounds = score.parts.map((part, index) => {
    if (solo !== undefined && solo !== index) return undefined
    between(0)
    return createPartSound(part, score, { bank, kernel }, warmFrame)
  })
  const mixer = createMixer(kernel, score, SAMPLE_RATE_HZ, listening.bus)
  const { leftAt, rightAt } = mixer
  const gainAt = endGain(score.ending, span.lengthFrames)
  for (let from = warmFrame; from < span.toFrame; ) {
    const isWarmUp = from < startFrame
    const count = Math.min(CHUNK_FRAMES, (isWarmUp ? startFrame : span.toFrame) - from)
    between((from - warmFrame) / (span.toFrame - warmFrame))
    mixer.mix(sounds, from, count, isWarmUp ? undefined : tap)
    if (gainAt(from + count) < 1) {
      const l = kernel.view(leftAt, count)
      const r = kernel.view(rightAt, count)
      for (let i = 0; i < count; i++) {
        const gain = gainAt(from + i)
        l[i] = (l[i] as number) * gain
        r[i] = (r[i] as number) * gain
      }
    }
    yield { fromFrame: from, count, leftAt, rightAt }
    from += count
  }
}

/**
 * Renders a span of a score to the mix before mastering. The result's arrays start at `span.fromFrame` rounded down to a gain block
 * (`startFrame`).
 */
export const renderSpan = (
  score: Score,
  span: Span,
  instruments: Instruments,
  between: Between,
  listening: Listening = {},
): Premaster & { readonly startFrame: number } => {
  const { kernel } = instruments
  const startFrame = align(span.fromFrame)
  const frames = span.toFrame - startFrame
  const blocks = Math.ceil(frames / GAIN_BLOCK)
  const left = new Float32Array(frames)
  const right = new Float32Array(frames)
  const energies = new Float64Array(blocks)
  const peaks = new Float32Array(blocks)
  kernel.begin()
  const meter = createBlockMeter(kernel, SAMPLE_RATE_HZ, GAIN_BLOCK, CHUNK_FRAMES / GAIN_BLOCK)
  for (const { fromFrame, count, leftAt, rightAt } of playSpan(score, span, instruments, between, listening)) {
    if (fromFrame < startFrame) continue
    const offset = fromFrame - startFrame
    meter(leftAt, rightAt, count, energies, peaks, offset / GAIN_BLOCK)
    left.set(kernel.view(leftAt, count), offset)
    right.set(kernel.view(rightAt, count), offset)
  }
  peaks.set(blockTruePeaks(kernel, [left, right]))
  return { left, right, lengthFrames: frames, energies, peaks, startFrame }
}
