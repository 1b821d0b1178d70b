import type { Random } from '../../../../../src-shared/kernel/random.ts'
import type { BarPlace, Sketch } from '../../compose/figure.ts'
import { type Meter, STEP_TICKS } from '../../compose/meter.ts'
import type { RiffStyle } from './riff.ts'
import type { Stroke } from './riffs-of-song.ts'

export const METAL_KIT = {
  kick: 36,
  snare: 38,
  hat: 42,
  openHat: 46,
  crash: 49,
  china: 52,
  ride: 51,
  bell: 53,
  crash2: 57,
  tom1: 50,
  tom2: 47,
  tom3: 45,
  floor: 43,
} as const
type Piece = keyof typeof METAL_KIT

export type Beat = 'heavy' | 'thrash' | 'd-beat' | 'double-bass' | 'blast' | 'breakdown' | 'doom'

/** What two trained feet keep up, strokes a second; one foot alone manages half of it. */
export const FEET_PER_SECOND = 14
/** A blast beat below this tempo is only a fast beat. */
export const BLAST_FROM_BPM = 150

/** Sixteenths between the strokes of a rolling double bass: every one while two feet can follow, else every second. */
export const doubleBassStep = (tempoBpm: number): 1 | 2 => (tempoBpm / 15 <= FEET_PER_SECOND ? 1 : 2)

export const beatFor = (style: RiffStyle, place: BarPlace, tempoBpm: number, random: Random): Beat => {
  const { role, energy } = place.section
  if (style === 'doom') return 'doom'
  if (role === 'break') return 'breakdown'
  const fast: Beat = tempoBpm >= BLAST_FROM_BPM ? 'blast' : 'double-bass'
  if (style === 'thrash')
    return role === 'bridge'
      ? fast
      : role === 'chorus'
        ? random.pick(['double-bass', 'd-beat'])
        : role === 'intro'
          ? 'heavy'
          : role === 'solo'
            ? random.pick(['thrash', 'double-bass'])
            : random.pick(['thrash', 'thrash', 'd-beat'])
  return role === 'bridge' ? random.pick(['double-bass', 'heavy']) : role === 'chorus' || role === 'solo' ? (energy > 0.7 ? 'double-bass' : 'heavy') : 'heavy'
}

type Lines = Readonly<Partial<Record<Piece, string>>>
/** Sixteenths of one bar. */
const LINES: Readonly<Record<Exclude<Beat, 'double-bass' | 'heavy'>, Lines>> = {
  // snare on every "and": twice as fast as a rock beat
  thrash: { kick: '9...9...9...9...', snare: '..8...8...8...8.', hat: '7.6.7.6.7.6.7.6.' },
  'd-beat': { kick: '9.....9...9.....', snare: '....9.......9...', crash2: '7...7...7...7...' },
  // one stroke of the hand against one of the foot
  blast: { kick: '9.9.9.9.9.9.9.9.', snare: '.8.8.8.8.8.8.8.8', ride: '7.6.7.6.7.6.7.6.' },
  breakdown: { snare: '........9.......', china: '8...8...8...8...' },
  doom: { kick: '9.......7.9.....', snare: '........9.......', ride: '7...6...7...6...' },
}

export type DrumRequest = {
  readonly style: RiffStyle
  readonly meter: Meter
  readonly tempoBpm: number
  readonly places: readonly BarPlace[]
  readonly strokes: readonly Stroke[]
  readonly random: Random
}

