import type { Note, Part, TempoMap } from '../../../../src-shared/score/score.ts'
import { type Curve, curveOf, valueAt } from './automation.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { PartSound } from './part-sound.ts'
import { CHUNK_FRAMES } from './stretch.ts'
import { createFrameClock } from './timeline.ts'

/**
 * The 2A03's voices: two pulses with four duty cycles and 4-bit volume, a 32-step 4-bit triangle, a 15-bit LFSR noise. Pitch is what
 * the chip's 11-bit period register can say, volume moves on its 240 Hz frame clock. Every edge is a band-limited step placed between
 * the samples (as in Shay Green's Blip_Buffer), so nothing folds back.
 */
const CPU_HZ = 1_789_773
const FRAME_HZ = 240
const TAPS = 24
const PHASES = 64
const DUTY = { eighth: 0.125, quarter: 0.25, half: 0.5 } as const
/** what controller 70 chooses from, a quarter of its range each */
const DUTIES = [0.125, 0.25, 0.5, 0.75]
/** NTSC noise periods in CPU cycles */
const NOISE_PERIODS = [4, 8, 16, 32, 64, 96, 128, 160, 202, 254, 380, 508, 762, 1016, 2034, 4068]

/** Band-limited impulses (windowed sinc at 0.92 of Nyquist) for 64 positions between two samples; each sums to 1. */
const kernels: readonly Float32Array[] = Array.from({ length: PHASES }, (_, phase) => {
  const taps = new Float64Array(TAPS)
  let sum = 0
  for (let i = 0; i < TAPS; i++) {
    const x = i - (TAPS / 2 - 1) - phase / PHASES
    const sinc = x === 0 ? 0.92 : Math.sin(Math.PI * 0.92 * x) / (Math.PI * x)
    taps[i] = sinc * (0.42 + 0.5 * Math.cos((2 * Math.PI * x) / TAPS) + 0.08 * Math.cos((4 * Math.PI * x) / TAPS))
    sum += taps[i] as number
  }
  return Float32Array.from(taps, (value) => value / sum)
})

/** `cut`: where the next note takes the voice */
type ChipNote = { readonly start: number; readonly end: number; readonly pitch: number; readonly volume: number; readonly cut?: number }
/** Where the wave stands: next edge and what it does then. `value` is the chip's own integer output. */
type Generator = { edge(): { readonly frames: number; readonly value: number } }

const periodOf = (pitch: number, divider: number): number => Math.max(8, Math.round(CPU_HZ / (divider * 440 * 2 ** ((pitch - 69) / 12))) - 1)

const pulse = (pitch: number, duty: number, rate: number): Generator => {
  const cycle = ((periodOf(pitch, 16) + 1) * 16 * rate) / CPU_HZ
  let isHigh = false
  return {
    edge() {
      isHigh = !isHigh
      return { frames: cycle * (isHigh ? duty : 1 - duty), value: isHigh ? 1 : 0 }
    },
  }
}

const triangle = (pitchAt: (step: number) => number, rate: number): Generator => {
  let step = 0
  return {
    edge() {
      const stepFrames = ((periodOf(pitchAt(step), 32) + 1) * rate) / CPU_HZ
      const at = step++ % 32
      return { frames: stepFrames, value: (at < 16 ? 15 - at : at - 16) / 15 }
    },
  }
}

const noise = (periodIndex: number, isShort: boolean, rate: number): Generator => {
  const frames = ((NOISE_PERIODS[periodIndex] ?? 4) * rate) / CPU_HZ
  let register = 1
  const clock = (): number => {
    const bit = (register ^ (register >> (isShort ? 6 : 1))) & 1
    register = (register >> 1) | (bit << 14)
    return register & 1
  }
  // rates above the sample rate are heard as white noise either way: the register is read once a frame there
  const stride = Math.max(1, Math.ceil(1 / frames))
  return {
    edge() {
      let bit = 0
      for (let i = 0; i < stride; i++) bit = clock()
      return { frames: frames * stride, value: bit }
    },
  }
}

type Play = { readonly generator: Generator; readonly level: (framesIn: number) => number; readonly end: number }

/** Volume in sixteenths, moved on the 240 Hz clock: a quick settle, then a slow fall. */
const pulseLevel =
  (volume: number, rate: number) =>
  (framesIn: number): number => {
    const tick = Math.floor((framesIn * FRAME_HZ) / rate)
    const fallen = tick < 8 ? 0 : 2 + (tick - 8) / 40
    return Math.max(Math.min(volume, 4), Math.round(volume - Math.min(fallen, volume * 0.55))) / 15
  }

const drumLevel =
  (volume: number, seconds: number, rate: number) =>
  (framesIn: number): number =>
    Math.round((volume * Math.max(0, 1 - framesIn / (seconds * rate)) ** 1.6 * FRAME_HZ) / FRAME_HZ) / 15

