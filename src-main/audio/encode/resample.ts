/** frames of silence that push the last of the sound out of the filter */
const FLUSH_FRAMES = 4_000

/** Blocks of planar sound at another rate, by libsamplerate's best sinc. The length is right to the frame. */
export const resampleBlocks = async function* (
  blocks: AsyncIterable<readonly Float32Array[]>,
  channelCount: number,
  fromHz: number,
  toHz: number,
): AsyncGenerator<Float32Array[]> {
  if (fromHz === toHz) {
    for await (const block of blocks) yield [...block]
    return
  }
  // two megabytes that most commands do without
  const { default: samplerate } = await import('@alexanderolsen/libsamplerate-js')
  const converter = await samplerate.create(channelCount, fromHz, toHz, { converterType: samplerate.ConverterType.SRC_SINC_BEST_QUALITY })
  let framesIn = 0
  let framesOut = 0
  const convert = (block: readonly Float32Array[], most: number): Float32Array[] => {
    const frames = block[0]?.length ?? 0
    const woven = new Float32Array(frames * channelCount)
    block.forEach((samples, channel) => {
      for (let i = 0; i < frames; i++) woven[i * channelCount + channel] = samples[i] as number
    })
    const converted = converter.full(woven)
    const out = Math.min(most, Math.floor(converted.length / channelCount))
    return Array.from({ length: channelCount }, (_, channel) => Float32Array.from({ length: out }, (_, i) => converted[i * channelCount + channel] as number))
  }
  try {
    for await (const block of blocks) {
      framesIn += block[0]?.length ?? 0
      const out = convert(block, Number.POSITIVE_INFINITY)
      framesOut += out[0]?.length ?? 0
      if ((out[0]?.length ?? 0) > 0) yield out
    }
    const missing = Math.round((framesIn * toHz) / fromHz) - framesOut
    if (missing > 0)
      yield convert(
        Array.from({ length: channelCount }, () => new Float32Array(FLUSH_FRAMES)),
        missing,
      )
  } finally {
    converter.destroy()
  }
}