/** The last two beats before a section: single strokes down the toms with the feet running underneath. */
const fill = (place: BarPlace, meter: Meter, tempoBpm: number, random: Random): { readonly fromTicks: number; readonly hits: Sketch[] } => {
  const beats = meter.beats.slice(-Math.min(meter.beats.length, random.chance(0.3) ? 1 : 2))
  const fromTicks = place.startTicks + (beats[0]?.startTicks ?? 0)
  const steps = Math.round((place.startTicks + meter.barTicks - fromTicks) / STEP_TICKS)
  const down: Piece[] = random.pick([
    ['snare', 'tom1', 'tom2', 'floor'],
    ['snare', 'snare', 'tom2', 'floor'],
    ['tom1', 'tom2', 'tom3', 'floor'],
  ])
  const stride = tempoBpm > 190 ? 2 : 1
  const hits: Sketch[] = []
  for (let step = 0; step < steps; step += stride) {
    const at = fromTicks + step * STEP_TICKS
    hits.push({ at, length: 200, pitch: METAL_KIT[down[Math.min(3, Math.floor((step * 4) / steps))] ?? 'snare'], force: 0.66 + (0.26 * step) / steps })
    if (step % 4 === 0) hits.push({ at, length: 200, pitch: METAL_KIT.kick, force: 0.72 })
  }
  return { fromTicks, hits }
}

/** The drummer: the beat of the section, kicks that follow the riff's palm where the beat leaves them free, fills and crashes at the seams. */
export const metalDrums = ({ style, meter, tempoBpm, places, strokes, random }: DrumRequest): Sketch[] => {
  const beats = new Map<string, Beat>()
  const byBar = Map.groupBy(strokes, ({ place }) => place.bar)
  const stepsPerBar = Math.round(meter.barTicks / STEP_TICKS)
  return places.flatMap((place) => {
    const { section, barInSection, nextSection } = place
    const name = `${section.label} ${section.role}`
    const beat = beats.get(name) ?? beatFor(style, place, tempoBpm, random.fork(`beat ${name}`))
    beats.set(name, beat)
    const loud = 0.78 + 0.2 * place.energy
    const hits: Sketch[] = []
    const hit = (step: number, piece: Piece, force: number): void =>
      void (step < stepsPerBar && hits.push({ at: place.startTicks + step * STEP_TICKS, length: 200, pitch: METAL_KIT[piece], force: force * loud }))
    const lines: Lines =
      beat === 'double-bass'
        ? { snare: '....9.......9...', [section.role === 'chorus' ? 'crash2' : 'bell']: '7...6...7...6...' }
        : beat === 'heavy'
          ? { snare: '....9.......9...', [place.energy > 0.62 ? 'openHat' : 'hat']: '7...6...7...6...' }
          : LINES[beat]
    for (const [piece, line] of Object.entries(lines) as [Piece, string][])
      for (let step = 0; step < stepsPerBar; step++) {
        const mark = line[step % 16]
        if (mark !== '.' && mark !== undefined) hit(step, piece, Number(mark) / 9)
      }
    if (beat === 'double-bass') for (let step = 0; step < stepsPerBar; step += doubleBassStep(tempoBpm)) hit(step, 'kick', step % 4 === 0 ? 0.95 : 0.84)
    if (beat === 'heavy' || beat === 'breakdown') {
      const played = (byBar.get(place.bar) ?? [])
        .filter(({ kind, accent }) => kind === 'mute' || accent)
        .map(({ at }) => Math.round((at - place.startTicks) / STEP_TICKS))
      const kicks = played.length > 0 ? played : [0, 8]
      for (const step of kicks) {
        const onSnare = beat === 'heavy' && (step % 16 === 4 || step % 16 === 12)
        // sixteenths need the second foot; above its pace only the eighths are kept
        if (!onSnare && (step % 2 === 0 || doubleBassStep(tempoBpm) === 1)) hit(step, 'kick', 0.92)
      }
    }
    if (barInSection === 0) hit(0, 'crash', place.bar === 0 ? 0.8 : 0.95)
    else if (barInSection % 4 === 0 && place.energy > 0.55) hit(0, 'crash2', 0.8)
    const isLast = barInSection === section.barCount - 1 && nextSection !== undefined
    if (!isLast && !(barInSection % 8 === 7)) return hits
    const { fromTicks, hits: filled } = fill(place, meter, tempoBpm, random.fork(`fill ${place.bar}`))
    return [...hits.filter(({ at }) => at < fromTicks), ...filled]
  })
}
