/** Prompts by voice: from the microphone to words, on this machine. */
export { createListenJob } from './listen-job.ts'
export { createMicrophoneGate, type MicrophoneGate } from './microphone-gate.ts'
export { createRecordings } from './recordings.ts'
export { createVoiceHandlers, type VoiceHandlers } from './voice-handlers.ts'
