import { expect, test } from 'vitest'
import { createRandom } from '../../../../src-shared/kernel/random.ts'
import type { Session } from '../../sessions/sessions.ts'
import { codesTensor, decodeMasked, type TokenNetwork } from './decode-masked.ts'
import goldens from './goldens.json' with { type: 'json' }
import { inpaintCodes, type Pass } from './inpaint-codes.ts'
import { buildMask } from './masks.ts'
import { findOnsets } from './onsets.ts'
import { pickTokens } from './pick-tokens.ts'
import { planWindows } from './windows.ts'

const sizes = { size: 100, context: 20 }

test('a region that fits gets one window with the same room on both sides, as far as the song goes', () => {
  expect(planWindows(1000, sizes, 400, 440)).toEqual([{ start: 370, end: 470, maskStart: 400, maskEnd: 440, keepEnd: 440 }])
  expect(planWindows(1000, sizes, 0, 40)).toEqual([{ start: 0, end: 100, maskStart: 0, maskEnd: 40, keepEnd: 40 }])
  expect(planWindows(1000, sizes, 960, 1000)).toEqual([{ start: 900, end: 1000, maskStart: 960, maskEnd: 1000, keepEnd: 1000 }])
  expect(planWindows(50, sizes, 10, 50)).toEqual([{ start: 0, end: 50, maskStart: 10, maskEnd: 50, keepEnd: 50 }])
})

test('a long region goes by windows that follow on each other without a gap and never look past the song', () => {
  for (const [total, start, end] of [
    [1000, 0, 1000],
    [1000, 300, 505],
    [1000, 790, 1000],
    [1000, 37, 999],
    [205, 0, 205],
  ] as const) {
    const windows = planWindows(total, sizes, start, end)
    let at: number = start
    for (const window of windows) {
      expect(window.maskStart).toBe(at)
      expect(window.start).toBe(Math.max(0, at - 20))
      expect(window.end - window.start).toBeLessThanOrEqual(100)
      expect(window.end).toBeLessThanOrEqual(total)
      expect(window.keepEnd).toBeGreaterThan(at)
      expect(window.keepEnd).toBeLessThanOrEqual(window.maskEnd)
      at = window.keepEnd
    }
    expect(at).toBe(end)
  }
})

test.each(goldens.masks)('the mask “$name” equals the reference', ({ total, seed, wish, mask }) => {
  const made = buildMask(14, total, wish, createRandom(seed).fork('mask'))
  expect(Buffer.concat(made.map((row) => Buffer.from(row))).toString('base64')).toBe(mask)
})

const drawing = { temperature: 1, isDrawn: true, typicalMass: undefined, typicalMinTokens: 1 }

test('tokens are drawn as often as they are probable, and the likeliest is taken where nothing is drawn', () => {
  const shares = [0.5, 0.3, 0.2]
  const positions = 3000
  const logits = Float32Array.from({ length: 3 * positions }, (_, at) => Math.log(shares[Math.floor(at / positions)] ?? 0))
  const asked = Int32Array.from({ length: positions }, (_, at) => at)
  const random = createRandom(3)
  const uniforms = Float64Array.from({ length: positions }, () => random.next())
  const { tokens, sureness } = pickTokens(logits, 3, positions, asked, uniforms, drawing)
  shares.forEach((share, token) => {
    expect(Math.abs(tokens.filter((one) => one === token).length / positions - share)).toBeLessThan(0.03)
  })
  tokens.forEach((token, at) => {
    expect(sureness[at]).toBeCloseTo(shares[token] ?? 0, 5)
  })
  expect(pickTokens(logits, 3, positions, asked, uniforms, { ...drawing, isDrawn: false }).tokens.every((token) => token === 0)).toBe(true)
  const typical = pickTokens(logits, 3, positions, asked, uniforms, { ...drawing, typicalMass: 0.2 })
  // 0.3 is nearest to the expected surprise of these three
  expect(typical.tokens.every((token) => token === 1)).toBe(true)
})

test('a position for which the network gives no number is said to have none, and does not disturb the others', () => {
  const logits = Float32Array.of(Number.NaN, 5, Number.NaN, 0, Number.NaN, 0)
  const { tokens } = pickTokens(logits, 3, 2, Int32Array.of(0, 1), Float64Array.of(0.5, 0.5), drawing)
  expect([...tokens]).toEqual([-1, 0])
})

