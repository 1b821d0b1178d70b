import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { StudioClient } from '../../../src-shared/ipc/studio-contract.ts'
import { err } from '../../../src-shared/kernel/result.ts'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { makeDocument, makeTake, SONG_TRACK } from '../../../src-shared/project/edits/song-for-tests.ts'
import { provideStudio } from '../../bridge/studio-client.ts'
import { useEditor } from '../editor-store.ts'
import { freshSession, useSession } from '../session-store.ts'
import { buildScene } from '../waveform/build-scene.ts'
import { useViewport } from '../waveform/viewport-store.ts'
import { BarLines } from './BarLines.tsx'

const song = makeTake({ kind: 'imported' })
const view: ProjectView = { document: makeDocument(), revision: 1, title: 'Rain', takes: [song], history: [] }
const picture = { startFrame: 0, framesPerPixel: 1_000, widthPx: 1_000 }
const apply = vi.fn(async () => err({ code: 'project.invalid-edit', message: 'not here' }))

beforeEach(() => {
  apply.mockClear()
  provideStudio({ project: { apply } } as unknown as StudioClient)
  useEditor.setState({ status: 'ready', trackId: SONG_TRACK, view } as never, true)
  useSession.setState({ ...freshSession, tab: 'grid' })
  useViewport.setState({ view: picture })
  HTMLElement.prototype.setPointerCapture = () => undefined
  render(<BarLines project={view} />)
})
afterEach(cleanup)

const barsInPicture = (): number[] => {
  const scene = buildScene({
    project: view,
    heard: song,
    session: useSession.getState(),
    loop: undefined,
    view: picture,
    heightPx: 300,
    playheadFrame: 0,
    columns: undefined,
    spectrum: undefined,
  })
  return [1, 2, 3].map((bar) => scene?.grid?.frameOfBar(bar) ?? Number.NaN)
}

test('while a bar line is dragged the picture has it where the hand is, all others where they were; Escape puts it back', () => {
  const [one = 0, two = 0, three = 0] = barsInPicture()
  const handle = screen.getByRole('button', { name: /^Only the line of bar 3/ })
  fireEvent.pointerDown(handle, { pointerId: 1, clientX: 100 })
  fireEvent.pointerMove(handle, { pointerId: 1, clientX: 110 })
  const moved = barsInPicture()
  expect(Math.abs((moved[1] ?? 0) - two - 10_000)).toBeLessThan(3)
  expect([Math.abs((moved[0] ?? 0) - one), Math.abs((moved[2] ?? 0) - three)].every((off) => off < 3)).toBe(true)
  fireEvent.keyDown(handle, { key: 'Escape' })
  expect(barsInPicture()).toEqual([one, two, three])
  expect(apply).not.toHaveBeenCalled()
})

test('let go it is one correction, and the preview goes when the song has answered', async () => {
  const handle = screen.getByRole('button', { name: /^Only the line of bar 3/ })
  fireEvent.pointerDown(handle, { pointerId: 1, clientX: 100 })
  fireEvent.pointerMove(handle, { pointerId: 1, clientX: 110 })
  fireEvent.pointerUp(handle, { pointerId: 1, clientX: 110 })
  await vi.waitFor(() => expect(apply).toHaveBeenCalledTimes(1))
  await vi.waitFor(() => expect(useSession.getState().preview).toBeUndefined())
})
