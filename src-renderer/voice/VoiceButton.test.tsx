import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { StudioClient } from '../../src-shared/ipc/studio-contract.ts'
import { ok } from '../../src-shared/kernel/result.ts'
import { Settings } from '../../src-shared/settings/contract.ts'
import type { RecordingId } from '../../src-shared/voice/contract.ts'
import { provideStudio } from '../bridge/studio-client.ts'
import { useSettings } from '../settings/index.ts'
import { VoiceButton } from './VoiceButton.tsx'
import { useVoice } from './voice-store.ts'

const finish = vi.fn(async (_: object) => ok({ jobId: 'job_00000001' }))
const update = vi.fn(async (changes: object) => ok(Settings.parse(changes)))
const recordingId = 'rec_00000001' as RecordingId

beforeEach(() => {
  finish.mockClear()
  provideStudio({ voice: { finish }, settings: { update } } as unknown as StudioClient)
  useSettings.setState({ settings: Settings.parse({}) })
  useVoice.setState({ status: 'idle' }, true)
})
afterEach(cleanup)

const sayOnce = async () => {
  act(() => useVoice.setState({ status: 'recording', recordingId, startedAt: 0 }, true))
  fireEvent.click(screen.getByRole('button', { name: 'Stop' }))
  await waitFor(() => expect(useVoice.getState()).toMatchObject({ status: 'writing', jobId: 'job_00000001' }))
  act(() => useVoice.setState({ status: 'idle' }, true))
}

test('any language is heard until one is chosen; the choice is kept and goes with each recording', async () => {
  render(<VoiceButton onText={() => {}} />)
  await sayOnce()
  expect(finish).toHaveBeenLastCalledWith({ recordingId })
  const picker = screen.getByRole('combobox', { name: 'Spoken language' })
  expect(picker.textContent).toContain('Any language')
  fireEvent.click(picker)
  const german = await screen.findByRole('option', { name: 'German' })
  fireEvent.pointerDown(german)
  fireEvent.mouseUp(german)
  fireEvent.click(german)
  await waitFor(() => expect(update).toHaveBeenCalledWith({ voiceLanguage: 'de' }))
  await sayOnce()
  expect(finish).toHaveBeenLastCalledWith({ recordingId, language: 'de' })
})
