/** Sound files: reading, writing, decoding, encoding, waveforms and analysis. */
export { openWav, readWavBytes, readWavLayout, readWavSpan, type WavLayout, type WavReader } from './wav/wav-reader.ts'
export { createWavWriter, type WavFormat, type WavWriter, writeWav24 } from './wav/wav-writer.ts'
