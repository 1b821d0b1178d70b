import { expect, test } from 'vitest'
import { RegionId } from '../../../src-shared/kernel/ids.ts'
import type { Span } from '../time/time-words.ts'
import { idle } from './idle.ts'
import type { Hit, PointerMoment, ToolDesk } from './tool.ts'

const regionId = RegionId.parse('reg_00000001')

/** One pixel is one frame, lines lie every hundred; everything asked of the desk is written down. */
const fakeDesk = (selection?: Span) => {
  const said: string[] = []
  const write =
    (name: string) =>
    (...args: unknown[]): void => {
      said.push([name, ...args.map((arg) => JSON.stringify(arg))].join(' '))
    }
  const desk: ToolDesk = {
    snap: (frame, isBypassed) => (isBypassed ? Math.round(frame) : Math.round(frame / 100) * 100),
    stepAround: (frame, isBypassed) => (isBypassed ? undefined : { startFrame: Math.floor(frame / 100) * 100, endFrame: Math.floor(frame / 100) * 100 + 100 }),
    selection: () => selection,
    regionSpan: () => ({ startFrame: 200, endFrame: 400 }),
    seek: write('seek'),
    panBy: write('panBy'),
    previewSelection: ({ startFrame, endFrame }) => said.push(`preview ${startFrame}..${endFrame}`),
    commitSelection: (span) => said.push(span ? `mark ${span.startFrame}..${span.endFrame}` : 'unmark'),
    hearTake: write('hearTake'),
    selectRegion: write('selectRegion'),
    previewRegion: (_, { startFrame, endFrame }) => said.push(`preview region ${startFrame}..${endFrame}`),
    commitRegion: (_, { startFrame, endFrame }) => said.push(`resize region ${startFrame}..${endFrame}`),
    chooseMarker: write('chooseMarker'),
    previewMarker: write('previewMarker'),
    commitMarker: write('commitMarker'),
    previewExtension: write('previewExtension'),
    commitExtension: write('commitExtension'),
    dropPreview: write('dropPreview'),
  }
  return { desk, said }
}

const at = (x: number, hit: Hit = { zone: 'wave' }, more: Partial<PointerMoment> = {}): PointerMoment => ({
  x,
  frame: x,
  hit,
  isPan: false,
  shiftKey: false,
  altKey: false,
  ...more,
})

test('a drag over the waveform marks from line to line, once, on release', () => {
  const { desk, said } = fakeDesk()
  const end = idle(desk).down(at(110)).move(at(112)).move(at(290)).up(at(480))
  expect(said).toEqual(['preview 100..300', 'mark 100..500'])
  expect(end.name).toBe('idle')
})

test('a drag to the left marks the same way', () => {
  const { desk, said } = fakeDesk()
  idle(desk).down(at(480)).move(at(110)).up(at(110))
  expect(said.at(-1)).toBe('mark 100..500')
})

test('Alt marks freely', () => {
  const { desk, said } = fakeDesk()
  idle(desk)
    .down(at(110))
    .move(at(290, undefined, { altKey: true }))
    .up(at(293, undefined, { altKey: true }))
  expect(said.at(-1)).toBe('mark 110..293')
})

test('Escape in the middle of a drag leaves nothing behind', () => {
  const { desk, said } = fakeDesk()
  const end = idle(desk).down(at(110)).move(at(290)).cancel()
  expect(said.at(-1)).toBe('dropPreview')
  expect(end.name).toBe('idle')
  expect(said.some((line) => line.startsWith('mark'))).toBe(false)
})

test('a drag inside one step of the grid marks that step, wherever its lines lie; a slip marks nothing', () => {
  const { desk, said } = fakeDesk()
  idle(desk).down(at(110)).move(at(140)).up(at(140))
  expect(said.at(-1)).toBe('mark 100..200')
  idle(desk).down(at(155)).move(at(240)).up(at(240))
  expect(said.at(-1)).toBe('mark 100..200')
  idle(desk).down(at(110)).move(at(130)).up(at(130))
  expect(said.at(-1)).toBe('dropPreview')
})

test('a click unmarks and moves the playhead; a trembling hand still clicks', () => {
  const { desk, said } = fakeDesk()
  idle(desk).down(at(110)).move(at(112)).up(at(112))
  expect(said).toEqual(['unmark', 'seek 112'])
})

test('a click inside the marked bars keeps them', () => {
  const { desk, said } = fakeDesk({ startFrame: 100, endFrame: 300 })
  idle(desk)
    .down(at(150, { zone: 'selection' }))
    .up(at(150, { zone: 'selection' }))
  expect(said).toEqual(['seek 150'])
})

test('a click on a region selects it, on a section marks it', () => {
  const { desk, said } = fakeDesk()
  idle(desk)
    .down(at(250, { zone: 'region', regionId }))
    .up(at(250))
  idle(desk)
    .down(at(250, { zone: 'section', span: { startFrame: 0, endFrame: 800 } }))
    .up(at(250))
  expect(said).toEqual([`selectRegion "${regionId}"`, 'mark 0..800'])
})

test('Shift-click moves the nearer edge', () => {
  const { desk, said } = fakeDesk({ startFrame: 100, endFrame: 300 })
  idle(desk)
    .down(at(510))
    .up(at(510, undefined, { shiftKey: true }))
  idle(desk)
    .down(at(20))
    .up(at(20, undefined, { shiftKey: true }))
  expect(said).toEqual(['mark 100..500', 'mark 0..300'])
})

test('an edge of a region is one edit on release, and edges may cross', () => {
  const { desk, said } = fakeDesk()
  const edge: Hit = { zone: 'region-edge', regionId, side: 'end' }
  idle(desk).down(at(400, edge)).move(at(510)).up(at(510))
  expect(said).toEqual([`selectRegion "${regionId}"`, 'preview region 200..500', 'resize region 200..500'])
  idle(desk).down(at(400, edge)).move(at(80)).up(at(80))
  expect(said.at(-1)).toBe('resize region 100..200')
})

test('an edge pressed and let go changes nothing', () => {
  const { desk, said } = fakeDesk({ startFrame: 105, endFrame: 300 })
  idle(desk)
    .down(at(105, { zone: 'selection-edge', side: 'start' }))
    .up(at(105))
  expect(said).toEqual(['dropPreview'])
})

test('the ruler scrubs from the press on, the middle button pans', () => {
  const { desk, said } = fakeDesk()
  idle(desk)
    .down(at(100, { zone: 'ruler' }))
    .move(at(123))
    .up(at(123))
  idle(desk)
    .down(at(100, undefined, { isPan: true }))
    .move(at(90))
    .move(at(95))
    .up(at(95))
  expect(said).toEqual(['seek 100', 'seek 123', 'panBy 10', 'panBy -5'])
})

test('the edge of the future says its length', () => {
  const { desk, said } = fakeDesk()
  idle(desk)
    .down(at(900, { zone: 'extension-edge' }))
    .move(at(950))
    .up(at(960))
  expect(said).toEqual(['previewExtension 950', 'commitExtension 960'])
})
