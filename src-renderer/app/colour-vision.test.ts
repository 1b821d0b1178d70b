// @vitest-environment node
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/**
 * Colours that stand for different things stay different for people with dichromatic colour vision, simulated with the matrices for severity 1.0
 * of Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE Transactions on Visualization
 * and Computer Graphics 15(6), 2009, on linear-light sRGB. Distance: deltaE OK (CSS Color Module 4), where 0.02 can just be seen.
 */
type Triple = readonly [number, number, number]
const VISION = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const satisfies Record<string, readonly Triple[]>

const css = readFileSync('src-renderer/app/tokens.css', 'utf8')
const [standard = '', high = ''] = css.split(':root[data-contrast="high"]')

const clamp = (value: number): number => Math.min(1, Math.max(0, value))

/** linear-light sRGB; high contrast falls back on what it leaves as it is */
const colourOf = (name: string, isHigh: boolean): Triple => {
  const pattern = new RegExp(`--${name}: oklch\\(([\\d.]+) ([\\d.]+) ([\\d.]+)\\)`)
  const found = (isHigh ? pattern.exec(high) : undefined) ?? pattern.exec(standard)
  if (!found) throw new Error(`no opaque token --${name}`)
  const [lightness, chroma, hue] = [Number(found[1]), Number(found[2]), (Number(found[3]) * Math.PI) / 180]
  const a = chroma * Math.cos(hue)
  const b = chroma * Math.sin(hue)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

const apply = (matrix: readonly Triple[], [x, y, z]: Triple): number[] => matrix.map(([a, b, c]) => a * x + b * y + c * z)

const okLab = (colour: readonly number[]): number[] => {
  const [r = 0, g = 0, b = 0] = colour.map(clamp)
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

const distance = (one: Triple, other: Triple, matrix: readonly Triple[]): number => {
  const [a, b] = [okLab(apply(matrix, one)), okLab(apply(matrix, other))]
  return Math.hypot(...a.map((value, i) => value - (b[i] ?? 0)))
}

/** pairs that come closer than `least`, in words */
const tooClose = (names: readonly string[], least: number, isHigh: boolean): string[] =>
  Object.entries(VISION).flatMap(([vision, matrix]) =>
    names.flatMap((one, i) =>
      names.slice(i + 1).flatMap((other) => {
        const far = distance(colourOf(one, isHigh), colourOf(other, isHigh), matrix)
        return far < least ? [`${vision}: ${one} and ${other} ${far.toFixed(3)}`] : []
      }),
    ),
  )

for (const isHigh of [false, true]) {
  const where = isHigh ? 'in high contrast' : 'in standard contrast'

  test(`takes are told apart by every kind of colour vision ${where}`, () => {
    expect(tooClose(['take-1', 'take-2', 'take-3', 'take-4'], 0.095, isHigh)).toEqual([])
  })

  test(`parts of the song are told apart by every kind of colour vision ${where}`, () => {
    expect(tooClose(['section-1', 'section-2', 'section-3', 'section-4', 'section-5'], 0.075, isHigh)).toEqual([])
  })

  test(`good, doubtful and bad are told apart by every kind of colour vision ${where}`, () => {
    expect(tooClose(['good', 'warn', 'bad'], 0.08, isHigh)).toEqual([])
  })

  test(`what is new, what was played and the rest of the waveform are told apart ${where}`, () => {
    expect(tooClose(['wave-peak', 'wave-played', 'wave-fresh'], 0.08, isHigh)).toEqual([])
    expect(tooClose(['wave-core', 'wave-played-core', 'wave-fresh-core'], 0.04, isHigh)).toEqual([])
  })
}
