import { sectionName } from '../../../src-shared/project/section-name.ts'
import type { Chord, Direction } from '../../../src-shared/score/score.ts'
import { tag, type Xml } from '../xml.ts'
import { inBar, offset, type Page, pitched, spelled, stepsIntoBar } from './page.ts'
import { type Staff, staffTag } from './staves.ts'

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

/** Hairpins of two staves are open at the same time: they are told apart by number. */
const signOf = ({ kind, text }: Direction, { number }: Staff): Xml =>
  kind === 'dynamic'
    ? tag('dynamics', {}, tag(text))
    : kind === 'hairpin'
      ? tag('wedge', number === undefined ? { type: text } : { type: text, number })
      : tag('words', { 'font-style': 'italic' }, text)

/** Dynamics below the staff, words above it. */
export const besideTheStaff = (staff: Staff, bar: number, page: Page): Xml[] =>
  inBar(staff.part.directions ?? [], ({ atTicks }) => atTicks, bar, page).map((sign) =>
    tag(
      'direction',
      { placement: sign.kind === 'words' ? 'above' : 'below' },
      tag('direction-type', {}, signOf(sign, staff)),
      offset(stepsIntoBar(sign.atTicks, bar, page)),
      staffTag(staff),
    ),
  )

const words = (text: string, atTicks: number, bar: number, page: Page, ...more: readonly Xml[]): Xml =>
  tag(
    'direction',
    { placement: 'above' },
    tag('direction-type', {}, tag('words', { 'font-style': 'italic' }, text)),
    offset(stepsIntoBar(atTicks, bar, page)),
    more,
  )

/** As fast as before it slowed down, or nearly. */
const IN_TIME = 0.97

/**
 * Tempo marks of a bar, in whole beats a minute. The steps of a ritardando are not written: its word says it, notation programs slow down by
 * themselves, and the MIDI file has them. Where the music goes on in time afterwards it says so.
 */
const tempiOf = (bar: number, page: Page): Xml[] => {
  const { tempoMap, parts, barCount } = page.score
  const slowing = parts.flatMap(({ directions = [] }) => directions).filter(({ kind, atTicks }) => kind === 'words' && atTicks > 0)
  return inBar(tempoMap, ({ atTicks }) => atTicks, bar, page).flatMap(({ atTicks, tempoBpm }) => {
    const since = Math.max(...slowing.filter((sign) => sign.atTicks <= atTicks).map((sign) => sign.atTicks))
    if (Number.isFinite(since)) {
      const before = tempoMap.findLast((step) => step.atTicks < since)?.tempoBpm ?? tempoBpm
      const isBack =
        tempoBpm >= before * IN_TIME && tempoMap.some((step) => step.atTicks >= since && step.atTicks < atTicks && step.tempoBpm < before * IN_TIME)
      return isBack && bar < barCount - 1 ? [words('a tempo', atTicks, bar, page, tag('sound', { tempo: tempoBpm }))] : []
    }
    const beat = tag('metronome', {}, tag('beat-unit', {}, 'quarter'), tag('per-minute', {}, Math.round(tempoBpm)))
    return [
      tag('direction', { placement: 'above' }, tag('direction-type', {}, beat), offset(stepsIntoBar(atTicks, bar, page)), tag('sound', { tempo: tempoBpm })),
    ]
  })
}

/** What stands above the first part: tempo, names of sections, chords. */
export const aboveTheStaff = (bar: number, page: Page): Xml[] => {
  const { score } = page
  const sections = score.sections
    .filter(({ startBar }) => startBar === bar)
    .map((section) => tag('direction', { placement: 'above' }, tag('direction-type', {}, tag('rehearsal', {}, sectionName(section)))))
  const lyrics = (score.lyrics ?? [])
    .filter((line) => line.bar === bar)
    .map(({ text }) => tag('direction', { placement: 'below' }, tag('direction-type', {}, tag('words', { 'font-style': 'italic' }, text))))
  const chords = inBar(score.chords, ({ startTicks }) => startTicks, bar, page).map((chord) => harmonyOf(chord, bar, page))
  return [...tempiOf(bar, page), ...sections, ...lyrics, ...chords]
}

export const letRing = (steps: number): Xml =>
  tag('direction', { placement: 'below' }, tag('direction-type', {}, tag('words', { 'font-style': 'italic' }, 'let ring')), offset(steps))
