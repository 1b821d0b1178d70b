/** Audio to MIDI: notes heard in a song, kept with it. */
export { createHeardCache, type HeardCache } from './heard-cache.ts'
export { notesToSoundScore } from './notes-to-score.ts'
export { createRenderJob } from './render-job.ts'
export { createSongSounds } from './song-sounds.ts'
export { createTranscribeJob } from './transcribe-job.ts'
export { createTranscriptionHandlers, type TranscriptionHandlers } from './transcription-handlers.ts'
export { createTranscriptionRepository } from './transcription-repository.ts'
