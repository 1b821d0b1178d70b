import type { NoteMark } from '../../../src-shared/score/score.ts'
import { isDrums } from '../score-to-midi.ts'
import { tag, type Xml } from '../xml.ts'
import { HANDS, isCross } from './drum-notes.ts'
import { DRUM_PLACES } from './drum-places.ts'
import { type Sonority, valuesOf, voicesOf, type Written } from './notation.ts'
import { type Page, pitched, spelled } from './page.ts'
import { type Staff, staffTag } from './staves.ts'

const soundOf = ({ part, partId }: Staff, pitch: number, page: Page): readonly [Xml, Xml | undefined] => {
  if (isDrums(part)) {
    const [step, octave] = DRUM_PLACES[pitch] ?? ['B', 4]
    return [tag('unpitched', {}, tag('display-step', {}, step), tag('display-octave', {}, octave)), tag('instrument', { id: `${partId}-I${pitch}` })]
  }
  const [step, alter] = spelled(pitch % 12, page)
  return [pitched('pitch', step, alter, tag('octave', {}, Math.floor((pitch - alter) / 12) - 1)), undefined]
}

/** Slurs, trills and articulations of the first or last of tied notes, in the order that the format wants. Slurs of two staves are told apart by number. */
const marksOf = (marks: readonly NoteMark[], line: number, staff: number, isFirst: boolean, isLast: boolean): Xml[] => {
  const number = Math.min(6, Math.max(1, line) + (staff > 1 && line < 1 ? 1 : 0))
  const articulations = (['accent', 'staccato', 'tenuto'] as const).filter((mark) => isFirst && marks.includes(mark))
  return [
    ...(isLast && marks.includes('slur-stop') ? [tag('slur', { type: 'stop', number })] : []),
    ...(isFirst && marks.includes('slur-start') ? [tag('slur', { type: 'start', number })] : []),
    ...(isFirst && marks.includes('trill') ? [tag('ornaments', {}, tag('trill-mark'))] : []),
    ...(articulations.length > 0
      ? [
          tag(
            'articulations',
            {},
            articulations.map((mark) => tag(mark)),
          ),
        ]
      : []),
  ]
}

/** One sonority: as many note values as its length takes, tied together. */
const notesOf = ({ start, end, pitches }: Sonority, voice: number, staff: Staff, page: Page): Xml[] => {
  const { part } = staff
  const values = valuesOf(end - start)
  return values.flatMap(({ steps, type, dots }, index) =>
    pitches.map(({ pitch, isFromBefore, goesOn, marks, line }, i) => {
      // drums do not go on: what is longer than one value is only written longer
      const stops = !isDrums(part) && (index > 0 || isFromBefore)
      const starts = !isDrums(part) && (index < values.length - 1 || goesOn)
      const signs = marksOf(marks, line, staff.number ?? 1, index === 0 && !isFromBefore, index === values.length - 1 && !goesOn)
      const ties = [...(stops ? ['stop'] : []), ...(starts ? ['start'] : [])]
      const [sound, instrument] = soundOf(staff, pitch, page)
      return tag(
        'note',
        {},
        i > 0 ? tag('chord') : undefined,
        sound,
        tag('duration', {}, steps),
        ties.map((kind) => tag('tie', { type: kind })),
        instrument,
        tag('voice', {}, voice),
        tag('type', {}, type),
        Array.from({ length: dots }, () => tag('dot')),
        isDrums(part) ? tag('stem', {}, line === HANDS ? 'up' : 'down') : undefined,
        isDrums(part) && isCross(pitch) ? tag('notehead', {}, 'x') : undefined,
        staffTag(staff),
        ties.length > 0 || signs.length > 0
          ? tag(
              'notations',
              {},
              ties.map((kind) => tag('tied', { type: kind })),
              signs,
            )
          : undefined,
      )
    }),
  )
}

const rests = (steps: number, voice: number, staff: Staff): Xml[] =>
  valuesOf(steps).map(({ steps: length, type, dots }) =>
    tag(
      'note',
      {},
      tag('rest'),
      tag('duration', {}, length),
      tag('voice', {}, voice),
      tag('type', {}, type),
      Array.from({ length: dots }, () => tag('dot')),
      staffTag(staff),
    ),
  )

const voiceOf = (sonorities: readonly Sonority[], voice: number, staff: Staff, page: Page): Xml[] => {
  const out: Xml[] = []
  let at = 0
  for (const sonority of sonorities) {
    out.push(...rests(sonority.start - at, voice, staff), ...notesOf(sonority, voice, staff, page))
    at = sonority.end
  }
  return [...out, ...rests(page.barSteps - at, voice, staff)]
}

/** One bar of a staff, all its voices one after the other. `firstVoice`: voices are counted through all the staves of a part. */
export const barOf = (spans: readonly Written[], bar: number, firstVoice: number, staff: Staff, page: Page): Xml[] => {
  const { barSteps } = page
  const voices = voicesOf(spans, bar * barSteps, (bar + 1) * barSteps)
  if (voices.length === 0)
    return [tag('note', {}, tag('rest', { measure: 'yes' }), tag('duration', {}, barSteps), tag('voice', {}, firstVoice), staffTag(staff))]
  return voices.flatMap((sonorities, index) => [...(index > 0 ? [backTo(page)] : []), ...voiceOf(sonorities, firstVoice + index, staff, page)])
}

/** Back to the beginning of the bar, for the next voice. */
export const backTo = ({ barSteps }: Page): Xml => tag('backup', {}, tag('duration', {}, barSteps))
