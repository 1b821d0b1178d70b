import { createHash } from 'node:crypto'
import { TICKS_PER_QUARTER } from '../../../src-shared/kernel/units.ts'
import { colourHex } from '../../../src-shared/project/marker-colours.ts'
import type { AudioTrack, HandoffSong, NoteTrack, PlayedNote } from './handoff-song.ts'

/** A string in the quotes that it does not hold itself; one that holds all three loses its backticks, as REAPER does it. */
const quoted = (text: string): string => {
  const line = text.toWellFormed().replace(/\p{Cc}+/gu, ' ')
  if (!line.includes('"')) return `"${line}"`
  if (!line.includes("'")) return `'${line}'`
  return `\`${line.replaceAll('`', "'")}\``
}

/** The same song gives the same file: identities come from its names. */
const guid = (words: string): string => {
  const hex = createHash('sha256').update(words).digest('hex').toUpperCase()
  return `{${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}}`
}

const block = (head: string, ...lines: readonly (string | readonly string[])[]): string[] => [`<${head}`, ...lines.flat().map((line) => `  ${line}`), '>']
const seconds = (value: number): string => value.toFixed(12)

const item = (name: string, id: string, lengthSeconds: number, source: readonly string[]): string[] =>
  block(
    'ITEM',
    `POSITION ${seconds(0)}`,
    `LENGTH ${seconds(lengthSeconds)}`,
    'LOOP 0',
    'ALLTAKES 0',
    `IGUID ${guid(`item ${id}`)}`,
    `NAME ${quoted(name)}`,
    'SOFFS 0',
    'PLAYRATE 1 1 0 -1 0 0.0025',
    source,
  )

const track = (name: string, id: string, isMuted: boolean, content: readonly string[]): string[] =>
  block(
    `TRACK ${guid(`track ${id}`)}`,
    `NAME ${quoted(name)}`,
    'VOLPAN 1 0 -1 -1 1',
    `MUTESOLO ${isMuted ? 1 : 0} 0 0`,
    'NCHAN 2',
    `TRACKID ${guid(`track ${id}`)}`,
    content,
  )

const audioTrack = ({ name, path, isMuted }: AudioTrack, index: number, song: HandoffSong): string[] =>
  track(name, `audio ${index} ${name}`, isMuted, item(name, `audio ${index} ${name}`, song.seconds, block('SOURCE WAVE', `FILE ${quoted(path)}`)))

const hex = (value: number): string => value.toString(16).padStart(2, '0')

/** MIDI messages with the ticks since the one before. A note that is struck again while it sounds ends first. */
const midiEvents = (notes: readonly PlayedNote[], isDrums: boolean, program: number, endTicks: number): string[] => {
  const channel = isDrums ? 9 : 0
  const messages = notes
    .flatMap(({ startTicks, lengthTicks, pitch, velocity }) => [
      { at: startTicks, order: 1, bytes: `${hex(0x90 + channel)} ${hex(pitch)} ${hex(velocity)}` },
      { at: startTicks + lengthTicks, order: 0, bytes: `${hex(0x80 + channel)} ${hex(pitch)} 00` },
    ])
    .toSorted((a, b) => a.at - b.at || a.order - b.order)
  let last = 0
  const lines = [
    { at: 0, order: 0, bytes: `${hex(0xc0 + channel)} ${hex(program)} 00` },
    ...messages,
    { at: endTicks, order: 2, bytes: `${hex(0xb0 + channel)} 7b 00` },
  ].map(({ at, bytes }) => {
    const line = `E ${at - last} ${bytes}`
    last = at
    return line
  })
  return lines
}

const noteTrack = ({ name, notes, isDrums, program }: NoteTrack, index: number, song: HandoffSong): string[] => {
  const end = Math.ceil(notes.reduce((most, { startTicks, lengthTicks }) => Math.max(most, startTicks + lengthTicks), song.lengthTicks))
  const source = block('SOURCE MIDI', `HASDATA 1 ${TICKS_PER_QUARTER} QN`, 'CCINTERP 32', midiEvents(notes, isDrums, program, end))
  return track(`${name} (notes)`, `notes ${index} ${name}`, false, item(name, `notes ${index} ${name}`, song.seconds, source))
}

/** A colour in a project file: COLORREF (0x00bbggrr), on every system, and a bit that says that there is one. See DECISIONS. */
const nativeColour = (hex: string): number => {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number]
  return 0x1000000 + blue * 65_536 + green * 256 + red
}

/**
 * A REAPER project (.rpp, plain text): a track a stem and a track a part, sections as markers, the musician's regions as regions, tempo and meter
 * map. Tempo counts quarter notes in every meter. Files are named relative to the project.
 */
export const toReaper = (song: HandoffSong): string => {
  const { tempoMap, timeSignature, marks, sampleRateHz, audio, notes, comment } = song
  const { beats, unit } = timeSignature
  const tempo = tempoMap[0]?.tempoBpm ?? 120
  const points = tempoPoints(song).map(
    ({ at, tempoBpm }, index) => `PT ${seconds(at)} ${tempoBpm.toFixed(10)} 1${index === 0 ? ` ${beats + 65_536 * unit} 0 1` : ''}`,
  )
  const markers = marks.flatMap(({ name, atSeconds, untilSeconds, colour }, index) =>
    untilSeconds === undefined
      ? [`MARKER ${index + 1} ${seconds(atSeconds)} ${quoted(name)} 0${colour ? ` ${nativeColour(colourHex(colour))}` : ''}`]
      : [`MARKER ${index + 1} ${seconds(atSeconds)} ${quoted(name)} 1`, `MARKER ${index + 1} ${seconds(untilSeconds)} "" 1`],
  )
  const lines = block(
    'REAPER_PROJECT 0.1 "7.0/Segno" 0',
    block(
      'NOTES 0 2',
      comment.split('\n').map((line) => `|${line}`),
    ),
    `TEMPO ${tempo} ${beats} ${unit}`,
    `SAMPLERATE ${sampleRateHz} 1 0`,
    block('TEMPOENVEX', 'ACT 1 -1', 'VIS 1 0 1', 'LANEHEIGHT 0 0', 'ARM 0', 'DEFSHAPE 1 -1 -1', points),
    markers,
    audio.flatMap((one, index) => audioTrack(one, index, song)),
    notes.flatMap((one, index) => noteTrack(one, index, song)),
  )
  return `${lines.join('\n')}\n`
}

const tempoPoints = ({ tempoMap }: HandoffSong) => {
  let at = 0
  return tempoMap.map((entry, index) => {
    const before = tempoMap[index - 1]
    if (before) at += ((entry.atTicks - before.atTicks) / TICKS_PER_QUARTER) * (60 / before.tempoBpm)
    return { at, tempoBpm: entry.tempoBpm }
  })
}