/** General MIDI drum keys as a tracker would play them: kick = falling triangle, the rest = noise of some period and length. */
const drum = (note: ChipNote, rate: number): Play => {
  const play = (generator: Generator, seconds: number, volume = note.volume): Play => ({
    generator,
    level: drumLevel(volume, seconds, rate),
    end: note.start + Math.round(seconds * rate),
  })
  if (note.pitch === 35 || note.pitch === 36)
    return play(
      triangle((step) => Math.max(26, 62 - step * 0.55), rate),
      0.16,
      15,
    )
  if ([41, 43, 45, 47, 48, 50].includes(note.pitch))
    return play(
      triangle((step) => Math.max(34, note.pitch + 16 - step * 0.22), rate),
      0.2,
      15,
    )
  if (note.pitch === 42 || note.pitch === 44) return play(noise(2, false, rate), 0.05)
  if (note.pitch === 46) return play(noise(2, false, rate), 0.26)
  if (note.pitch === 49 || note.pitch === 52 || note.pitch === 55 || note.pitch === 57) return play(noise(3, false, rate), 1.1)
  if (note.pitch === 51 || note.pitch === 53 || note.pitch === 59) return play(noise(1, true, rate), 0.12)
  if (note.pitch === 38 || note.pitch === 40 || note.pitch === 39) return play(noise(6, false, rate), 0.19)
  return play(noise(4, false, rate), 0.08)
}

/** The same drums when noise is all there is: sixteen periods, two modes, a length. */
const noiseDrum = (note: ChipNote, rate: number): Play => {
  const play = (periodIndex: number, seconds: number, isShort = false, volume = note.volume): Play => {
    const length = Math.round(seconds * rate)
    return { generator: noise(periodIndex, isShort, rate), level: drumLevel(volume, seconds, rate), end: Math.min(note.start + length, note.cut ?? Infinity) }
  }
  if (note.pitch === 35 || note.pitch === 36) return play(14, 0.09, false, 15)
  if ([41, 43, 45, 47, 48, 50].includes(note.pitch)) return play(Math.max(8, 13 - Math.floor((note.pitch - 41) / 2)), 0.13)
  if (note.pitch === 42 || note.pitch === 44) return play(2, 0.045)
  if (note.pitch === 46) return play(3, 0.2)
  if (note.pitch === 49 || note.pitch === 52 || note.pitch === 55 || note.pitch === 57) return play(4, 0.9)
  if (note.pitch === 51 || note.pitch === 53 || note.pitch === 59) return play(1, 0.1, true)
  if (note.pitch === 38 || note.pitch === 40 || note.pitch === 39) return play(7, 0.16)
  return play(5, 0.06)
}

type Wave = 'pulse1' | 'pulse2' | 'triangle' | 'noise'

const playOf = (part: Part, wave: Wave, note: ChipNote, rate: number, duties: Curve | undefined): Play => {
  const isConsole = part.voice.kind === 'chip' && part.voice.isConsole === true
  if (wave === 'noise') return isConsole ? noiseDrum(note, rate) : drum(note, rate)
  if (duties && wave !== 'triangle') {
    const chosen = DUTIES[Math.min(3, Math.floor(valueAt(duties, note.start) / 32))] ?? DUTY.half
    return { generator: pulse(note.pitch, chosen, rate), level: pulseLevel(note.volume, rate), end: note.end }
  }
  if (wave === 'triangle') return { generator: triangle(() => note.pitch, rate), level: () => 1, end: note.end }
  const duty = wave === 'pulse1' ? (part.role === 'arp' ? DUTY.eighth : DUTY.quarter) : part.role === 'chords' || part.role === 'pad' ? DUTY.quarter : DUTY.half
  return { generator: pulse(note.pitch, duty, rate), level: pulseLevel(note.volume, rate), end: note.end }
}

const chipNotes = (notes: readonly Note[], frameAt: (ticks: number) => number, isMonophonic: boolean): ChipNote[] => {
  const sorted = notes
    .map((note) => ({
      start: Math.max(0, frameAt(note.startTicks + note.microTicks)),
      end: frameAt(note.startTicks + note.microTicks + note.lengthTicks),
      pitch: note.pitch,
      volume: Math.max(2, Math.min(15, Math.round((note.velocity / 127) * 15))),
    }))
    .sort((a, b) => a.start - b.start || b.pitch - a.pitch)
  if (!isMonophonic) return sorted
  // one voice: the next note cuts the last, a chord's notes share the voice as a fast arpeggio would not fit: the top one wins
  const out: ChipNote[] = []
  for (const note of sorted) {
    const last = out.at(-1)
    if (last && note.start - last.start < 32) continue
    if (last) out[out.length - 1] = { ...last, end: Math.min(last.end, note.start), cut: note.start }
    out.push(note)
  }
  return out
}

type Sounding = { play: Play; start: number; nextEdge: number; output: number }

/** the console's output capacitor: a 37 Hz high-pass keeps direct current out */
const CAPACITOR = 0.00527
const LOUDNESS = { triangle: 0.5, noise: 0.32, pulse1: 0.3, pulse2: 0.3 } as const

