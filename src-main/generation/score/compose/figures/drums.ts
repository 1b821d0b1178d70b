import type { Figure, Scene, Sketch } from '../figure.ts'
import { STEP_TICKS } from '../meter.ts'
import { readPattern } from './pattern.ts'

/** General MIDI drum keys that the styles write for. */
export const DRUM = {
  kick: 36,
  rim: 37,
  snare: 38,
  clap: 39,
  hat: 42,
  pedal: 44,
  openHat: 46,
  lowTom: 45,
  midTom: 47,
  highTom: 50,
  crash: 49,
  ride: 51,
  tambourine: 54,
  splash: 55,
  shaker: 70,
  congaHigh: 63,
  congaLow: 64,
} as const
export type DrumVoice = keyof typeof DRUM

export type FillKind = 'toms' | 'snare' | 'roll' | 'drop' | 'soft'

/** A groove: one pattern per drum, how it fills, whether a crash marks a new section. */
export type Groove = {
  readonly lines: Readonly<Partial<Record<DrumVoice, string>>>
  readonly fill: FillKind
  readonly crash?: boolean
  /** pattern of the kick on every fourth bar, for the small turn that keeps a loop alive */
  readonly turn?: Readonly<Partial<Record<DrumVoice, string>>>
}

const hit = (at: number, drum: DrumVoice, force: number, length = STEP_TICKS): Sketch => ({ at, length, pitch: DRUM[drum], force })

const FILL_BEATS: Readonly<Record<FillKind, number>> = { toms: 2, snare: 1, roll: 4, drop: 1, soft: 1 }

/** The last beats of a section, played so that the next one is expected. */
const fill = (scene: Scene, kind: FillKind): { fromTicks: number; hits: Sketch[] } => {
  const { meter, place, fresh } = scene
  const end = place.startTicks + meter.barTicks
  const beats = Math.min(FILL_BEATS[kind], meter.beats.length)
  const first = meter.beats[meter.beats.length - beats]
  const fromTicks = place.startTicks + (first?.startTicks ?? 0)
  const steps = Math.round((end - fromTicks) / STEP_TICKS)
  const hits: Sketch[] = []
  const toms: DrumVoice[] = ['snare', 'highTom', 'midTom', 'lowTom']
  for (let i = 0; i < steps; i++) {
    const at = fromTicks + i * STEP_TICKS
    const rise = 0.5 + (0.4 * i) / Math.max(1, steps - 1)
    if (kind === 'roll' && (i % 2 === 0 || i >= steps / 2)) hits.push(hit(at, 'snare', rise * 0.9))
    if (kind === 'toms' && (i % 2 === 0 || fresh.chance(0.55))) hits.push(hit(at, toms[Math.min(3, Math.floor((i * 4) / steps))] ?? 'midTom', rise))
    if (kind === 'snare' && (i === 0 || i >= steps - 2 || fresh.chance(0.4))) hits.push(hit(at, 'snare', rise * (i % 2 === 0 ? 0.85 : 0.6)))
    if (kind === 'soft' && (i === 0 || i === steps - 1)) hits.push(hit(at, i === 0 ? 'snare' : 'openHat', i === 0 ? 0.6 : 0.4, STEP_TICKS))
    if (kind === 'soft' && i === steps - 2 && fresh.chance(0.6)) hits.push(hit(at, 'snare', 0.3))
  }
  if (kind === 'drop' && fresh.chance(0.6)) hits.push(hit(end - STEP_TICKS, 'kick', 0.5))
  return { fromTicks, hits }
}

const wantsFill = ({ place }: Scene): FillKind | 'small' | undefined => {
  const { section, barInSection, nextSection } = place
  if (barInSection === section.barCount - 1 && nextSection && section.barCount >= 2) return 'toms'
  return barInSection % 8 === 7 ? 'small' : undefined
}

/** The first sign of a drummer who has been silent: one beat that leads into the section. */
export const drumPickup: Figure = (scene) => fill(scene, (scene.place.nextSection?.energy ?? 0) >= 0.6 ? 'snare' : 'soft').hits

export const drumGroove =
  (groove: Groove): Figure =>
  (scene) => {
    const { place, meter, fresh, shared, adventure } = scene
    const turn = place.barInSection % 4 === 3 ? groove.turn : undefined
    const notes: Sketch[] = []
    const swapHat = shared.chance(0.25 + adventure * 0.4)
    for (const voice of Object.keys(groove.lines) as DrumVoice[]) {
      const pattern = turn?.[voice] ?? groove.lines[voice] ?? ''
      for (const stroke of readPattern(pattern, meter, place.bar)) {
        if (stroke.mark === 'o' && !fresh.chance(0.25 + 0.5 * place.energy)) continue
        if (stroke.mark === 'g' && !fresh.chance(0.75)) continue
        if (voice === 'kick' && meter.family === 'three' && stroke.offset >= (meter.beats[1]?.startTicks ?? 0) && place.energy < 0.65) continue
        const played: DrumVoice = voice === 'hat' && swapHat && place.occurrence > 0 && place.energy > 0.7 ? 'ride' : voice
        notes.push(hit(place.startTicks + stroke.offset, played, stroke.force * (0.72 + 0.28 * place.energy)))
      }
    }
    if (fresh.chance(adventure * 0.5)) {
      const at = place.startTicks + STEP_TICKS * fresh.int(1, Math.max(2, Math.floor(meter.barTicks / STEP_TICKS)))
      notes.push(hit(at, fresh.pick(['kick', 'snare', 'openHat'] as const), 0.45))
    }
    const wanted = wantsFill(scene)
    if (wanted && (wanted !== 'small' || fresh.chance(0.6))) {
      const kind: FillKind = wanted === 'small' || place.energy < 0.4 ? (groove.fill === 'drop' ? 'drop' : 'soft') : groove.fill
      const { fromTicks, hits } = fill(scene, kind)
      for (let i = notes.length - 1; i >= 0; i--) if ((notes[i]?.at ?? 0) >= fromTicks && notes[i]?.pitch !== DRUM.hat) notes.splice(i, 1)
      notes.push(...hits)
    }
    if (groove.crash && place.barInSection === 0 && place.bar > 0 && place.energy >= 0.55) notes.push(hit(place.startTicks, 'crash', 0.7, meter.barTicks))
    return notes
  }

/** Snare (or clap) strokes that double from quarters to sixteenths through a build, hats held back, kick gone in its last bar. */
export const drumBuild =
  (voice: DrumVoice): Figure =>
  ({ place, meter }) => {
    const done = (place.barInSection + 1) / place.section.barCount
    const step = done <= 0.5 ? 4 : done <= 0.8 ? 2 : 1
    const last = place.barInSection === place.section.barCount - 1
    const steps = Math.floor(meter.barTicks / STEP_TICKS)
    const notes: Sketch[] = []
    for (let i = 0; i < steps; i++) {
      const at = place.startTicks + i * STEP_TICKS
      const through = (place.barInSection + i / steps) / place.section.barCount
      if (i % step === 0 && !(last && i >= steps - 2)) notes.push(hit(at, voice, 0.28 + 0.42 * through))
      if (i % 4 === 0 && done <= 0.75) notes.push(hit(at, 'kick', 0.8))
      if (i % 4 === 2 && place.energy > 0.4) notes.push(hit(at, 'hat', 0.4 + 0.2 * through))
    }
    return notes
  }
