import libsamplerate from '@alexanderolsen/libsamplerate-js'

// a CommonJS bundle: Node gives its exports as the default only
const { ConverterType, create } = libsamplerate as unknown as typeof import('@alexanderolsen/libsamplerate-js')

/** libsamplerate's `full` keeps its last frames to itself: this much silence pushes them out. */
const FLUSH_FRAMES = 4000

/** Best-quality sinc conversion of each channel to exactly `outputFrames` frames. */
export const resample = async (channels: readonly Float32Array[], fromHz: number, toHz: number, outputFrames: number): Promise<readonly Float32Array[]> => {
  const converter = await create(1, fromHz, toHz, { converterType: ConverterType.SRC_SINC_BEST_QUALITY })
  try {
    return channels.map((samples) => {
      const padded = new Float32Array(samples.length + FLUSH_FRAMES)
      padded.set(samples)
      const converted = converter.full(padded)
      const out = new Float32Array(outputFrames)
      out.set(converted.subarray(0, outputFrames))
      return out
    })
  } finally {
    converter.destroy()
  }
}
