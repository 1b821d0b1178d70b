export { VoiceButton } from './VoiceButton.tsx'
export { connectVoice } from './voice-store.ts'
