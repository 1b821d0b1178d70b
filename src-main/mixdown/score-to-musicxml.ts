import { TICKS_PER_QUARTER } from '../../src-shared/kernel/units.ts'
import { ticksPerBar } from '../../src-shared/score/musical-time.ts'
import type { Chord, Direction, NoteMark, Part, Score } from '../../src-shared/score/score.ts'
import { accidentalsOf } from './key-signature.ts'
import { onThePage, type Sonority, STEPS_PER_QUARTER, valuesOf, voicesOf } from './notation.ts'
import { isDrums, programOf } from './score-to-midi.ts'
import { sectionName } from './song-marks.ts'
import { tag, type Xml, xmlFile } from './xml.ts'

const DOCTYPE = '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">\n'
/** Letters by fifths upwards from F. */
const LETTERS = ['F', 'C', 'G', 'D', 'A', 'E', 'B']
/** How many fifths below its signature a key still spells: a major key down to its lowered third, a minor one less, but up to what leads to its dominant. */
const FLAT_SIDE = { major: 3, minor: 2 } as const

/** where drums stand on a staff of five lines, by General MIDI key; others stand in the middle */
const DRUM_PLACES: Readonly<Record<number, readonly [step: string, octave: number]>> = {
  35: ['E', 4],
  36: ['F', 4],
  37: ['C', 5],
  38: ['C', 5],
  39: ['D', 5],
  40: ['C', 5],
  41: ['G', 4],
  42: ['G', 5],
  43: ['A', 4],
  44: ['D', 4],
  45: ['B', 4],
  46: ['G', 5],
  47: ['D', 5],
  48: ['E', 5],
  49: ['A', 5],
  50: ['F', 5],
  51: ['F', 5],
  53: ['F', 5],
  54: ['B', 5],
  55: ['B', 5],
  57: ['A', 5],
}

/** MusicXML's word for a chord, by its pitch classes above the root. */
const KINDS: Readonly<Record<string, string>> = {
  '0 4 7': 'major',
  '0 3 7': 'minor',
  '0 3 6': 'diminished',
  '0 4 8': 'augmented',
  '0 5 7': 'suspended-fourth',
  '0 2 7': 'suspended-second',
  '0 4 7 10': 'dominant',
  '0 4 7 11': 'major-seventh',
  '0 3 7 10': 'minor-seventh',
  '0 3 6 10': 'half-diminished',
  '0 3 6 9': 'diminished-seventh',
  '0 3 7 11': 'major-minor',
  '0 4 7 9': 'major-sixth',
  '0 3 7 9': 'minor-sixth',
  '0 2 4 7 10': 'dominant-ninth',
  '0 2 4 7 11': 'major-ninth',
  '0 2 3 7 10': 'minor-ninth',
  '0 7': 'power',
}

type Page = { readonly score: Score; readonly accidentals: number; readonly barSteps: number; readonly barTicks: number }

/** A pitch class as this key spells it: G minor has F sharp and E flat. */
const spelled = (pitchClass: number, { accidentals, score }: Page): readonly [step: string, alter: number] => {
  const lowest = accidentals - FLAT_SIDE[score.key.mode === 'minor' ? 'minor' : 'major']
  const fifths = lowest + ((((pitchClass * 7 - lowest) % 12) + 12) % 12)
  // F is one fifth below C
  return [LETTERS[(((fifths + 1) % 7) + 7) % 7] ?? 'C', Math.floor((fifths + 1) / 7)]
}

const pitched = (name: string, step: string, alter: number, ...rest: readonly Xml[]): Xml =>
  tag(
    name,
    {},
    tag(`${name === 'pitch' ? '' : `${name}-`}step`, {}, step),
    alter === 0 ? undefined : tag(`${name === 'pitch' ? '' : `${name}-`}alter`, {}, alter),
    rest,
  )

