import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fitToScreens, readWindowState, writeWindowState } from './window-state.ts'

const laptop = { x: 0, y: 0, width: 1920, height: 1040 }
const right = { x: 1920, y: 0, width: 2560, height: 1400 }

test('the first time: centred, and no larger than a small screen', () => {
  expect(fitToScreens(undefined, [laptop])).toEqual({ x: 240, y: 70, width: 1440, height: 900 })
  expect(fitToScreens(undefined, [{ x: 10, y: 20, width: 1024, height: 700 }])).toEqual({ x: 10, y: 20, width: 1024, height: 700 })
})

test('as it was left, also on a second screen, never smaller than usable', () => {
  const left = { x: 2000, y: 100, width: 1300, height: 800 }
  expect(fitToScreens(left, [laptop, right])).toEqual(left)
  expect(fitToScreens({ ...left, width: 10, height: 10 }, [{ ...right, x: 1900 }, right])).toMatchObject({ width: 1440 })
  expect(fitToScreens({ x: 5, y: 5, width: 500, height: 400 }, [laptop])).toEqual({ x: 5, y: 5, width: 960, height: 640 })
})

test('back to the main screen when its own is gone or the title is out of reach', () => {
  expect(fitToScreens({ x: 2000, y: 100, width: 1300, height: 800 }, [laptop])).toEqual(fitToScreens(undefined, [laptop]))
  expect(fitToScreens({ x: 100, y: -500, width: 1300, height: 800 }, [laptop])).toEqual(fitToScreens(undefined, [laptop]))
})

test('remembered on disk; a damaged file is as good as none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'segno-window-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'window', 'window-state.json')
  expect(readWindowState(path)).toBeUndefined()
  const state = { bounds: laptop, isMaximized: true }
  writeWindowState(path, state)
  expect(readWindowState(path)).toEqual(state)
  for (const damaged of ['', '{"bounds":', '{"bounds":{"x":"1"}}', 'null']) {
    writeFileSync(path, damaged)
    expect(readWindowState(path)).toBeUndefined()
  }
})
