import { readFileSync } from 'node:fs'
import { type BasicPreset, type BasicSample, BasicSoundBank, GeneratorTypes as G, GeneratorLimits, type Modulator, SoundBankLoader } from 'spessasynth_core'
import { FailureError, failure } from '../../../../src-shared/kernel/failure.ts'
import type { Kernel } from './kernel/kernel.ts'
import { createPcmCache } from './pcm-cache.ts'

/**
 * The SoundFont as the renderer wants it: for a preset, key and velocity the list of zones with every number resolved.
 * spessasynth_core reads the file and the layers of zones and modulators; from there on it is plain numbers.
 */
export type Zone = {
  /** the sample's place in the kernel's memory, values -1..1; when looping, a few frames of the loop's start follow `loopEnd`, so that interpolation needs no special case */
  readonly samplesAt: number
  readonly loopStart: number
  readonly loopEnd: number
  readonly end: number
  readonly start: number
  /** SF2 sampleModes: 0 no loop, 1 loop, 3 loop until released */
  readonly loopMode: number
  /** frames of sample per frame of output before LFO, envelope and bend, times 2^(cents/1200) */
  readonly step: number
  readonly gain: number
  /** -500 left .. 500 right */
  readonly pan: number
  readonly filterCents: number
  readonly filterQCb: number
  readonly exclusiveClass: number
  readonly volume: Envelope
  readonly modulation: Envelope
  readonly modEnvToPitchCents: number
  readonly modEnvToFilterCents: number
  readonly vibrato: Lfo
  readonly modLfo: Lfo
}

/** Times in seconds; `sustain` in cB of attenuation for volume, 0..1 for modulation. */
export type Envelope = {
  readonly delay: number
  readonly attack: number
  readonly hold: number
  readonly decay: number
  readonly sustain: number
  readonly release: number
}
export type Lfo = {
  readonly delaySeconds: number
  readonly rateHz: number
  readonly toPitchCents: number
  readonly toFilterCents: number
  readonly toVolumeCb: number
}

export type SoundBank = {
  /** Zones that sound for this key and velocity; the same array for the same arguments. */
  zones(preset: PresetAddress, key: number, velocity: number): readonly Zone[]
  presetName(preset: PresetAddress): string
}
export type PresetAddress = { readonly isDrumKit: boolean; readonly bank: number; readonly program: number }

const SILENCE_CB = 960
const seconds = (timecents: number): number => (timecents <= -32767 ? 0 : 2 ** (timecents / 1200))
const hertz = (cents: number): number => 440 * 2 ** ((cents - 6900) / 1200)
const attenuationGain = (centibels: number): number => 10 ** (-centibels / 200)

/** What modulators look at: a channel at rest (volume 100, expression 127, pan and bend in the middle). */
const restingChannel = () => {
  const midiControllers = new Int16Array(256)
  const rest: readonly (readonly [number, number])[] = [
    [7, 100],
    [8, 64],
    [10, 64],
    [11, 127],
    [71, 64],
    [72, 64],
    [73, 64],
    [74, 64],
    [75, 64],
    [76, 64],
    [77, 64],
    [78, 64],
  ]
  for (const [controller, value] of rest) midiControllers[controller] = value << 7
  return { midiControllers, midiParameters: { pressure: 0, pitchWheelRange: 2 } }
}

const modulate = (generators: Int16Array, modulators: readonly Modulator[], key: number, velocity: number): { values: Int16Array; resonanceCb: number } => {
  const values = new Int32Array(generators)
  const channel = restingChannel() as never
  const voice = { velocity, targetKey: key, pressure: 0 } as never
  let resonanceCb = 0
  for (const modulator of modulators) {
    if (modulator.transformAmount === 0 || modulator.destination < 0) continue
    const amount = modulator.primarySource.getValue(channel, 8192, voice) * modulator.secondarySource.getValue(channel, 8192, voice) * modulator.transformAmount
    const value = modulator.transformType === 2 ? Math.abs(amount) : amount
    if ((modulator as { isDefaultResonantModulator?: boolean }).isDefaultResonantModulator) resonanceCb = Math.max(0, value / 2)
    values[modulator.destination] = Math.min(32767, Math.max(-32768, (values[modulator.destination] ?? 0) + value))
  }
  for (const [index, value] of values.entries()) {
    const limits = (GeneratorLimits as Readonly<Record<number, { min: number; max: number } | undefined>>)[index]
    if (limits) values[index] = Math.min(limits.max, Math.max(limits.min, value))
  }
  return { values: Int16Array.from(values), resonanceCb }
}