const soundOf = (part: Part, partId: string, pitch: number, page: Page): readonly [Xml, Xml | undefined] => {
  if (isDrums(part)) {
    const [step, octave] = DRUM_PLACES[pitch] ?? ['B', 4]
    return [tag('unpitched', {}, tag('display-step', {}, step), tag('display-octave', {}, octave)), tag('instrument', { id: `${partId}-I${pitch}` })]
  }
  const [step, alter] = spelled(pitch % 12, page)
  return [pitched('pitch', step, alter, tag('octave', {}, Math.floor((pitch - alter) / 12) - 1)), undefined]
}

/** Slurs, trills and articulations of the first or last of tied notes, in the order that the format wants. */
const marksOf = (marks: readonly NoteMark[], line: number, isFirst: boolean, isLast: boolean): Xml[] => {
  const number = Math.max(1, Math.min(6, line))
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
const notesOf = ({ start, end, pitches }: Sonority, voice: number, part: Part, partId: string, page: Page): Xml[] => {
  const values = valuesOf(end - start)
  return values.flatMap(({ steps, type, dots }, index) =>
    pitches.map(({ pitch, isFromBefore, goesOn, marks, line }, i) => {
      // drums do not go on: what is longer than one value is only written longer
      const stops = !isDrums(part) && (index > 0 || isFromBefore)
      const starts = !isDrums(part) && (index < values.length - 1 || goesOn)
      const signs = marksOf(marks, line, index === 0 && !isFromBefore, index === values.length - 1 && !goesOn)
      const ties = [...(stops ? ['stop'] : []), ...(starts ? ['start'] : [])]
      const [sound, instrument] = soundOf(part, partId, pitch, page)
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

const rests = (steps: number, voice: number): Xml[] =>
  valuesOf(steps).map(({ steps: length, type, dots }) =>
    tag(
      'note',
      {},
      tag('rest'),
      tag('duration', {}, length),
      tag('voice', {}, voice),
      tag('type', {}, type),
      Array.from({ length: dots }, () => tag('dot')),
    ),
  )

const voiceOf = (sonorities: readonly Sonority[], voice: number, part: Part, partId: string, page: Page): Xml[] => {
  const out: Xml[] = []
  let at = 0
  for (const sonority of sonorities) {
    out.push(...rests(sonority.start - at, voice), ...notesOf(sonority, voice, part, partId, page))
    at = sonority.end
  }
  return [...out, ...rests(page.barSteps - at, voice)]
}

const stepsIntoBar = (ticks: number, bar: number, { barTicks }: Page): number => Math.round(((ticks - bar * barTicks) * STEPS_PER_QUARTER) / TICKS_PER_QUARTER)
const offset = (steps: number) => (steps === 0 ? undefined : tag('offset', {}, steps))

const harmonyOf = ({ root, bass, pitchClasses, symbol, startTicks }: Chord, bar: number, page: Page): Xml => {
  const above = [...new Set(pitchClasses.map((pitch) => (pitch - root + 12) % 12))].toSorted((a, b) => a - b).join(' ')
  const [step, alter] = spelled(root, page)
  const [bassStep, bassAlter] = spelled(bass, page)
  const kind = KINDS[above]
  return tag(
    'harmony',
    {},
    pitched('root', step, alter),
    tag('kind', kind ? {} : { text: symbol.replace(/^[A-G][#b♯♭]?/, '').replace(/\/.*$/, '') }, kind ?? 'other'),
    bass === root ? undefined : pitched('bass', bassStep, bassAlter),
    offset(stepsIntoBar(startTicks, bar, page)),
  )
}

const inBar = <T>(items: readonly T[], ticksOf: (item: T) => number, bar: number, { barTicks }: Page): readonly T[] =>
  items.filter((item) => Math.floor(ticksOf(item) / barTicks) === bar)

const signOf = ({ kind, text }: Direction): Xml =>
  kind === 'dynamic' ? tag('dynamics', {}, tag(text)) : kind === 'hairpin' ? tag('wedge', { type: text }) : tag('words', { 'font-style': 'italic' }, text)

/** Dynamics below the staff, words above it. */
const besideTheStaff = ({ directions = [] }: Part, bar: number, page: Page): Xml[] =>
  inBar(directions, ({ atTicks }) => atTicks, bar, page).map((sign) =>
    tag(
      'direction',
      { placement: sign.kind === 'words' ? 'above' : 'below' },
      tag('direction-type', {}, signOf(sign)),
      offset(stepsIntoBar(sign.atTicks, bar, page)),
    ),
  )

/** What stands above the first part: tempo, names of sections, chords. */
const aboveTheStaff = (bar: number, page: Page): Xml[] => {
  const { score } = page
  const words = score.parts.flatMap(({ directions = [] }) => directions).filter(({ kind }) => kind === 'words')
  const tempi = inBar(score.tempoMap, ({ atTicks }) => atTicks, bar, page).map(({ atTicks, tempoBpm }) => {
    // a ritardando says it in words
    if (atTicks > 0 && words.some((sign) => sign.atTicks > 0 && sign.atTicks <= atTicks))
      return tag('sound', { tempo: tempoBpm }, offset(stepsIntoBar(atTicks, bar, page)))
    const beat = tag('metronome', {}, tag('beat-unit', {}, 'quarter'), tag('per-minute', {}, Math.round(tempoBpm * 100) / 100))
    return tag(
      'direction',
      { placement: 'above' },
      tag('direction-type', {}, beat),
      offset(stepsIntoBar(atTicks, bar, page)),
      tag('sound', { tempo: tempoBpm }),
    )
  })
  const sections = score.sections
    .filter(({ startBar }) => startBar === bar)
    .map((section) => tag('direction', { placement: 'above' }, tag('direction-type', {}, tag('rehearsal', {}, sectionName(section)))))
  const lyrics = (score.lyrics ?? [])
    .filter((line) => line.bar === bar)
    .map(({ text }) => tag('direction', { placement: 'below' }, tag('direction-type', {}, tag('words', { 'font-style': 'italic' }, text))))
  const chords = inBar(score.chords, ({ startTicks }) => startTicks, bar, page).map((chord) => harmonyOf(chord, bar, page))
  return [...tempi, ...sections, ...lyrics, ...chords]
}

/** General MIDI's viola, which reads the alto clef. */
const VIOLA = 41

const clefOf = (part: Part): Xml => {
  if (isDrums(part)) return tag('clef', {}, tag('sign', {}, 'percussion'))
  if (programOf(part) === VIOLA) return tag('clef', {}, tag('sign', {}, 'C'), tag('line', {}, 3))
  const mean = part.notes.reduce((sum, { pitch }) => sum + pitch, 0) / part.notes.length
  return mean < 57 ? tag('clef', {}, tag('sign', {}, 'F'), tag('line', {}, 4)) : tag('clef', {}, tag('sign', {}, 'G'), tag('line', {}, 2))
}

const measuresOf = (part: Part, partId: string, isFirst: boolean, page: Page): Xml[] => {
  const { score, accidentals, barSteps } = page
  const spans = onThePage(part.notes, score.barCount * barSteps)
  const { beats, unit } = score.timeSignature
  return Array.from({ length: score.barCount }, (_, bar) => {
    const voices = voicesOf(spans, bar * barSteps, (bar + 1) * barSteps)
    const written = voices.flatMap((sonorities, index) => [
      ...(index > 0 ? [tag('backup', {}, tag('duration', {}, barSteps))] : []),
      ...voiceOf(sonorities, index + 1, part, partId, page),
    ])
    const empty = tag('note', {}, tag('rest', { measure: 'yes' }), tag('duration', {}, barSteps), tag('voice', {}, 1))
    return tag(
      'measure',
      { number: bar + 1 },
      bar > 0
        ? undefined
        : tag(
            'attributes',
            {},
            tag('divisions', {}, STEPS_PER_QUARTER),
            tag('key', {}, tag('fifths', {}, isDrums(part) ? 0 : accidentals), tag('mode', {}, score.key.mode)),
            tag('time', {}, tag('beats', {}, beats), tag('beat-type', {}, unit)),
            clefOf(part),
          ),
      isFirst ? aboveTheStaff(bar, page) : undefined,
      besideTheStaff(part, bar, page),
      written.length > 0 ? written : empty,
      bar === score.barCount - 1 ? tag('barline', { location: 'right' }, tag('bar-style', {}, 'light-heavy')) : undefined,
    )
  })
}

const partHead = (part: Part, partId: string, channel: number): Xml => {
  const keys = isDrums(part) ? [...new Set(part.notes.map(({ pitch }) => pitch))].toSorted((a, b) => a - b) : [undefined]
  const id = (key: number | undefined) => (key === undefined ? `${partId}-I1` : `${partId}-I${key}`)
  return tag(
    'score-part',
    { id: partId },
    tag('part-name', {}, part.name),
    keys.map((key) => tag('score-instrument', { id: id(key) }, tag('instrument-name', {}, key === undefined ? part.name : `${part.name} ${key}`))),
    keys.map((key) =>
      tag(
        'midi-instrument',
        { id: id(key) },
        tag('midi-channel', {}, channel),
        tag('midi-program', {}, programOf(part) + 1),
        // counted from 1
        key === undefined ? undefined : tag('midi-unpitched', {}, key + 1),
      ),
    ),
  )
}

/** General MIDI's pianos, harpsichord and organs. */
const isKeyboard = (part: Part): boolean => {
  const program = programOf(part)
  return !isDrums(part) && (program <= 7 || (program >= 16 && program <= 20))
}
/** Two parts that are the hands of one keyboard: they stand under one brace. */
const areHands = (upper: Part | undefined, lower: Part | undefined): boolean =>
  upper !== undefined && lower !== undefined && isKeyboard(upper) && isKeyboard(lower) && programOf(upper) === programOf(lower)

/**
 * The score for notation programs: MusicXML 4.0, partwise. Every part that has notes, bar by bar at the nearest sixteenth, up to four voices, with
 * ties, key, meter, tempo, chord symbols and the names of the sections. How it is played (early, late, soft) stays in the MIDI file.
 */
export const scoreToMusicXml = (score: Score, { title, artist }: { readonly title: string; readonly artist?: string | undefined }): string => {
  const barTicks = ticksPerBar(score.timeSignature)
  const page: Page = { score, accidentals: accidentalsOf(score.key), barTicks, barSteps: (barTicks * STEPS_PER_QUARTER) / TICKS_PER_QUARTER }
  let melodic = 0
  const parts = score.parts
    .filter(({ notes }) => notes.length > 0)
    .map((part, index) => ({
      part,
      id: `P${index + 1}`,
      channel: isDrums(part) ? 10 : ([1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16][melodic++ % 15] ?? 1),
    }))
  const root = tag(
    'score-partwise',
    { version: '4.0' },
    tag('work', {}, tag('work-title', {}, title)),
    tag('identification', {}, artist ? tag('creator', { type: 'composer' }, artist) : undefined, tag('encoding', {}, tag('software', {}, 'Segno Studio'))),
    tag(
      'part-list',
      {},
      parts.flatMap(({ part, id, channel }, index) => {
        const isUpper = areHands(part, parts[index + 1]?.part)
        const isLower = areHands(parts[index - 1]?.part, part)
        return [
          ...(isUpper && !isLower ? [tag('part-group', { type: 'start', number: 1 }, tag('group-symbol', {}, 'brace'), tag('group-barline', {}, 'yes'))] : []),
          partHead(part, id, channel),
          ...(isLower && !isUpper ? [tag('part-group', { type: 'stop', number: 1 })] : []),
        ]
      }),
    ),
    parts.map(({ part, id }, index) => tag('part', { id }, measuresOf(part, id, index === 0, page))),
  )
  return xmlFile(root, DOCTYPE)
}
