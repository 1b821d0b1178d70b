import { FailureError, failure } from '../../../../src-shared/kernel/failure.ts'
import type { Random } from '../../../../src-shared/kernel/random.ts'
import { type Codes, decodeMasked, type PassSettings, type TokenNetwork } from './decode-masked.ts'
import type { Mask } from './masks.ts'
import { planWindows, type Window, type WindowSizes } from './windows.ts'

export type Pass = {
  readonly name: 'coarse' | 'fine'
  readonly network: TokenNetwork
  readonly windows: WindowSizes
  readonly settings: PassSettings
}

export type Region = {
  /** tokens of the whole song */
  readonly total: number
  readonly start: number
  readonly end: number
}

/** More than this without a number in one window is no answer. */
const MOST_MISSING = 0.5

const planOf = ({ total, start, end }: Region, pass: Pass): readonly Window[] => planWindows(total, pass.windows, start, end)

export const countSteps = (region: Region, passes: readonly Pass[]): number =>
  passes.reduce((sum, pass) => sum + planOf(region, pass).length * pass.settings.steps, 0)

/** The tokens that all windows of all passes look at. */
export const stretchOf = (region: Region, passes: readonly Pass[]): { start: number; end: number } => {
  const windows = passes.flatMap((pass) => planOf(region, pass))
  return { start: Math.min(...windows.map(({ start }) => start)), end: Math.max(...windows.map(({ end }) => end)) }
}

const cut = <T extends Int32Array | Uint8Array>(rows: readonly T[], count: number, from: number, to: number): T[] =>
  rows.slice(0, count).map((row) => row.slice(from, to) as T)

/**
 * Coarse codebooks of the whole region first, then the fine ones on top of them, window by window.
 *
 * @param codes, mask rows that begin at token `origin` of the song and cover `stretchOf(region, passes)`
 * @returns new rows; outside the mask they are those that were given
 * @throws FailureError vampnet.no-answer: the network gave no numbers, twice
 */
export const inpaintCodes = async (
  codes: Codes,
  mask: Mask,
  origin: number,
  region: Region,
  passes: readonly Pass[],
  random: Random,
  onStep: (pass: Pass['name'], step: number) => Promise<void>,
): Promise<Codes> => {
  const result = codes.map((level) => level.slice())
  for (const pass of passes) {
    const stream = random.fork(pass.name)
    let step = 0
    const tell = () => onStep(pass.name, ++step)
    for (const window of planOf(region, pass)) {
      const done = await fillWindow(pass, result, mask, origin, window, stream, tell)
      const { codebooks, conditioning } = pass.network
      for (let level = conditioning; level < codebooks; level++) {
        const from = window.maskStart - done.start
        const row = done.codes[level]?.subarray(from, from + window.keepEnd - window.maskStart) ?? new Int32Array()
        result[level]?.set(row, window.maskStart - origin)
      }
    }
  }
  return result
}

/** The fine network is known to lose its numbers on some inputs: then the window is tried once more with less around it. */
const fillWindow = async (
  { network, settings }: Pass,
  codes: Codes,
  mask: Mask,
  origin: number,
  window: Window,
  stream: Random,
  tell: () => Promise<void>,
): Promise<{ codes: Codes; start: number }> => {
  const around = { start: window.start, end: window.end }
  const narrower = { start: window.maskStart, end: window.maskEnd }
  for (const { start, end } of [around, narrower]) {
    const given = cut(codes, network.codebooks, start - origin, end - origin)
    const holes = cut(mask, network.codebooks, start - origin, end - origin).map((row, level) => {
      // what lies before is decided, what lies after the region stays
      row.fill(0, 0, window.maskStart - start)
      return level < network.conditioning ? row.fill(0) : row
    })
    const done = await decodeMasked(network, given, holes, settings, stream, tell)
    if (done.missingShare <= MOST_MISSING) return { codes: done.codes, start }
  }
  const message = 'The model gave no usable answer for this region. The song is unchanged. Move the region a little, or install the model again.'
  throw new FailureError(failure('vampnet.no-answer', message, { path: network.session.path, from: window.maskStart, to: window.maskEnd }))
}
