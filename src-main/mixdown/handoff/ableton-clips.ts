import { tag, type Xml } from '../xml.ts'
import { type Ids, value } from './ableton-chain.ts'
import { type AudioTrack, type HandoffSong, type NoteTrack, quarters } from './handoff-song.ts'

const fileRef = (path: string): Xml =>
  tag(
    'FileRef',
    {},
    // from the folder of the set
    value('RelativePathType', 3),
    value('RelativePath', path),
    value('Path', ''),
    value('Type', 1),
    value('LivePackName', ''),
    value('LivePackId', ''),
    value('OriginalFileSize', 0),
    value('OriginalCrc', 0),
  )

const clipHead = (name: string, color: number, endQuarters: number, loopEnd: number): readonly Xml[] => [
  value('LomId', 0),
  value('CurrentStart', 0),
  value('CurrentEnd', endQuarters),
  tag(
    'Loop',
    {},
    value('LoopStart', 0),
    value('LoopEnd', loopEnd),
    value('StartRelative', 0),
    value('LoopOn', false),
    value('OutMarker', loopEnd),
    value('HiddenLoopStart', 0),
    value('HiddenLoopEnd', loopEnd),
  ),
  value('Name', name),
  value('Annotation', ''),
  value('Color', color),
  value('Disabled', false),
]

/** Not warped: the sound plays at its own speed, so that no sample is moved. */
export const audioClip = (ids: Ids, { name, path }: AudioTrack, color: number, { seconds, lengthTicks, lengthFrames, sampleRateHz }: HandoffSong): Xml =>
  tag(
    'AudioClip',
    { Id: ids.next(), Time: 0 },
    clipHead(name, color, quarters(lengthTicks), seconds),
    tag('Fades', {}, value('FadeInLength', 0), value('FadeOutLength', 0), value('IsDefaultFadeIn', true), value('IsDefaultFadeOut', true)),
    tag(
      'SampleRef',
      {},
      fileRef(path),
      value('LastModDate', 0),
      tag('SourceContext'),
      value('SampleUsageHint', 0),
      value('DefaultDuration', lengthFrames),
      value('DefaultSampleRate', sampleRateHz),
    ),
    value('IsWarped', false),
    value('WarpMode', 0),
    value('SampleVolume', 1),
    value('PitchCoarse', 0),
    value('PitchFine', 0),
    tag(
      'WarpMarkers',
      {},
      tag('WarpMarker', { Id: 0, SecTime: 0, BeatTime: 0 }),
      tag('WarpMarker', { Id: 1, SecTime: seconds, BeatTime: quarters(lengthTicks) }),
    ),
  )

export const midiClip = (ids: Ids, { name, notes }: NoteTrack, color: number, { lengthTicks }: HandoffSong): Xml => {
  const end = quarters(notes.reduce((most, note) => Math.max(most, note.startTicks + note.lengthTicks), lengthTicks))
  const keys = [...new Set(notes.map(({ pitch }) => pitch))].toSorted((a, b) => a - b)
  let noteId = 0
  const keyTracks = keys.map((key, index) =>
    tag(
      'KeyTrack',
      { Id: index },
      tag(
        'Notes',
        {},
        notes
          .filter(({ pitch }) => pitch === key)
          .map(({ startTicks, lengthTicks: length, velocity }) =>
            tag('MidiNoteEvent', {
              Time: quarters(startTicks),
              Duration: quarters(length),
              Velocity: velocity,
              VelocityDeviation: 0,
              OffVelocity: 64,
              Probability: 1,
              IsEnabled: true,
              NoteId: ++noteId,
            }),
          ),
      ),
      value('MidiKey', key),
    ),
  )
  return tag(
    'MidiClip',
    { Id: ids.next(), Time: 0 },
    clipHead(name, color, end, end),
    tag('Notes', {}, tag('KeyTracks', {}, keyTracks), tag('PerNoteEventStore', {}, tag('EventLists')), tag('NoteIdGenerator', {}, value('NextId', noteId + 1))),
  )
}
