import type { WavReader } from './wav-reader.ts'

/** Frames `startFrame`..`endFrame` of a file, read as if they were all of it. Ends where the file does. */
export const wavSpan = (wav: WavReader, { startFrame, endFrame }: { readonly startFrame: number; readonly endFrame: number }): WavReader => {
  const start = Math.min(startFrame, wav.layout.lengthFrames)
  const lengthFrames = Math.min(endFrame, wav.layout.lengthFrames) - start
  return {
    layout: { ...wav.layout, lengthFrames, dataOffset: wav.layout.dataOffset + start * wav.layout.bytesPerFrame },
    read: (from, to) => wav.read(start + from, start + to),
    readBytes: (from, to, memory) => wav.readBytes(start + from, start + to, memory),
    close: () => wav.close(),
  }
}
