import { beforeEach, expect, test, vi } from 'vitest'
import { Sha256, TrackId } from '../../src-shared/kernel/ids.ts'
import type { TransportSource } from './transport-state.ts'

const opened = vi.hoisted(() => new Map<string, () => void>())
const heard = vi.hoisted(() => [] as string[])
vi.mock('../bridge/studio-client.ts', () => ({
  studio: {
    project: {
      audioLayout: ({ audioSha256 }: { audioSha256: string }) =>
        new Promise((resolve) => opened.set(audioSha256, () => resolve({ ok: true, value: { audioSha256, lengthFrames: 100, sampleRateHz: 44_100 } }))),
    },
  },
}))
vi.mock('./pcm-player.ts', () => ({
  PcmPlayer: class {
    setVolume() {}
    follow() {}
    pause() {}
    load({ audioSha256 }: { audioSha256: string }) {
      heard.push(audioSha256)
    }
    async switchTo({ audioSha256 }: { audioSha256: string }) {
      heard.push(audioSha256)
    }
  },
}))
const { transport } = await import('./transport.ts')
const { useTransport } = await import('./transport-state.ts')

const sha = (digit: string) => Sha256.parse(digit.repeat(64))
const song = (digit: string, track: string): TransportSource => ({ audioSha256: sha(digit), title: track, trackId: TrackId.parse(`trk_0000000${track}`) })
const open = (digit: string) => opened.get(sha(digit))?.()

beforeEach(async () => {
  const loaded = transport.load(song('a', '1'))
  open('a')
  await loaded
  heard.length = 0
})

test('of two switches in quick succession the later one is heard, however slow the first file opens', async () => {
  const slow = transport.switchSource(sha('b'), 0)
  const quick = transport.switchSource(sha('c'), 0)
  open('c')
  expect(await quick).toBe(true)
  open('b')
  expect(await slow).toBe(false)
  expect(heard).toEqual([sha('c')])
  expect(useTransport.getState().source?.audioSha256).toBe(sha('c'))
})

test('a switch that was asked for in one song changes nothing in the next', async () => {
  const slow = transport.switchSource(sha('d'), 0)
  const loaded = transport.load(song('e', '2'))
  open('e')
  await loaded
  open('d')
  expect(await slow).toBe(false)
  expect(useTransport.getState().source).toMatchObject({ title: '2', audioSha256: sha('e') })
})
