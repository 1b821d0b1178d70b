import { TICKS_PER_QUARTER } from '../../../src-shared/kernel/units.ts'
import { ticksPerBar } from '../../../src-shared/score/musical-time.ts'
import type { Score } from '../../../src-shared/score/score.ts'
import { accidentalsOf } from '../key-signature.ts'
import { isDrums, programOf } from '../score-to-midi.ts'
import { tag, type Xml, xmlFile } from '../xml.ts'
import { drumName } from './drum-names.ts'
import { onTheDrumStaff } from './drum-notes.ts'
import { readable } from './let-ring.ts'
import { MOST_VOICES, onThePage, STEPS_PER_QUARTER } from './notation.ts'
import { backTo, barOf } from './notes.ts'
import type { Page } from './page.ts'
import { aboveTheStaff, besideTheStaff, letRing } from './signs.ts'
import { withClosedSlurs } from './slurs.ts'
import { clefOf, type Player, playersOf, stavesOf } from './staves.ts'

const DOCTYPE = '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">\n'
/** All but the one of the drums. */
const MELODIC_CHANNELS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16]

const measuresOf = (player: Player, isFirst: boolean, page: Page): Xml[] => {
  const { score, accidentals, barSteps } = page
  const staves = stavesOf(player)
  const { beats, unit } = score.timeSignature
  const lastStep = score.barCount * barSteps
  const spans = staves.map(({ part }) =>
    isDrums(part)
      ? { written: onTheDrumStaff(part.notes, lastStep, score.timeSignature), ringsFrom: undefined }
      : readable(part, withClosedSlurs(onThePage(part.notes, lastStep)), barSteps),
  )
  const ringsFrom = spans.find((one) => one.ringsFrom !== undefined)?.ringsFrom
  return Array.from({ length: score.barCount }, (_, bar) =>
    tag(
      'measure',
      { number: bar + 1 },
      bar > 0
        ? undefined
        : tag(
            'attributes',
            {},
            tag('divisions', {}, STEPS_PER_QUARTER),
            // drums stand in no key, so no mode is claimed for them
            isDrums(player.parts[0]) ? tag('key', {}, tag('fifths', {}, 0)) : tag('key', {}, tag('fifths', {}, accidentals), tag('mode', {}, score.key.mode)),
            tag('time', {}, tag('beats', {}, beats), tag('beat-type', {}, unit)),
            staves.length > 1 ? tag('staves', {}, staves.length) : undefined,
            staves.map(clefOf),
          ),
      isFirst ? aboveTheStaff(bar, page) : undefined,
      staves.flatMap((staff) => besideTheStaff(staff, bar, page)),
      ringsFrom !== undefined && Math.floor(ringsFrom / barSteps) === bar ? letRing(ringsFrom % barSteps) : undefined,
      staves.flatMap((staff, index) => [
        ...(index > 0 ? [backTo(page)] : []),
        ...barOf(spans[index]?.written ?? [], bar, 1 + index * MOST_VOICES, staff, page),
      ]),
      bar === score.barCount - 1 ? tag('barline', { location: 'right' }, tag('bar-style', {}, 'light-heavy')) : undefined,
    ),
  )
}

const partHead = ({ id: partId, name, parts }: Player, channel: number): Xml => {
  const [part] = parts
  const keys = isDrums(part) ? [...new Set(part.notes.map(({ pitch }) => pitch))].toSorted((a, b) => a - b) : [undefined]
  const id = (key: number | undefined) => (key === undefined ? `${partId}-I1` : `${partId}-I${key}`)
  return tag(
    'score-part',
    { id: partId },
    tag('part-name', {}, name),
    keys.map((key) => tag('score-instrument', { id: id(key) }, tag('instrument-name', {}, key === undefined ? name : (drumName(key) ?? `${name} ${key}`)))),
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

/**
 * The score for notation programs: MusicXML 4.0, partwise. Every part that has notes, bar by bar at the nearest sixteenth, up to four voices a staff,
 * a keyboard on two staves where it needs them, with ties, key, meter, tempo, chord symbols and the names of the sections. How it is played (early, late, soft) stays in the MIDI file.
 */
export const scoreToMusicXml = (score: Score, { title, artist }: { readonly title: string; readonly artist?: string | undefined }): string => {
  const barTicks = ticksPerBar(score.timeSignature)
  const page: Page = { score, accidentals: accidentalsOf(score.key), barTicks, barSteps: (barTicks * STEPS_PER_QUARTER) / TICKS_PER_QUARTER }
  const players = playersOf(score.parts)
  const channelOf = (player: Player) =>
    isDrums(player.parts[0]) ? 10 : (MELODIC_CHANNELS[players.filter(({ parts }) => !isDrums(parts[0])).indexOf(player) % MELODIC_CHANNELS.length] ?? 1)
  const root = tag(
    'score-partwise',
    { version: '4.0' },
    tag('work', {}, tag('work-title', {}, title)),
    tag('identification', {}, artist ? tag('creator', { type: 'composer' }, artist) : undefined, tag('encoding', {}, tag('software', {}, 'Segno Studio'))),
    tag(
      'part-list',
      {},
      players.map((player) => partHead(player, channelOf(player))),
    ),
    players.map((player, index) => tag('part', { id: player.id }, measuresOf(player, index === 0, page))),
  )
  return xmlFile(root, DOCTYPE)
}
