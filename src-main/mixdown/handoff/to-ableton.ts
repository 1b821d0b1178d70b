import { gzipSync } from 'node:zlib'
import { tag, type Xml, xmlFile } from '../xml.ts'
import { type Ids, lanes, mixer, routing, value } from './ableton-chain.ts'
import { audioClip, midiClip } from './ableton-clips.ts'
import { type HandoffSong, quarters } from './handoff-song.ts'

/** "before everything": where Live keeps the value that holds until the first event */
const ALWAYS = -63_072_000
/** meters as Live numbers them: 4/4 is 201 */
const meterNumber = (beats: number, unit: number): number => beats - 1 + 99 * Math.log2(unit)

const naming = (name: string): Xml =>
  tag('Name', {}, value('EffectiveName', name), value('UserName', name), value('Annotation', ''), value('MemorizedFirstClipName', ''))

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
