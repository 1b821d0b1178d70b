export { AudioReader } from './audio-reader.ts'
export { barPosition } from './bar-position.ts'
export { FileMeter } from './meters/FileMeter.tsx'
export { levelAtPlayhead } from './meters/level-at-playhead.ts'
export { connectMeters } from './meters/programme-store.ts'
export { connectNowPlaying, type SongFacts } from './now-playing.ts'
export { chosenAmong } from './output/output-route.ts'
export { chooseOutput, connectSoundOutput, lookForOutputs, useSoundOutput } from './output/sound-output.ts'
export { PlayedPart, ProgressWaveform } from './ProgressWaveform.tsx'
export { TransportBar } from './TransportBar.tsx'
export { transport } from './transport.ts'
export { transportActions } from './transport-actions.ts'
export type { Transport } from './transport-api.ts'
export {
  type LoopRange,
  type MixPart,
  type MusicalGrid,
  type SpliceStretch,
  type TransportSource,
  type TransportState,
  type TransportStatus,
  useTransport,
} from './transport-state.ts'
