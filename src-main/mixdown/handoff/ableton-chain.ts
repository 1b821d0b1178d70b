import { tag, type Xml } from '../xml.ts'

export type Ids = { next(): number }
export const value = (name: string, content: string | number | boolean): Xml => tag(name, { Value: content })

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

export const routing = (name: string, target: string, upper: string, lower: string): Xml =>
  tag(name, {}, value('Target', target), value('UpperDisplayString', upper), value('LowerDisplayString', lower), tag('MpeSettings', {}, value('ZoneType', 0)))

export const mixer = (ids: Ids, isOn: boolean, tempo: Xml | undefined): Xml =>
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

/** One lane, folded away: how high the track is drawn in the arrangement. */
export const lanes = (): Xml =>
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
