import { dbToGain } from '../../../../src-shared/kernel/units.ts'
import type { Part, Score } from '../../../../src-shared/score/score.ts'
import { createAmp } from './amp.ts'
import { type BusKind, createBus } from './bus.ts'
import { createChorus } from './chorus.ts'
import { createDucking } from './ducking.ts'
import { createEcho, createReverb } from './kernel/effects.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { PartSound } from './part-sound.ts'
import { CHUNK_FRAMES } from './stretch.ts'
import { createStripFilter } from './strip-filter.ts'

/** A strip of the desk: filters, width, ducking, fader, pan and sends of one part. */
type Strip = {
  readonly part: Part
  readonly filter: ReturnType<typeof createStripFilter>
  readonly amp: ReturnType<typeof createAmp> | undefined
  readonly widen: ReturnType<typeof createChorus> | undefined
  /** drive of the rounding on the drum bus, 0 = none */
  readonly clip: number
  readonly gain: number
  readonly gainLeft: number
  readonly gainRight: number
  readonly room: number
  readonly hall: number
  readonly echo: number
  readonly duckDb: number
  /** frames of silence since the part last sounded: filters and chorus ring a little longer than the part */
  quietFrames: number
}

const sendGain = (db: number): number => (db <= -59 ? 0 : dbToGain(db))

/** How much of a part is answered by its drifting double. */
const WIDTH: Readonly<Partial<Record<Part['role'], number>>> = { pad: 0.8, chords: 0.6, arp: 0.55, counter: 0.4, lead: 0.22 }
/** Drum bus: peaks are rounded off at 1/this of full scale after the fader. */
const DRUM_CLIP: Readonly<Record<string, number>> = { house: 3, lofi: 2.2, 'acoustic-pop': 1.5 }

const createStrip = (kernel: Kernel, part: Part, { style, master }: Pick<Score, 'style' | 'master'>, sampleRateHz: number): Strip => {
  const width = WIDTH[part.role] ?? 0
  const { mix } = part
  const gain = dbToGain(mix.gainDb)
  const angle = ((mix.pan + 1) * Math.PI) / 4
  return {
    part,
    filter: createStripFilter(kernel, mix, sampleRateHz),
    amp: mix.ampDrive === undefined ? undefined : createAmp(kernel, mix.ampDrive, sampleRateHz),
    // an amplifier is close to its microphone and recorded twice where it shall be wide
    widen: mix.ampDrive === undefined && width > 0 && part.voice.kind === 'soundfont' ? createChorus(kernel, sampleRateHz, width, CHUNK_FRAMES) : undefined,
    clip: part.role === 'drums' && part.voice.kind === 'drumkit' ? (master.drumClip ?? DRUM_CLIP[style] ?? 1.1) : 0,
    gain,
    gainLeft: gain * Math.cos(angle) * Math.SQRT2,
    gainRight: gain * Math.sin(angle) * Math.SQRT2,
    room: gain * sendGain(mix.roomSendDb),
    hall: gain * sendGain(mix.hallSendDb),
    echo: gain * sendGain(mix.delaySendDb),
    duckDb: mix.duckDb,
    quietFrames: Number.POSITIVE_INFINITY,
  }
}

/** Called with each strip's sound before its fader (stems, meters). */
export type StripTap = (index: number, left: Float32Array, right: Float32Array, count: number) => void

export type Mixer = {
  /** The mix of the last stretch, kernel pointers. */
  readonly leftAt: number
  readonly rightAt: number
  /** Mixes the next stretch; a part without a sound is silent. `fromFrame` is a multiple of SPAN_BLOCK; stretches follow each other. */
  mix(sounds: readonly (PartSound | undefined)[], fromFrame: number, count: number, tap?: StripTap): void
}

/** Echo time: a dotted eighth, brought under 0.75 s. */
const echoSeconds = (tempoBpm: number): number => {
  let seconds = (60 / tempoBpm) * 0.75
  while (seconds > 0.75) seconds /= 2
  return seconds
}

const ROOM = { preDelaySeconds: 0.008, decaySeconds: 0.6, sizeSeconds: 0.019, damping: 0.18, level: 0.35 }
const HALL = { preDelaySeconds: 0.032, decaySeconds: 2.7, sizeSeconds: 0.061, damping: 0.26, level: 0.35 }