/** Decoded samples, with the loop's first frames repeated after its end. */
const createSampleShelf = (kernel: Kernel) => {
  const shelf = new Map<string, number>()
  return (id: number, read: () => Float32Array, loop: { start: number; end: number } | undefined): number => {
    const label = loop ? `${id}:${loop.start}:${loop.end}` : `${id}`
    const known = shelf.get(label)
    if (known !== undefined) return known
    const data = read()
    const length = loop ? loop.end : data.length
    const padded = new Float32Array(length + 4)
    padded.set(data.subarray(0, length))
    if (loop) for (let i = 0; i < 4; i++) padded[length + i] = data[loop.start + (i % Math.max(1, loop.end - loop.start))] ?? 0
    const at = kernel.keep(padded)
    shelf.set(label, at)
    return at
  }
}

const lfoAt = (v: Int16Array, delay: number, rate: number, extraRate: number, pitch: number, filter: number, volume: number): Lfo => ({
  delaySeconds: seconds(v[delay] ?? -12000),
  rateHz: Math.max(0, hertz(v[rate] ?? 0) + (v[extraRate] ?? 0) / 100),
  toPitchCents: v[pitch] ?? 0,
  toFilterCents: v[filter] ?? 0,
  toVolumeCb: volume < 0 ? 0 : (v[volume] ?? 0),
})

export const createSoundBank = (bank: BasicSoundBank, kernel: Kernel, sampleRateHz: number, cacheFolder?: string): SoundBank => {
  const cache = createPcmCache(cacheFolder)
  const sampleIds = new Map(bank.samples.map((sample, index) => [sample, index] as const))
  const shelf = createSampleShelf(kernel)
  const presets = new Map<string, BasicPreset>()
  const zonesByNote = new Map<string, readonly Zone[]>()

  const presetAt = (address: PresetAddress): BasicPreset => {
    const label = `${address.isDrumKit}:${address.bank}:${address.program}`
    const known = presets.get(label)
    if (known) return known
    const sameKind = bank.presets.filter((preset) => preset.isGMGSDrum === address.isDrumKit)
    const found =
      sameKind.find((preset) => preset.program === address.program && (address.isDrumKit || preset.bankMSB === address.bank)) ??
      sameKind.find((preset) => preset.program === address.program) ??
      sameKind[0]
    if (!found) throw damaged()
    presets.set(label, found)
    return found
  }

  /** Unpacked once; only its length is needed again after it is in the kernel, so weak references may let it go. */
  const unpacked = new Map<BasicSample, WeakRef<Float32Array>>()
  const soundOf = (sample: BasicSample): Float32Array => {
    const known = unpacked.get(sample)?.deref()
    if (known) return known
    const sound = sample.isCompressed ? cache.read(sample.getRawData(true), () => sample.getAudioData()) : sample.getAudioData()
    // spessasynth keeps what it unpacked; the kernel has its own copy
    if (sample.isCompressed) Object.assign(sample, { audioData: undefined })
    unpacked.set(sample, new WeakRef(sound))
    return sound
  }

  const resolve = (preset: BasicPreset, note: number, struck: number): readonly Zone[] =>
    preset.getVoiceParameters(note, struck).map(({ generators, modulators, sample }) => {
      const key = (generators[G.keyNum] ?? -1) > -1 ? (generators[G.keyNum] ?? note) : note
      const velocity = (generators[G.velocity] ?? -1) > -1 ? (generators[G.velocity] ?? struck) : struck
      const { values: v, resonanceCb } = modulate(generators, modulators, key, velocity)
      const at = (index: number): number => v[index] ?? 0
      const data = soundOf(sample)
      const mode = at(G.sampleModes)
      const clampFrame = (frame: number): number => Math.min(data.length, Math.max(0, frame))
      const loopA = clampFrame(sample.loopStart + at(G.startloopAddrsOffset) + at(G.startloopAddrsCoarseOffset) * 32768)
      const loopB = clampFrame(sample.loopEnd + at(G.endloopAddrsOffset) + at(G.endloopAddrsCoarseOffset) * 32768)
      const loop = { start: Math.min(loopA, loopB), end: Math.max(loopA, loopB) }
      const isLooping = (mode === 1 || mode === 3) && loop.end - loop.start >= 1
      const rootKey = (generators[G.overridingRootKey] ?? -1) > -1 ? (generators[G.overridingRootKey] ?? 60) : sample.originalKey
      const cents = (key - rootKey) * at(G.scaleTuning) + at(G.fineTune) + at(G.coarseTune) * 100 + sample.pitchCorrection
      const sustainCb = Math.min(SILENCE_CB, at(G.sustainVolEnv))
      const sustainLevel = 1 - at(G.sustainModEnv) / 1000
      return {
        // a sample that plays on after its loop when released keeps its tail; a plain loop needs nothing after its end
        samplesAt: shelf(sampleIds.get(sample) ?? -1, () => data, isLooping && mode === 1 ? loop : undefined),
        loopStart: loop.start,
        loopEnd: loop.end,
        start: Math.min(clampFrame(at(G.startAddrsOffset) + at(G.startAddrsCoarseOffset) * 32768), Math.max(0, data.length - 1)),
        end: clampFrame(data.length + at(G.endAddrOffset) + at(G.endAddrsCoarseOffset) * 32768),
        loopMode: isLooping ? mode : 0,
        step: (sample.sampleRate / sampleRateHz) * 2 ** (cents / 1200),
        gain: attenuationGain(at(G.initialAttenuation)) * attenuationGain(-resonanceCb),
        pan: at(G.pan),
        filterCents: at(G.initialFilterFc),
        filterQCb: at(G.initialFilterQ),
        exclusiveClass: generators[G.exclusiveClass] ?? 0,
        volume: {
          delay: seconds(at(G.delayVolEnv)),
          attack: seconds(at(G.attackVolEnv)),
          hold: seconds(at(G.holdVolEnv) + (60 - key) * at(G.keyNumToVolEnvHold)),
          decay: (seconds(at(G.decayVolEnv) + (60 - key) * at(G.keyNumToVolEnvDecay)) * sustainCb) / SILENCE_CB,
          sustain: sustainCb,
          release: seconds(Math.max(-7200, at(G.releaseVolEnv))),
        },
        modulation: {
          delay: seconds(at(G.delayModEnv)),
          attack: seconds(at(G.attackModEnv)),
          hold: seconds(at(G.holdModEnv) + (60 - key) * at(G.keyNumToModEnvHold)),
          decay: seconds(at(G.decayModEnv) + (60 - key) * at(G.keyNumToModEnvDecay)) * (1 - sustainLevel),
          sustain: sustainLevel,
          release: seconds(Math.max(-7200, at(G.releaseModEnv))),
        },
        modEnvToPitchCents: at(G.modEnvToPitch),
        modEnvToFilterCents: at(G.modEnvToFilterFc),
        vibrato: lfoAt(v, G.delayVibLFO, G.freqVibLFO, G.vibLfoRate, G.vibLfoToPitch, G.vibLfoToFilterFc, -1),
        modLfo: lfoAt(v, G.delayModLFO, G.freqModLFO, G.modLfoRate, G.modLfoToPitch, G.modLfoToFilterFc, G.modLfoToVolume),
      }
    })

  return {
    zones(address, key, velocity) {
      const label = `${address.isDrumKit ? 'D' : address.bank}:${address.program}:${key}:${velocity}`
      const known = zonesByNote.get(label)
      if (known) return known
      const zones = resolve(presetAt(address), key, velocity)
      zonesByNote.set(label, zones)
      return zones
    },
    presetName: (address) => presetAt(address).name,
  }
}

