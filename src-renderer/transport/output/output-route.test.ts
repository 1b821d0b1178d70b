import { expect, test } from 'vitest'
import { chosenAmong, outputsAmong, routeOf, wordsOfRoute } from './output-route.ts'

const speakers = { id: 'a1', name: 'Speakers' }
const headphones = { id: 'b2', name: 'Headphones' }
const found = (kind: MediaDeviceKind, deviceId: string, label: string) => ({ kind, deviceId, label })

test('outputs are what can be chosen: no microphone, no second name of the system’s own, and namesakes counted', () => {
  const devices = [
    found('audioinput', 'm', 'Microphone'),
    found('audiooutput', 'default', 'Default'),
    found('audiooutput', 'communications', 'Communications'),
    found('audiooutput', '', ''),
    found('audiooutput', 'a', 'USB Audio'),
    found('audiooutput', 'b', 'USB Audio'),
    found('audiooutput', 'c', ''),
  ]
  expect(outputsAmong(devices).map(({ name }) => name)).toEqual(['USB Audio (1)', 'USB Audio (2)', 'Sound output'])
})

test('the chosen output is found by its id, elsewhere by its name', () => {
  expect(chosenAmong(headphones, [speakers, headphones])).toBe(headphones)
  expect(chosenAmong({ id: 'of another folder', name: 'Headphones' }, [speakers, headphones])).toBe(headphones)
  expect(chosenAmong({ id: 'gone', name: '' }, [{ id: 'x', name: '' }])).toBeUndefined()
  expect(chosenAmong('system', [speakers])).toBeUndefined()
})

test('sound goes to the system’s output where the chosen one is not there or does not take it', () => {
  expect(routeOf('system', [speakers])).toEqual({ sinkId: '', state: 'system' })
  expect(routeOf(headphones, [speakers, headphones])).toEqual({ sinkId: 'b2', state: 'chosen' })
  expect(routeOf(headphones, [speakers])).toEqual({ sinkId: '', state: 'missing' })
  expect(routeOf(headphones, [headphones], 'b2')).toEqual({ sinkId: '', state: 'refused' })
})

test('unplugged, not there at the start, and back: each is said once; what was just chosen is not', () => {
  const chosen = routeOf(headphones, [headphones])
  const missing = routeOf(headphones, [])
  const system = routeOf('system', [])
  expect(wordsOfRoute(chosen, missing, headphones)).toBe('“Headphones” is gone. The sound goes on through the system’s output until it is back.')
  expect(wordsOfRoute(undefined, missing, headphones)).toBe('“Headphones” is not connected. The sound goes through the system’s output until it is.')
  expect(wordsOfRoute(missing, chosen, headphones)).toBe('“Headphones” is back, and the sound with it.')
  expect(wordsOfRoute(routeOf(headphones, [headphones], 'b2'), chosen, headphones)).toBe('The sound goes to “Headphones” now.')
  expect(wordsOfRoute(missing, missing, headphones)).toBeUndefined()
  expect(wordsOfRoute(undefined, chosen, headphones)).toBeUndefined()
  expect(wordsOfRoute(system, chosen, headphones)).toBeUndefined()
  expect(wordsOfRoute(chosen, system, 'system')).toBeUndefined()
})
