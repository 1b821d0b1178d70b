import { writeWav24 } from '../src-main/audio/index.ts'

/** A file of two tones, six seconds at 48 kHz: enough to import. */
export const chordWav = async (path: string, low = 220): Promise<void> => {
  const sampleRateHz = 48_000
  const tone = (hz: number) => Float32Array.from({ length: sampleRateHz * 6 }, (_, i) => 0.2 * Math.sin((2 * Math.PI * hz * i) / sampleRateHz))
  await writeWav24(path, [tone(low), tone(low * 1.5)], sampleRateHz)
}
