import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Plan } from '../../src-shared/generation/plan.ts'
import type { StudioClient } from '../../src-shared/ipc/studio-contract.ts'
import { failure } from '../../src-shared/kernel/failure.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import { provideStudio } from '../bridge/studio-client.ts'
import { useNotices } from '../notices/index.ts'
import { CreatePage } from './CreatePage.tsx'
import { useCreate } from './create-store.ts'

const plan = Plan.parse({
  title: 'Low light',
  style: 'lofi',
  mood: { valence: 0.4, energy: 0.3, words: [] },
  tempoBpm: 72,
  key: { tonic: 'A', mode: 'minor' },
  timeSignature: { beats: 4, unit: 4 },
  form: [{ label: 'A', role: 'verse', barCount: 8, energy: 0.5 }],
  instrumentation: [{ role: 'chords', instrument: 'piano' }],
  swing: 0.58,
  lengthSeconds: 130,
  ending: 'ring',
  understood: [{ words: '72 bpm', meaning: 'tempo 72 bpm' }],
  notUnderstood: ['zorblax'],
})

/** Answers as main does: the plan follows the overrides. */
const fakeGeneration = () => ({
  plan: vi.fn(async ({ overrides }: { overrides?: object }) => ok({ ...plan, ...overrides })),
  start: vi.fn(async () => ok({ groupId: 'g', jobs: [] })),
})

let generation: ReturnType<typeof fakeGeneration>
const fresh = useCreate.getState()

beforeEach(() => {
  generation = fakeGeneration()
  provideStudio({ generation, knowledge: { suggest: async () => ok([]) } } as unknown as StudioClient)
  useCreate.setState({ ...fresh, styles: [{ id: 'lofi', name: 'Lo-fi', blurb: 'dusty', examplePrompt: 'Slow Sunday keys' }] }, true)
  useNotices.setState({ notices: [] })
})
afterEach(cleanup)
// timers that are still set would ask the next file's studio
afterAll(() => new Promise((resolve) => setTimeout(resolve, 500)))

const type = (words: string) => fireEvent.change(screen.getByLabelText('What should it sound like?'), { target: { value: words } })

test('the plan appears while typing, with what was not understood', async () => {
  render(<CreatePage />)
  type('rainy piano 72 bpm zorblax')
  expect(await screen.findByRole('button', { name: '72 bpm' })).toBeTruthy()
  expect(screen.getByText('“zorblax”')).toBeTruthy()
  expect(generation.plan).toHaveBeenCalledTimes(1)
})

test('a style by hand goes into the plan and into the song, and the prompt is not touched', async () => {
  render(<CreatePage />)
  type('something slow')
  fireEvent.click(screen.getByRole('button', { name: 'Lo-fi', pressed: false }))
  await screen.findByRole('button', { name: '72 bpm' })
  fireEvent.keyDown(window, { key: 'Enter', code: 'Enter', ctrlKey: true })
  await waitFor(() => expect(generation.start).toHaveBeenCalled())
  // what was shown is what is made
  const shown = generation.plan.mock.calls.at(-1)?.[0] as { seed?: number }
  expect((generation.start.mock.calls as unknown as [{ seed?: number }][])[0]?.[0].seed).toBe(shown.seed)
  expect(generation.start.mock.calls).toEqual([
    [{ prompt: 'something slow', seconds: undefined, overrides: { style: 'lofi' }, seed: expect.any(Number), variations: 2 }],
  ])
})

test('an example fills the prompt; an empty prompt cannot be generated', async () => {
  render(<CreatePage />)
  expect(screen.getByRole<HTMLButtonElement>('button', { name: /^Generate/ }).disabled).toBe(true)
  fireEvent.click(screen.getByRole('button', { name: 'Slow Sunday keys' }))
  expect(screen.getByLabelText<HTMLTextAreaElement>('What should it sound like?').value).toBe('Slow Sunday keys')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: /^Generate/ }).disabled).toBe(false)
})

test('a prompt that is too long is told before it is sent', () => {
  render(<CreatePage />)
  type('a'.repeat(2_001))
  expect(screen.getByRole('alert').textContent).toContain('2,001')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: /^Generate/ }).disabled).toBe(true)
})

test('when main cannot start, its own words are shown and the button is free again', async () => {
  render(<CreatePage />)
  type('anything')
  generation.start.mockResolvedValueOnce(err(failure('ipc.disconnected', 'The engine does not answer.')) as never)
  await act(async () => fireEvent.click(screen.getByRole('button', { name: /^Generate/ })))
  expect(useNotices.getState().notices.map((notice) => notice.text)).toEqual(['The engine does not answer.'])
  expect(useCreate.getState().isStarting).toBe(false)
})