/** Finds the wave's steps and has the kernel lay them down and add them up. */
class ChipVoice implements PartSound {
  private readonly part: Part
  private readonly wave: Wave
  private readonly notes: readonly ChipNote[]
  private readonly duties: Curve | undefined
  private readonly kernel: Kernel
  private readonly rate: number
  private readonly tablesAt: number
  private readonly stateAt: number
  /** steps waiting to be added up, frames of the stretch and room for a step's ringing */
  private readonly stepsAt: number
  private sounding: Sounding[] = []
  private next = 0
  private quiet = 0

  constructor(part: Part, wave: Wave, tempoMap: TempoMap, kernel: Kernel, sampleRateHz: number) {
    this.part = part
    this.wave = wave
    const frameAt = createFrameClock(tempoMap, sampleRateHz)
    const isConsole = part.voice.kind === 'chip' && part.voice.isConsole === true
    this.notes = chipNotes(part.notes, frameAt, wave !== 'noise' || isConsole)
    const changes = part.controls.flatMap((event) =>
      event.kind === 'cc' && event.number === 70 ? [{ frame: frameAt(event.atTicks), value: event.value }] : [],
    )
    this.duties = isConsole && changes.length > 0 ? curveOf(changes, changes[0]?.value ?? 64) : undefined
    this.kernel = kernel
    this.rate = sampleRateHz
    this.tablesAt = kernel.scratchFrames(PHASES * TAPS)
    for (const [phase, taps] of kernels.entries()) kernel.f32.set(taps, (this.tablesAt >> 2) + phase * TAPS)
    this.stateAt = kernel.scratch(16)
    this.stepsAt = kernel.scratchFrames(CHUNK_FRAMES + TAPS * 2)
  }

  skipTo(frame: number): void {
    while (this.next < this.notes.length && (this.notes[this.next] as ChipNote).end < frame) this.next++
  }

  render(leftAt: number, rightAt: number, from: number, count: number): boolean {
    const { notes, kernel, stepsAt } = this
    const to = from + count
    while (this.next < notes.length && (notes[this.next] as ChipNote).start < to) {
      const note = notes[this.next++] as ChipNote
      this.sounding.push({ play: playOf(this.part, this.wave, note, this.rate, this.duties), start: note.start, nextEdge: note.start, output: 0 })
    }
    this.quiet = this.sounding.length === 0 ? this.quiet + count : 0
    for (const note of this.sounding) this.advance(note, from, to)
    if (this.sounding.some((note) => note.play.end <= to)) this.sounding = this.sounding.filter((note) => note.play.end > to)
    kernel.calls.integrate(stepsAt, this.stateAt, CAPACITOR, Math.SQRT1_2, leftAt, rightAt, count)
    const base = stepsAt >> 2
    kernel.f32.copyWithin(base, base + count, base + count + TAPS)
    kernel.f32.fill(0, base + TAPS, base + CHUNK_FRAMES + TAPS * 2)
    return this.quiet < this.rate
  }

  private advance(note: Sounding, from: number, to: number): void {
    const { play, start } = note
    const limit = Math.min(to, play.end)
    const scale = LOUDNESS[this.wave]
    let at = note.nextEdge
    let output = note.output
    if (at < from) {
      // the note began before this rendering: find where its wave stands
      while (at < from) {
        const { frames, value } = play.generator.edge()
        output = (value - 0.5) * play.level(at - start) * scale
        at += frames
      }
      this.addStep(from, from, output - note.output)
    }
    while (at < limit) {
      const { frames, value } = play.generator.edge()
      const target = (value - 0.5) * play.level(at - start) * scale
      if (target !== output) this.addStep(at, from, target - output)
      output = target
      at += frames
    }
    if (play.end <= to && output !== 0) {
      this.addStep(Math.max(from, play.end - 1), from, -output)
      output = 0
    }
    note.nextEdge = at
    note.output = output
  }

  private addStep(at: number, from: number, delta: number): void {
    const frame = Math.floor(at)
    const phase = Math.min(PHASES - 1, Math.floor((at - frame) * PHASES))
    this.kernel.calls.addStep(this.stepsAt + (frame - from) * 4, this.tablesAt + phase * TAPS * 4, delta)
  }
}

/** Notes that sound at `fromFrame` are taken up where they would be: their waves depend on their own beginnings only. */
export const createChipPart = (part: Part, wave: Wave, tempoMap: TempoMap, kernel: Kernel, sampleRateHz: number, fromFrame: number): PartSound => {
  const voice = new ChipVoice(part, wave, tempoMap, kernel, sampleRateHz)
  const warmUp = Math.max(0, fromFrame - 4 * sampleRateHz)
  voice.skipTo(warmUp - 2 * sampleRateHz)
  const wasteAt = kernel.scratchFrames(CHUNK_FRAMES)
  for (let at = warmUp; at < fromFrame; at += CHUNK_FRAMES) voice.render(wasteAt, wasteAt, at, Math.min(CHUNK_FRAMES, fromFrame - at))
  return voice
}
