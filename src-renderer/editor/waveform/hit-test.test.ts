import { expect, test } from 'vitest'
import { RegionId, TakeId } from '../../../src-shared/kernel/ids.ts'
import { hitTest } from './hit-test.ts'
import type { Scene } from './scene.ts'

const first = RegionId.parse('reg_00000001')
const second = RegionId.parse('reg_00000002')
const scene: Scene = {
  view: { startFrame: 0, framesPerPixel: 10, widthPx: 1_000 },
  heightPx: 400,
  sampleRateHz: 44_100,
  lengthFrames: 8_000,
  grid: undefined,
  snap: 'bar' as const,
  sections: [{ startFrame: 0, endFrame: 4_000, name: 'Intro', hue: 0 }],
  picture: 'wave',
  markers: [],
  selectedMarkerId: undefined,
  columns: undefined,
  spectrum: undefined,
  playheadFrame: 0,
  regions: [
    { id: first, name: 'a', prompt: '', startFrame: 1_000, endFrame: 3_000 },
    { id: second, name: 'b', prompt: '', startFrame: 2_000, endFrame: 4_000 },
  ],
  selectedRegionId: undefined,
  selection: undefined,
  selectionLabel: '',
  selectionPrompt: '',
  dots: [],
  isLooping: false,
  loop: undefined,
  fresh: [],
  extension: undefined,
  hover: undefined,
}

test('the bands from top to bottom: ruler, sections, waveform', () => {
  expect(hitTest(scene, 50, 5)).toEqual({ zone: 'ruler' })
  expect(hitTest(scene, 50, 35)).toEqual({ zone: 'section', span: { startFrame: 0, endFrame: 4_000 } })
  expect(hitTest(scene, 50, 200)).toEqual({ zone: 'wave' })
})

test('edges win over bodies, later regions over earlier ones', () => {
  expect(hitTest(scene, 250, 200)).toEqual({ zone: 'region', regionId: second })
  expect(hitTest(scene, 150, 200)).toEqual({ zone: 'region', regionId: first })
  expect(hitTest(scene, 102, 200)).toEqual({ zone: 'region-edge', regionId: first, side: 'start' })
  expect(hitTest(scene, 398, 200)).toEqual({ zone: 'region-edge', regionId: second, side: 'end' })
})

test('the marked bars lie on top', () => {
  const marked = { ...scene, selection: { startFrame: 1_500, endFrame: 5_000 } }
  expect(hitTest(marked, 250, 200)).toEqual({ zone: 'selection' })
  expect(hitTest(marked, 499, 200)).toEqual({ zone: 'selection-edge', side: 'end' })
})

test('of a chosen region the edges are the region’s own', () => {
  const chosen = { ...scene, selection: { startFrame: 1_000, endFrame: 3_000 }, selectedRegionId: first }
  expect(hitTest(chosen, 301, 200)).toEqual({ zone: 'region-edge', regionId: first, side: 'end' })
})

test('the edge of the future can be grabbed', () => {
  const extension = { startFrame: 8_000, endFrame: 9_000, direction: 'after' as const, label: '' }
  expect(hitTest({ ...scene, extension }, 903, 200)).toEqual({ zone: 'extension-edge' })
})

test('the dots of open takes stand side by side at the top of their bars and win over the bars', () => {
  const takeIds = [TakeId.parse('tak_00000001'), TakeId.parse('tak_00000002')]
  const dots = takeIds.map((takeId, place) => ({ takeId, number: place + 1, place, isHeard: place === 0, startFrame: 1_000, endFrame: 3_000 }))
  const shown = { ...scene, dots, selection: { startFrame: 1_000, endFrame: 3_000 } }
  const top = 58 + 48
  expect(hitTest(shown, 112, top)).toEqual({ zone: 'take-dot', takeId: takeIds[0] })
  expect(hitTest(shown, 132, top)).toEqual({ zone: 'take-dot', takeId: takeIds[1] })
  expect(hitTest(shown, 112, 200)).toEqual({ zone: 'selection' })
})
