import { gzipSync } from 'node:zlib'
import { tag, type Xml, xmlFile } from '../xml.ts'
import { type AudioTrack, type HandoffSong, type NoteTrack, quarters } from './handoff-song.ts'

type Ids = { next(): number }
const value = (name: string, content: string | number | boolean): Xml => tag(name, { Value: content })

/** "before everything": where Live keeps the value that holds until the first event */
const ALWAYS = -63_072_000
/** meters as Live numbers them: 4/4 is 201 */
const meterNumber = (beats: number, unit: number): number => beats - 1 + 99 * Math.log2(unit)

const naming = (name: string): Xml =>
  tag('Name', {}, value('EffectiveName', name), value('UserName', name), value('Annotation', ''), value('MemorizedFirstClipName', ''))

/** A knob with the two identities that automation and modulation point at. */
const knob = (ids: Ids, name: string, manual: number | boolean, range?: readonly [number, number]): Xml =>
  tag(
    name,
    {},
    value('LomId', 0),
    value('Manual', manual),
    range ? tag('MidiControllerRange', {}, value('Min', range[0]), value('Max', range[1])) : undefined,
    tag('AutomationTarget', { Id: ids.next() }, value('LockEnvelope', 0)),
    typeof manual === 'boolean' ? undefined : tag('ModulationTarget', { Id: ids.next() }, value('LockEnvelope', 0)),
  )

const routing = (name: string, target: string, upper: string, lower: string): Xml =>
  tag(name, {}, value('Target', target), value('UpperDisplayString', upper), value('LowerDisplayString', lower), tag('MpeSettings', {}, value('ZoneType', 0)))

const mixer = (ids: Ids, isOn: boolean, tempo: Xml | undefined): Xml =>
  tag(
    'Mixer',
    {},
    value('LomId', 0),
    value('IsExpanded', true),
    knob(ids, 'On', true),
    value('ParametersListWrapper', ''),
    value('LastSelectedTimeableIndex', 0),
    tag('Sends'),
    knob(ids, 'Speaker', isOn),
    value('SoloSink', false),
    value('PanMode', 0),
    knob(ids, 'Pan', 0, [-1, 1]),
    knob(ids, 'Volume', 1, [0.0003162277571, 1.99526238]),
    // sic
    value('ViewStateSesstionTrackWidth', 93),
    value('CrossFadeState', 1),
    tempo,
  )

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
const audioClip = (ids: Ids, { name, path }: AudioTrack, color: number, { seconds, lengthTicks, lengthFrames, sampleRateHz }: HandoffSong): Xml =>
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

