import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { HEARING_VERSION } from '../../../src-shared/analysis/hearing.ts'
import type { StudioClient } from '../../../src-shared/ipc/studio-contract.ts'
import { ok } from '../../../src-shared/kernel/result.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { makeDocument, makeTake, SONG_TRACK } from '../../../src-shared/project/edits/song-for-tests.ts'
import { provideStudio } from '../../bridge/studio-client.ts'
import { useEditor } from '../editor-store.ts'
import { GridPanel } from './GridPanel.tsx'

const hearing = {
  version: HEARING_VERSION,
  seconds: 100,
  isSilent: false,
  tempo: { bpm: 119.8, lowestBpm: 119.8, highestBpm: 119.8, isSteady: true, confidence: 0.93 },
  meter: { timeSignature: { beats: 4, unit: 4 as const }, confidence: 0.3, downbeatConfidence: 0.6 },
  key: { key: { tonic: 'E', mode: 'minor' as const }, confidence: 0.55 },
  parts: [],
  partsConfidence: 0,
}
const viewOf = (take: Take) => ({ document: makeDocument(), revision: 3, title: 'Song', takes: [take], history: [], stemSets: [] })
const apply = vi.fn()

const show = (take: Take, hasScore = false, heard: object = hearing) => {
  const view = viewOf(take) as never
  apply.mockReset().mockImplementation(async () => ok(view))
  const analysis = { get: async () => ok({ trackId: SONG_TRACK, hearing: heard, hasScore, isCorrected: false }), start: vi.fn(), on: () => () => undefined }
  provideStudio({ analysis, project: { apply, on: () => () => undefined } } as unknown as StudioClient)
  useEditor.setState({ status: 'ready', trackId: SONG_TRACK, view } as never, true)
  render(<GridPanel project={view} />)
}
const sent = () => apply.mock.calls.map(([{ command }]) => command)

beforeEach(() => vi.useRealTimers())
afterEach(cleanup)

test('what is heard says how sure it is, in words', async () => {
  show(makeTake({ kind: 'imported' }))
  const facts = await screen.findByLabelText('What the studio hears')
  expect(facts.textContent).toContain('119.8 bpmsure')
  expect(facts.textContent).toContain('4/4a guess')
  expect(facts.textContent).toContain('E minorlikely')
})

test('4/4 that stands in for a meter nobody heard says so', async () => {
  show(makeTake({ kind: 'imported' }))
  expect(await screen.findByText(/The meter was not heard: 4\/4 stands in for it/)).toBeTruthy()
  cleanup()
  show(makeTake({ kind: 'imported' }), false, { ...hearing, meter: { ...hearing.meter, confidence: 0.9 } })
  await screen.findByText('E minor')
  expect(screen.queryByText(/The meter was not heard/)).toBeNull()
})

test('a typed tempo, half and double are corrections; nonsense is none', async () => {
  show(makeTake({ kind: 'imported' }))
  const field = await screen.findByLabelText('Tempo, bpm')
  fireEvent.change(field, { target: { value: '98,5' } })
  fireEvent.keyDown(field, { key: 'Enter' })
  await waitFor(() => expect(sent()).toHaveLength(1))
  expect(sent()[0]).toMatchObject({ type: 'grid.correct', what: 'tempo', grid: { tempoMap: [{ atTicks: 0, tempoBpm: 98.5 }] } })
  fireEvent.click(screen.getByRole('button', { name: 'Half the tempo' }))
  await waitFor(() => expect(sent()).toHaveLength(2))
  expect(sent()[1]).toMatchObject({ grid: { tempoMap: [{ atTicks: 0, tempoBpm: 60 }] } })
  fireEvent.change(field, { target: { value: 'fast' } })
  fireEvent.keyDown(field, { key: 'Enter' })
  await Promise.resolve()
  expect(sent()).toHaveLength(2)
})

test('taps set the tempo when they stop, as one step', async () => {
  show(makeTake({ kind: 'imported' }))
  const button = await screen.findByRole('button', { name: 'Tap the tempo' })
  const clock = vi.spyOn(performance, 'now')
  for (let i = 0; i < 6; i++) {
    clock.mockReturnValue(10_000 + i * 600)
    fireEvent.click(button)
  }
  clock.mockRestore()
  expect(screen.getByText('6 taps: 100 bpm')).toBeTruthy()
  await waitFor(() => expect(sent()).toHaveLength(1), { timeout: 4_000 })
  expect(sent()[0]).toMatchObject({ what: 'taps', grid: { tempoMap: [{ atTicks: 0, tempoBpm: 100 }] } })
})

test('a song with a score says so and offers no corrections', async () => {
  show(makeTake({ scoreSha256: 'b'.repeat(64) as never }), true)
  expect(await screen.findByText(/written in this song’s score/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Tap the tempo' })).toBeNull()
})
