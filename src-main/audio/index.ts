/** Sound files: reading, writing, decoding, encoding, waveforms and analysis. */
export type { MusicAnalysis } from './analysis/analyse-music.ts'
export { createSurroundingsAnalyser, type HeardSurroundings, type SurroundingsAnalyser } from './analysis/surroundings.ts'
export { type AudioService, createAudioService } from './audio-service.ts'
export type { DecodedSong } from './decode/decode-to-wav.ts'
export { oneLine, readTags, type SoundTags } from './decode/read-tags.ts'
export type { EncodedFormat, EncodeRequest } from './encode/encode-file.ts'
export { openWav, readWavBytes, readWavLayout, readWavSpan, type WavLayout, type WavReader } from './wav/wav-reader.ts'
export { createWavWriter, type WavFormat, type WavWriter, writeWav24 } from './wav/wav-writer.ts'
