import { create } from 'zustand'
import type { JobId } from '../../src-shared/kernel/ids.ts'
import { MAX_RECORDING_SECONDS, type RecordingId } from '../../src-shared/voice/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { cancelJob, useJobs } from '../jobs/index.ts'
import { useSettings } from '../settings/index.ts'
import { type Recorder, startRecorder } from './recorder.ts'

export type VoiceTrouble = { readonly message: string /** the way out is to install a speech model */; readonly needsModel: boolean }

export type VoiceState =
  | { readonly status: 'idle' }
  | { readonly status: 'asking' }
  | { readonly status: 'recording'; readonly recordingId: RecordingId; readonly startedAt: number }
  | { readonly status: 'writing'; readonly jobId: JobId | undefined }
  | { readonly status: 'trouble'; readonly trouble: VoiceTrouble }

/** One microphone, so one recording in the whole window. */
export const useVoice = create<VoiceState>()(() => ({ status: 'idle' }))

/** The loudest sample of the last moment; painters read it, components do not. */
export const voiceLevel = { peak: 0 }

let recorder: Recorder | undefined
let onText: ((text: string) => void) | undefined
let sending = Promise.resolve()
let limit: ReturnType<typeof setTimeout> | undefined

const set = (state: VoiceState): void => useVoice.setState(state, true)
const fail = (message: string, needsModel = false): void => set({ status: 'trouble', trouble: { message, needsModel } })

const microphoneWords = (cause: unknown): string => {
  const name = cause instanceof DOMException ? cause.name : ''
  if (name === 'NotFoundError') return 'No microphone was found. Plug one in, or choose one in your system’s sound settings, then try again.'
  if (name === 'NotAllowedError') return 'The system does not let the studio use the microphone. Allow it in your system’s privacy settings, then try again.'
  return 'The microphone does not answer. Another program may be using it; close that one, then try again.'
}

/** @param give what to do with the words, once they are written down */
export const startRecording = async (give: (text: string) => void): Promise<void> => {
  if (useVoice.getState().status === 'recording' || useVoice.getState().status === 'asking') return
  onText = give
  set({ status: 'asking' })
  const begun = await studio.voice.begin({})
  if (!begun.ok) return fail(begun.error.message, begun.error.code === 'model.not-installed')
  const { recordingId } = begun.value
  voiceLevel.peak = 0
  sending = Promise.resolve()
  try {
    recorder = await startRecorder({
      onPiece(pcm16, sampleRateHz) {
        sending = sending.then(() => studio.voice.append({ recordingId, pcm16, sampleRateHz })).then(() => undefined)
      },
      onLevel(peak) {
        voiceLevel.peak = peak
      },
    })
  } catch (cause) {
    void studio.voice.discard({ recordingId })
    return fail(microphoneWords(cause))
  }
  set({ status: 'recording', recordingId, startedAt: performance.now() })
  clearTimeout(limit)
  limit = setTimeout(() => void stopRecording(), MAX_RECORDING_SECONDS * 1_000)
}

const endRecorder = async (): Promise<void> => {
  clearTimeout(limit)
  const running = recorder
  recorder = undefined
  await running?.stop()
  voiceLevel.peak = 0
}

/** Ends the recording and has it written down. */
export const stopRecording = async (): Promise<void> => {
  const state = useVoice.getState()
  if (state.status !== 'recording') return
  set({ status: 'writing', jobId: undefined })
  await endRecorder()
  await sending
  const { voiceLanguage } = useSettings.getState().settings
  const reply = await studio.voice.finish({ recordingId: state.recordingId, ...(voiceLanguage !== 'any' && { language: voiceLanguage }) })
  if (!reply.ok) return fail(reply.error.message)
  set({ status: 'writing', jobId: reply.value.jobId })
}

/** Lets go of what was said, or of what is being written down. */
export const cancelVoice = async (): Promise<void> => {
  const state = useVoice.getState()
  set({ status: 'idle' })
  if (state.status === 'recording') {
    await endRecorder()
    await studio.voice.discard({ recordingId: state.recordingId })
  }
  if (state.status === 'writing' && state.jobId) await cancelJob(state.jobId)
}

export const dismissTrouble = (): void => set({ status: 'idle' })

/** Follows what main says about recordings. */
export const connectVoice = (): void => {
  studio.voice.on('heard', ({ jobId, text }) => {
    const state = useVoice.getState()
    if (state.status !== 'writing' || (state.jobId && state.jobId !== jobId)) return
    if (text === '') return fail('Nobody was heard speaking. Check the level while you talk, then try again.')
    set({ status: 'idle' })
    onText?.(text)
  })
  useJobs.subscribe(({ byId }) => {
    const state = useVoice.getState()
    if (state.status !== 'writing' || !state.jobId) return
    const job = byId[state.jobId]
    if (job?.state === 'failed') fail(job.error?.message ?? 'Your words could not be written down. Try again.')
    if (job?.state === 'cancelled') set({ status: 'idle' })
  })
}
