import { expect, test } from 'vitest'
import goldens from './goldens.json' with { type: 'json' }
import { FRAME_COUNT, logMel, MEL_COUNT, RATE_HZ } from './log-mel.ts'
import { splitSpeech } from './split-speech.ts'

/** The signal of `models/export/whisper/make_goldens.py`. */
const goldenSignal = (seconds: number): Float32Array => {
  let state = 5
  return Float32Array.from({ length: Math.floor(seconds * RATE_HZ) }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const t = i / RATE_HZ
    const turn = 2 * Math.PI
    const tones = 0.3 * Math.sin(turn * (220 * t + 60 * t * t)) + 0.1 * Math.sin(turn * 1310 * t) * Math.sin(turn * 3 * t) + 0.02 * Math.sin(turn * 6100 * t)
    return tones + 0.004 * (state / 2 ** 32 - 0.5)
  })
}

for (const { seconds, frames, values, mean } of goldens.mels) {
  test(`the picture of ${seconds} s is transformers' within 1e-4`, () => {
    const mel = logMel(goldenSignal(seconds))
    let furthest = 0
    frames.forEach((frame, i) => {
      for (let band = 0; band < MEL_COUNT; band++)
        furthest = Math.max(furthest, Math.abs((mel[band * FRAME_COUNT + frame] as number) - (values[i]?.[band] ?? Number.NaN)))
    })
    expect(furthest).toBeLessThan(1e-4)
    expect(mel.reduce((sum, value) => sum + value, 0) / mel.length).toBeCloseTo(mean, 4)
  })
}

test('silence is a flat picture', () => {
  expect(new Set(logMel(new Float32Array(RATE_HZ))).size).toBe(1)
})

test('a long recording is cut where it is quiet, and whole', () => {
  const signal = Float32Array.from({ length: 70 * RATE_HZ }, (_, i) => Math.sin(i / 7))
  signal.fill(0, 27 * RATE_HZ, 27.5 * RATE_HZ)
  const stretches = splitSpeech(signal)
  expect(stretches.map(({ from }) => from)).toEqual([0, ...stretches.slice(0, -1).map(({ to }) => to)])
  expect(stretches.at(-1)?.to).toBe(signal.length)
  const [first] = stretches
  expect((first?.to ?? 0) / RATE_HZ).toBeGreaterThanOrEqual(27)
  expect((first?.to ?? 0) / RATE_HZ).toBeLessThanOrEqual(27.5)
  for (const { from, to } of stretches) expect(to - from).toBeLessThanOrEqual(30 * RATE_HZ)
  expect(splitSpeech(new Float32Array(0))).toEqual([])
})