const midiClip = (ids: Ids, { name, notes }: NoteTrack, color: number, { lengthTicks }: HandoffSong): Xml => {
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

/** One lane, folded away: how high the track is drawn in the arrangement. */
const lanes = (): Xml =>
  tag(
    'AutomationLanes',
    {},
    tag(
      'AutomationLanes',
      {},
      tag(
        'AutomationLane',
        { Id: 0 },
        value('SelectedDevice', 0),
        value('SelectedEnvelope', 0),
        value('IsContentSelectedInDocument', false),
        value('LaneHeight', 68),
      ),
    ),
    value('AreAdditionalAutomationLanesFolded', false),
  )

const liveTrack = (ids: Ids, kind: 'AudioTrack' | 'MidiTrack', name: string, color: number, isOn: boolean, clip: Xml): Xml => {
  const isAudio = kind === 'AudioTrack'
  const events = tag(
    'ArrangerAutomation',
    {},
    tag('Events', {}, clip),
    tag('AutomationTransformViewState', {}, value('IsTransformPending', false), tag('TimeAndValueTransforms')),
  )
  return tag(
    kind,
    { Id: ids.next() },
    value('LomId', 0),
    tag('TrackDelay', {}, value('Value', 0), value('IsValueSampleBased', false)),
    naming(name),
    value('Color', color),
    tag('AutomationEnvelopes', {}, tag('Envelopes')),
    value('TrackGroupId', -1),
    value('TrackUnfolded', true),
    tag('DevicesListWrapper', { LomId: 0 }),
    tag('ClipSlotsListWrapper', { LomId: 0 }),
    value('ViewData', '{}'),
    value('SavedPlayingSlot', -1),
    value('SavedPlayingOffset', 0),
    value('Freeze', false),
    tag(
      'DeviceChain',
      {},
      lanes(),
      routing('AudioInputRouting', 'AudioIn/External/S0', 'Ext. In', '1/2'),
      routing('MidiInputRouting', 'MidiIn/External.All/-1', 'Ext: All Ins', ''),
      routing('AudioOutputRouting', 'AudioOut/Master', 'Master', ''),
      routing('MidiOutputRouting', 'MidiOut/None', 'None', ''),
      mixer(ids, isOn, undefined),
      tag(
        'MainSequencer',
        {},
        value('LomId', 0),
        tag('ClipSlotList'),
        value('MonitoringEnum', 1),
        isAudio ? tag('Sample', {}, events) : tag('ClipTimeable', {}, events),
      ),
      tag('DeviceChain', {}, tag('Devices'), tag('SignalModulations')),
    ),
  )
}

const envelope = (index: number, target: number, events: readonly Xml[]): Xml =>
  tag('AutomationEnvelope', { Id: index }, tag('EnvelopeTarget', {}, value('PointeeId', target)), tag('Automation', {}, tag('Events', {}, events)))

const master = (ids: Ids, { tempoMap, timeSignature }: HandoffSong): Xml => {
  const tempoTarget = ids.next()
  const meterTarget = ids.next()
  const first = tempoMap[0]?.tempoBpm ?? 120
  const meter = meterNumber(timeSignature.beats, timeSignature.unit)
  // a step is two events at one place
  const steps = tempoMap.slice(1).flatMap(({ atTicks, tempoBpm }, index) => [
    { at: quarters(atTicks), bpm: tempoMap[index]?.tempoBpm ?? first },
    { at: quarters(atTicks), bpm: tempoBpm },
  ])
  const tempoEvents = [{ at: ALWAYS, bpm: first }, ...steps].map(({ at, bpm }, index) => tag('FloatEvent', { Id: index, Time: at, Value: bpm }))
  const target = (id: number) => tag('AutomationTarget', { Id: id }, value('LockEnvelope', 0))
  const tempo = {
    xml: `${tag('Tempo', {}, value('LomId', 0), value('Manual', first), tag('MidiControllerRange', {}, value('Min', 60), value('Max', 200)), target(tempoTarget)).xml}${tag('TimeSignature', {}, value('LomId', 0), value('Manual', meter), target(meterTarget)).xml}`,
  }
  return tag(
    'MasterTrack',
    {},
    value('LomId', 0),
    naming('Master'),
    value('Color', 14),
    tag(
      'AutomationEnvelopes',
      {},
      tag('Envelopes', {}, envelope(0, meterTarget, [tag('EnumEvent', { Id: 0, Time: ALWAYS, Value: meter })]), envelope(1, tempoTarget, tempoEvents)),
    ),
    tag(
      'DeviceChain',
      {},
      lanes(),
      routing('AudioOutputRouting', 'AudioOut/External/S0', 'Ext. Out', '1/2'),
      mixer(ids, true, tempo),
      tag('DeviceChain', {}, tag('Devices'), tag('SignalModulations')),
    ),
  )
}

/**
 * A Live set as XML, of our own template: there is no published format, so this is a beta. Tracks with clips in the arrangement, tempo and meter,
 * sections and regions as locators.
 */
export const abletonXml = (song: HandoffSong): string => {
  let last = 0
  const ids: Ids = { next: () => ++last }
  const tracks = [
    ...song.audio.map((one, index) => liveTrack(ids, 'AudioTrack', one.name, index % 14, !one.isMuted, audioClip(ids, one, index % 14, song))),
    ...song.notes.map((one, index) => liveTrack(ids, 'MidiTrack', `${one.name} (notes)`, (index + 3) % 14, true, midiClip(ids, one, (index + 3) % 14, song))),
  ]
  const masterTrack = master(ids, song)
  const locators = song.marks.map(({ name, atTicks }, index) =>
    tag(
      'Locator',
      { Id: index },
      value('LomId', 0),
      value('Time', quarters(atTicks)),
      value('Name', name),
      value('Annotation', ''),
      value('IsSongStart', false),
    ),
  )
  const set = tag(
    'LiveSet',
    {},
    value('NextPointeeId', last + 1_000),
    value('OverwriteProtectionNumber', 2816),
    value('LomId', 0),
    tag('Tracks', {}, tracks),
    masterTrack,
    tag('SendsPre'),
    tag(
      'Scenes',
      {},
      tag(
        'Scene',
        { Id: 0 },
        value('Name', ''),
        value('Annotation', song.comment),
        value('Color', -1),
        value('Tempo', 120),
        value('IsTempoEnabled', false),
        value('LomId', 0),
      ),
    ),
    tag('Transport', {}, value('PhaseNudgeTempo', 10), value('LoopOn', false), value('LoopStart', 0), value('LoopLength', 16), value('CurrentTime', 0)),
    tag('Locators', {}, tag('Locators', {}, locators)),
    value('Annotation', song.comment),
  )
  // readers look for Live's version in the creator's name
  const maker = { MajorVersion: 5, MinorVersion: '11.0_11300', SchemaChangeCount: 3, Creator: 'Segno Studio for Ableton Live 11.3', Revision: '' }
  return xmlFile(tag('Ableton', maker, set))
}

export const toAbleton = (song: HandoffSong): Uint8Array => gzipSync(abletonXml(song))
