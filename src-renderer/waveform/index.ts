export { SongWaveform } from './SongWaveform.tsx'
export { useThumbnail } from './use-thumbnail.ts'
