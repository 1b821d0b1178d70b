import { createWavWriter } from '../../audio/index.ts'

/** Samples as a 32-bit float WAV, as they are: nothing is clipped, dithered or made louder. @throws FailureError disk.full, disk.read-only */
export const writeSound = async (path: string, channels: readonly Float32Array[], rateHz: number): Promise<void> => {
  const writer = await createWavWriter(path, { sampleRateHz: rateHz, channelCount: channels.length, encoding: 'float32' })
  try {
    await writer.write(channels)
    await writer.finish()
  } finally {
    await writer.abandon()
  }
}