export const createMixer = (kernel: Kernel, score: Score, sampleRateHz: number, busKind: BusKind = 'full'): Mixer => {
  const strips = score.parts.map((part) => createStrip(kernel, part, score, sampleRateHz))
  const ducking = strips.some((strip) => strip.duckDb > 0) ? createDucking(score, sampleRateHz) : undefined
  const uses = (send: 'room' | 'hall' | 'echo'): boolean => strips.some((strip) => strip[send] > 0)
  const room = uses('room') ? createReverb(kernel, ROOM, sampleRateHz) : undefined
  const hall = uses('hall') ? createReverb(kernel, HALL, sampleRateHz) : undefined
  const tempoBpm = score.tempoMap[0]?.tempoBpm ?? 120
  const echo = uses('echo') ? createEcho(kernel, { timeSeconds: echoSeconds(tempoBpm), feedback: 0.38, dampingHz: 3800 }, sampleRateHz) : undefined
  const bus = createBus(kernel, score, sampleRateHz, busKind)
  const buffer = (): number => kernel.scratchFrames(CHUNK_FRAMES + 4)
  const leftAt = buffer()
  const rightAt = buffer()
  const partLeftAt = buffer()
  const partRightAt = buffer()
  const roomAt = buffer()
  const hallAt = buffer()
  const echoAt = buffer()
  const duckAt = buffer()
  const clear = (at: number): void => void kernel.f32.fill(0, at >> 2, (at >> 2) + CHUNK_FRAMES + 4)

  const readDucking = (from: number, count: number): boolean => {
    if (!ducking) return false
    const duck = kernel.view(duckAt, count)
    let value = ducking(from)
    let isActive = value > 0
    for (let start = 0; start < count; start += 42) {
      const end = Math.min(count, start + 42)
      const target = ducking(from + start + 42)
      if (target > 0) isActive = true
      const step = (target - value) / 42
      for (let i = start; i < end; i++) {
        duck[i] = value
        value += step
      }
      value = target
    }
    return isActive
  }

  const addStrip = (strip: Strip, count: number, isDucking: boolean): void => {
    const { add, addSum, duck, saturate } = kernel.calls
    if (isDucking && strip.duckDb > 0) duck(partLeftAt, partRightAt, duckAt, 1 - dbToGain(-strip.duckDb), count)
    if (strip.clip > 0) {
      const drive = strip.clip * strip.gain
      saturate(partLeftAt, drive, 0, 1 / drive, count)
      saturate(partRightAt, drive, 0, 1 / drive, count)
    }
    add(partLeftAt, leftAt, strip.gainLeft, count)
    add(partRightAt, rightAt, strip.gainRight, count)
    if (strip.room > 0) addSum(partLeftAt, partRightAt, roomAt, strip.room * 0.5, count)
    if (strip.hall > 0) addSum(partLeftAt, partRightAt, hallAt, strip.hall * 0.5, count)
    if (strip.echo > 0) addSum(partLeftAt, partRightAt, echoAt, strip.echo * 0.5, count)
  }

  return {
    leftAt,
    rightAt,
    mix(sounds, from, count, tap) {
      for (const at of [leftAt, rightAt, roomAt, hallAt, echoAt]) clear(at)
      const isDucking = readDucking(from, count)
      for (const [index, strip] of strips.entries()) {
        clear(partLeftAt)
        clear(partRightAt)
        const sounded = sounds[index]?.render(partLeftAt, partRightAt, from, count) ?? false
        strip.quietFrames = sounded ? 0 : strip.quietFrames + count
        if (strip.quietFrames <= sampleRateHz) {
          strip.filter?.(partLeftAt, partRightAt, count)
          strip.amp?.(partLeftAt, partRightAt, count)
          strip.widen?.(partLeftAt, partRightAt, from, count)
        }
        tap?.(index, kernel.view(partLeftAt, count), kernel.view(partRightAt, count), count)
        if (strip.quietFrames <= sampleRateHz) addStrip(strip, count, isDucking)
      }
      room?.(roomAt, leftAt, rightAt, count)
      hall?.(hallAt, leftAt, rightAt, count)
      echo?.(echoAt, leftAt, rightAt, count)
      bus(leftAt, rightAt, from, count)
    },
  }
}