/** A network of two tokens a codebook that answers what it is told to. */
const network = (answer: (call: number, length: number) => number, codebooks = 2, conditioning = 0): TokenNetwork => {
  let calls = 0
  const session: Session = {
    path: 'a network',
    provider: 'cpu',
    inputNames: ['codes'],
    outputNames: ['logits'],
    inputType: () => 'int64',
    inputShape: () => [],
    run: async ({ codes }) => {
      const length = codes?.dims[2] ?? 0
      const data = new Float32Array(3 * length * (codebooks - conditioning)).map((_, at) =>
        at < length * (codebooks - conditioning) ? answer(calls, length) : 0,
      )
      calls++
      return { logits: { data } as never }
    },
  }
  return { session, codebooks, conditioning, vocabulary: 3 }
}
const settings = { steps: 4, temperature: 1, maskTemperature: 1, sampleCutoff: 1 }
const rows = (count: number, length: number, value: number): Int32Array[] => Array.from({ length: count }, () => new Int32Array(length).fill(value))
const mask = (count: number, length: number, from: number, to: number): Uint8Array[] =>
  Array.from({ length: count }, () => new Uint8Array(length).fill(1, from, to))

test('only masked tokens change, and told codebooks never do', async () => {
  const { codes } = await decodeMasked(
    network(() => 50, 3, 1),
    rows(3, 10, 2),
    mask(3, 10, 3, 7),
    settings,
    createRandom(1),
    async () => {},
  )
  expect(codes.map((row) => [...row].join(''))).toEqual(['2222222222', '2220000222', '2220000222'])
})

test('a network that loses its numbers leaves what was there; one that never had any fails after a second try with less around it', async () => {
  const nothing = await decodeMasked(
    network(() => Number.NaN),
    rows(2, 10, 2),
    mask(2, 10, 3, 7),
    settings,
    createRandom(1),
    async () => {},
  )
  // two of three tokens still have numbers, so nothing is missing: the lost one is just never chosen
  expect(nothing.missingShare).toBe(0)
  expect(nothing.codes.flatMap((row) => [...row]).every((token) => token > 0)).toBe(true)

  const lost: TokenNetwork = { ...network(() => Number.NaN), vocabulary: 1 }
  const lengths: number[] = []
  const counting: TokenNetwork = {
    ...lost,
    session: {
      ...lost.session,
      run: (feeds) => {
        lengths.push(feeds.codes?.dims[2] ?? 0)
        return lost.session.run(feeds)
      },
    },
  }
  const pass: Pass = { name: 'fine', network: counting, windows: { size: 10, context: 2 }, settings }
  const asked = inpaintCodes(rows(2, 10, 0), mask(2, 10, 3, 7), 0, { total: 10, start: 3, end: 7 }, [pass], createRandom(1), async () => {})
  await expect(asked).rejects.toMatchObject({ failure: { code: 'vampnet.no-answer' } })
  expect(lengths).toEqual([10, 10, 10, 10, 4, 4, 4, 4])
})

test('codes go to the graph as 64-bit numbers, row after row', () => {
  const { data, dims, type } = codesTensor([Int32Array.of(1, 2), Int32Array.of(1023, 1024)])
  expect([type, dims, [...(data as BigInt64Array)]]).toEqual(['int64', [1, 2, 2], [1n, 2n, 1023n, 1024n]])
})

test('onsets are found where sounds begin, the loudest first', () => {
  const rate = 44_100
  const audio = new Float32Array(4 * rate)
  const starts = [0.5, 1.1, 2.3, 3.1]
  starts.forEach((second, nth) => {
    for (let i = 0; i < 0.3 * rate; i++) audio[Math.round(second * rate) + i] = 0.2 * (nth + 1) * Math.exp(-i / 1500) * Math.sin(i * 0.08 * (nth + 1))
  })
  const found = findOnsets(audio, 768)
  expect(found).toHaveLength(4)
  for (const second of starts) expect(found.some((frame) => Math.abs((frame * 768) / rate - second) < 0.03)).toBe(true)
  expect(findOnsets(new Float32Array(rate), 768)).toEqual([])
})
