import { expect, test } from 'vitest'
import { colourOf } from './colour-ramp.ts'

/** CIE lightness 0..100 of sRGB bytes: what an eye without any colour vision sees */
const lightnessOf = (rgb: readonly number[]): number => {
  const [r = 0, g = 0, b = 0] = rgb.map((byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4))
  const y = 0.2126 * r + 0.7152 * g + 0.0722 * b
  return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y
}

test('louder is always lighter, in steps that look alike', () => {
  const lightness = Array.from({ length: 25 }, (_, i) => lightnessOf(colourOf(i / 24)))
  const steps = lightness.slice(1).map((value, i) => value - (lightness[i] as number))
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length
  expect(lightness[0]).toBeLessThan(6)
  expect(lightness.at(-1)).toBeGreaterThan(93)
  for (const step of steps) expect(step).toBeGreaterThan(mean * 0.4)
  for (const step of steps) expect(step).toBeLessThan(mean * 1.8)
})

test('levels beyond the scale have the colours of its ends', () => {
  expect(colourOf(-3)).toEqual(colourOf(0))
  expect(colourOf(9)).toEqual(colourOf(1))
})
