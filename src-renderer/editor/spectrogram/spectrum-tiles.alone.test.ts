import { beforeEach, expect, test, vi } from 'vitest'
import { encodeSpectrum, SPECTRUM_ROWS, spectrumShape } from '../../../src-shared/audio/spectrum-format.ts'
import type { StudioClient } from '../../../src-shared/ipc/studio-contract.ts'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { ok } from '../../../src-shared/kernel/result.ts'
import { provideStudio } from '../../bridge/studio-client.ts'
import { endOfPicture, leaveSpectrum, type SpectrumTiles, spectrumOf, TILE_COLUMNS } from './spectrum-tiles.ts'

const closed: number[] = []
let coloured = 0
vi.mock('./colour-tiles.ts', () => ({
  colourTile: async (bytes: Uint8Array) => {
    const id = ++coloured
    return { bytes, picture: { close: () => closed.push(id) } }
  },
}))

/** an hour, so that there are more tiles than are kept */
const shape = spectrumShape(44_100, 3_600 * 44_100)
const columns = new Uint8Array(Math.ceil(shape.lengthFrames / shape.hop) * SPECTRUM_ROWS)
const pieces = encodeSpectrum(shape, columns)
const file = new Blob(pieces as Uint8Array<ArrayBuffer>[])

type Asked = { readonly signal: AbortSignal; answer(): void }
let asked: Asked[] = []
const left: string[] = []
let made = 0
const freshSha = (): Sha256 => String(++made).padStart(64, '0') as Sha256

beforeEach(() => {
  asked = []
  closed.length = 0
  provideStudio({
    project: {
      leaveSpectrum: async ({ audioSha256 }: { audioSha256: string }) => {
        left.push(audioSha256)
        return ok({})
      },
    },
  } as unknown as StudioClient)
  vi.stubGlobal('fetch', (_: string, { headers, signal }: { headers: { Range: string }; signal: AbortSignal }) => {
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(headers.Range) ?? []
    return new Promise<Response>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
      asked.push({ signal, answer: () => resolve(new Response(file.slice(Number(from), Number(to) + 1))) })
    })
  })
})

const tilesOf = async (sha256: Sha256): Promise<SpectrumTiles> => {
  spectrumOf(sha256)
  asked.at(-1)?.answer()
  return await vi.waitFor(() => {
    const state = spectrumOf(sha256)
    if (state.status !== 'ready') throw new Error(state.status)
    return state.tiles
  })
}

test('a quick zoom gives up what the older picture asked for, and keeps what the newer one still wants', async () => {
  const tiles = await tilesOf(freshSha())
  endOfPicture()
  asked = []
  tiles.tile(2, 0)
  tiles.tile(2, 1)
  endOfPicture()
  tiles.tile(2, 1)
  tiles.tile(3, 0)
  endOfPicture()
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false, false])
  asked[1]?.answer()
  await vi.waitFor(() => expect(tiles.tile(2, 1)?.columnCount).toBe(TILE_COLUMNS))
  // asked for again it is read again
  tiles.tile(2, 0)
  expect(asked).toHaveLength(4)
})

test('leaving the view ends what is on its way; main is told only where it may still be computing', async () => {
  const sha256 = freshSha()
  spectrumOf(sha256)
  leaveSpectrum(sha256)
  expect([asked[0]?.signal.aborted, left.includes(sha256)]).toEqual([true, true])
  expect(spectrumOf(sha256).status).toBe('loading')
  expect(asked).toHaveLength(2)

  const other = freshSha()
  const tiles = await tilesOf(other)
  tiles.tile(1, 0)
  leaveSpectrum(other)
  expect([asked.at(-1)?.signal.aborted, left.includes(other), spectrumOf(other).status]).toEqual([true, false, 'ready'])
})

test('tiles have a limit: the one that was not drawn longest goes, and its picture is freed', async () => {
  const tiles = await tilesOf(freshSha())
  const first = coloured + 1
  asked = []
  for (let index = 0; index < 140; index++) tiles.tile(0, index)
  for (const { answer } of asked) answer()
  await vi.waitFor(() => expect(coloured).toBe(first + 139))
  await vi.waitFor(() => expect(closed).toHaveLength(coloured - 128))
  // the newest is there, and of the oldest nothing is
  expect(closed).not.toContain(coloured)
  expect(new Set(closed).size).toBe(closed.length)
})