const damaged = (cause?: unknown, path?: string): FailureError =>
  new FailureError(
    failure(
      'soundfont.damaged',
      `The instrument sounds (SoundFont file${path ? ` ${path}` : ''}) are damaged. Your songs are safe. Install the studio again, or point SEGNO_SOUNDFONT at a whole SF2 or SF3 file.`,
    ),
    cause === undefined ? undefined : { cause },
  )

const fonts = new Map<string, Promise<BasicSoundBank>>()

const readFont = async (path: string): Promise<BasicSoundBank> => {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (cause) {
    const failed = failure(
      'soundfont.missing',
      `The instrument sounds are missing: there is no SoundFont file ${path} that can be read. Your songs are safe. Install the studio again, or point SEGNO_SOUNDFONT at an SF2 or SF3 file.`,
      {
        path,
      },
    )
    throw new FailureError(failed, { cause })
  }
  await BasicSoundBank.isSF3DecoderReady
  try {
    const copy = new Uint8Array(bytes)
    const bank = SoundBankLoader.fromArrayBuffer(copy.buffer)
    if (bank.presets.length === 0 || bank.samples.length === 0) throw new Error('no presets')
    return bank
  } catch (cause) {
    throw damaged(cause, path)
  }
}

/**
 * Reads an SF2 or SF3 file, once a thread. About 0.15 s for FluidR3Mono; samples are decoded when first played.
 *
 * @throws FailureError 'soundfont.missing' | 'soundfont.damaged'
 */
export const openSoundFont = (path: string): Promise<BasicSoundBank> => {
  const known = fonts.get(path) ?? readFont(path)
  fonts.set(path, known)
  // a file that was missing may be there next time
  known.catch(() => fonts.delete(path))
  return known
}

/** @throws FailureError 'soundfont.missing' | 'soundfont.damaged' */
export const loadSoundBank = async (path: string, kernel: Kernel, sampleRateHz: number, cacheFolder?: string): Promise<SoundBank> =>
  createSoundBank(await openSoundFont(path), kernel, sampleRateHz, cacheFolder)
