// @vitest-environment node
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** WCAG 2.2 contrast of the tokens, from their OKLCH values (Ottosson's OKLab matrices). */
const css = readFileSync('src-renderer/app/tokens.css', 'utf8')

const highAt = css.indexOf(':root[data-contrast="high"]')

/** of standard contrast, or of high contrast where that says otherwise */
const luminance = (name: string, isHigh = false): number => {
  const pattern = new RegExp(`--${name}: oklch\\(([\\d.]+) ([\\d.]+) ([\\d.]+)\\)`)
  const found = (isHigh ? pattern.exec(css.slice(highAt)) : undefined) ?? pattern.exec(css)
  if (!found) throw new Error(`no opaque token --${name}`)
  const [lightness, chroma, hue] = [Number(found[1]), Number(found[2]), (Number(found[3]) * Math.PI) / 180]
  const a = chroma * Math.cos(hue)
  const b = chroma * Math.sin(hue)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clamp = (value: number) => Math.min(1, Math.max(0, value))
  const red = clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)
  const green = clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)
  const blue = clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const contrast = (one: string, other: string, isHigh = false): number => {
  const [a, b] = [luminance(one, isHigh), luminance(other, isHigh)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

test('text is readable on every surface it may lie on (AA, 4.5:1)', () => {
  const weak = ['text', 'text-2', 'text-3', 'accent', 'accent-strong', 'bad', 'warn', 'good']
    .flatMap((text) => ['bg', 'surface', 'raised', 'well'].map((surface) => ({ pair: `${text} on ${surface}`, ratio: contrast(text, surface) })))
    .filter(({ ratio }) => ratio < 4.5)
  expect(weak).toEqual([])
})

test('the primary button’s words are readable at both ends of its gradient', () => {
  expect(contrast('on-accent', 'accent')).toBeGreaterThan(4.5)
  expect(contrast('on-accent', 'accent-magenta')).toBeGreaterThan(4.5)
})

test('marks that mean something stand out (3:1): waveform, takes, focus', () => {
  for (const mark of ['wave', 'take-1', 'take-2', 'take-3', 'take-4', 'accent']) expect(contrast(mark, 'bg'), mark).toBeGreaterThan(3)
})

test('in high contrast every word has 7:1 (AAA) and every line 3:1 on every surface', () => {
  const ratios = (names: readonly string[], least: number) =>
    names
      .flatMap((name) => ['bg', 'surface', 'raised', 'well'].map((surface) => ({ pair: `${name} on ${surface}`, ratio: contrast(name, surface, true) })))
      .filter(({ ratio }) => ratio < least)
  expect(ratios(['text', 'text-2', 'text-3', 'accent', 'accent-strong', 'bad', 'warn', 'good'], 7)).toEqual([])
  expect(ratios(['line', 'line-strong', 'wave', 'wave-peak', 'take-1', 'take-2', 'take-3', 'take-4'], 3)).toEqual([])
  expect(contrast('on-accent', 'accent-magenta', true)).toBeGreaterThan(7)
})
