import type { Sketch } from '../../compose/figure.ts'
import { STEP_TICKS } from '../../compose/meter.ts'
import { powerChord } from './fretboard.ts'
import type { SongRiffs } from './riffs-of-song.ts'

/** A single note at most this long is under the palm: what the controls and the amplifier read. */
export const MUTED_TICKS = 190

/** The rhythm guitar: muted pedal tones, power chords of root, fifth and octave, open single notes. */
export const rhythmGuitar = ({ strokes, tuning }: SongRiffs): Sketch[] =>
  strokes.flatMap(({ at, length, pitch, root, kind, accent, place }): Sketch[] => {
    const force = 0.62 + (accent ? 0.12 : 0) + 0.14 * place.energy
    if (kind === 'mute') return [{ at, length: accent ? MUTED_TICKS : MUTED_TICKS - 30, pitch: root, force }]
    if (kind === 'note') return [{ at, length: Math.max(MUTED_TICKS + 30, length - 10), pitch, force }]
    return powerChord(pitch, tuning).map((voice, index) => ({
      at,
      length: Math.max(MUTED_TICKS + 30, length - 25),
      pitch: voice,
      force,
      spreadTicks: index * 4,
    }))
  })

/** Lowest note of a five-string bass. */
const BASS_LOW = 23

/** The bass doubles the riff an octave below, where the string is there; muted sixteenths become picked notes of the same length. */
export const riffBass = ({ strokes }: SongRiffs, lowest = BASS_LOW): Sketch[] =>
  strokes.map(({ at, length, pitch, root, kind, accent, place }): Sketch => {
    const wanted = (kind === 'mute' ? root : pitch) - 12
    const low = wanted < lowest ? wanted + 12 : wanted
    return { at, length: Math.max(STEP_TICKS * 0.8, length - 30), pitch: low > 55 ? low - 12 : low, force: 0.66 + (accent ? 0.08 : 0) + 0.1 * place.energy }
  })
