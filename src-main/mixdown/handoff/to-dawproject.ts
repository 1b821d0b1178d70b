import { colourHex } from '../../../src-shared/project/marker-colours.ts'
import { tag, type Xml, xmlFile } from '../xml.ts'
import { type AudioTrack, type HandoffSong, type NoteTrack, quarters } from './handoff-song.ts'

/** A song's way into Bitwig Studio, Studio One, Cubase and others: DAWproject 1.0, an open format. The zip holds these and the sound. */
export type DawprojectText = { readonly project: string; readonly metadata: string }

const COLOURS = ['#f08a5d', '#6ab7ff', '#8fd18f', '#d59cff', '#ffd166', '#ff8fa3', '#5fd3c6', '#b8b8d1']
const colourOf = (index: number): string => COLOURS[index % COLOURS.length] ?? '#b8b8d1'
const MASTER = 'master-channel'

/** Full precision, but never "1e-7", which is no number of the schema's. */
const decimal = (value: number): string => (Math.abs(value) < 1e-6 ? '0' : String(Number(value.toFixed(12))))

const channel = (id: string, role: 'regular' | 'master', isMuted: boolean): Xml =>
  tag(
    'Channel',
    { id, role, audioChannels: 2, destination: role === 'regular' ? MASTER : undefined, solo: false },
    tag('Mute', { id: `${id}-mute`, name: 'Mute', value: isMuted }),
    tag('Pan', { id: `${id}-pan`, name: 'Pan', unit: 'normalized', min: 0, max: 1, value: 0.5 }),
    tag('Volume', { id: `${id}-volume`, name: 'Volume', unit: 'linear', min: 0, max: 2, value: 1 }),
  )

const track = (id: string, name: string, contentType: 'audio' | 'notes', index: number, isMuted: boolean): Xml =>
  tag('Track', { id, name, color: colourOf(index), contentType, loaded: true }, channel(`${id}-channel`, 'regular', isMuted))

const audioLane = ({ name, path, channelCount }: AudioTrack, id: string, { seconds, sampleRateHz, lengthTicks }: HandoffSong): Xml =>
  tag(
    'Lanes',
    { id: `${id}-lanes`, track: id },
    tag(
      'Clips',
      { id: `${id}-clips` },
      tag(
        'Clip',
        {
          name,
          time: 0,
          duration: decimal(quarters(lengthTicks)),
          contentTimeUnit: 'seconds',
          playStart: 0,
          fadeTimeUnit: 'seconds',
          fadeInTime: 0,
          fadeOutTime: 0,
        },
        tag(
          'Audio',
          { id: `${id}-audio`, algorithm: 'raw', channels: channelCount, sampleRate: sampleRateHz, duration: decimal(seconds) },
          tag('File', { path: inZip(path) }),
        ),
      ),
    ),
  )

const noteLane = ({ name, notes, isDrums }: NoteTrack, id: string, { lengthTicks }: HandoffSong): Xml => {
  const end = notes.reduce((most, note) => Math.max(most, note.startTicks + note.lengthTicks), lengthTicks)
  return tag(
    'Lanes',
    { id: `${id}-lanes`, track: id },
    tag(
      'Clips',
      { id: `${id}-clips` },
      tag(
        'Clip',
        { name, time: 0, duration: decimal(quarters(end)), playStart: 0 },
        tag(
          'Notes',
          { id: `${id}-notes` },
          notes.map(({ startTicks, lengthTicks: length, pitch, velocity }) =>
            tag('Note', {
              time: decimal(quarters(startTicks)),
              duration: decimal(quarters(length)),
              channel: isDrums ? 9 : 0,
              key: pitch,
              vel: decimal(velocity / 127),
              rel: decimal(velocity / 127),
            }),
          ),
        ),
      ),
    ),
  )
}

/** where a file lies inside the zip */
export const inZip = (path: string): string => `audio/${path.split('/').at(-1)}`

export const toDawproject = (song: HandoffSong, version: string): DawprojectText => {
  const { tempoMap, timeSignature, marks, audio, notes } = song
  const { beats: numerator, unit: denominator } = timeSignature
  const audioIds = audio.map((_, index) => `audio-${index + 1}`)
  const noteIds = notes.map((_, index) => `notes-${index + 1}`)
  const project = tag(
    'Project',
    { version: '1.0' },
    tag('Application', { name: 'Segno Studio', version }),
    tag(
      'Transport',
      {},
      tag('Tempo', { id: 'tempo', name: 'Tempo', unit: 'bpm', min: 20, max: 666, value: decimal(tempoMap[0]?.tempoBpm ?? 120) }),
      tag('TimeSignature', { id: 'time-signature', numerator, denominator }),
    ),
    tag(
      'Structure',
      {},
      audio.map(({ name, isMuted }, index) => track(audioIds[index] ?? '', name, 'audio', index, isMuted)),
      notes.map(({ name }, index) => track(noteIds[index] ?? '', `${name} (notes)`, 'notes', index, false)),
      tag('Track', { id: 'master', name: 'Master', contentType: 'audio notes', loaded: true }, channel(MASTER, 'master', false)),
    ),
    tag(
      'Arrangement',
      { id: 'arrangement' },
      tag(
        'Lanes',
        { id: 'lanes', timeUnit: 'beats' },
        audio.map((one, index) => audioLane(one, audioIds[index] ?? '', song)),
        notes.map((one, index) => noteLane(one, noteIds[index] ?? '', song)),
      ),
      marks.length === 0
        ? undefined
        : tag(
            'Markers',
            { id: 'markers', timeUnit: 'beats' },
            marks.map(({ name, atTicks, colour }) => tag('Marker', { name, ...(colour && { color: colourHex(colour) }), time: decimal(quarters(atTicks)) })),
          ),
      tag(
        'TempoAutomation',
        { id: 'tempo-map', timeUnit: 'beats', unit: 'bpm' },
        tag('Target', { parameter: 'tempo' }),
        tempoMap.map(({ atTicks, tempoBpm }) => tag('RealPoint', { time: decimal(quarters(atTicks)), value: decimal(tempoBpm), interpolation: 'hold' })),
      ),
      tag(
        'TimeSignatureAutomation',
        { id: 'meter-map', timeUnit: 'beats' },
        tag('Target', { parameter: 'time-signature' }),
        tag('TimeSignaturePoint', { time: 0, numerator, denominator }),
      ),
    ),
  )
  const metadata = tag('MetaData', {}, tag('Title', {}, song.title), song.artist ? tag('Artist', {}, song.artist) : undefined, tag('Comment', {}, song.comment))
  return { project: xmlFile(project), metadata: xmlFile(metadata) }
}
