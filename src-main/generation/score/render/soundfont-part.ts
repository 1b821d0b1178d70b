import type { Part, TempoMap } from '../../../../src-shared/score/score.ts'
import { automationOf, valueAt } from './automation.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { PartSound } from './part-sound.ts'
import type { PresetAddress, SoundBank, Zone } from './sound-bank.ts'
import { createFrameClock } from './timeline.ts'
import { Voice } from './voice.ts'

/** No note is shorter than this in sound, whatever the page says. */
const MIN_NOTE_SECONDS = 0.03
const WASTE_FRAMES = 1024
/** release of a string under the hand, for 96 dB */
const STOPPED_SECONDS = 0.09

type Strike = { readonly startFrame: number; readonly endFrame: number; readonly pitch: number; readonly velocity: number; readonly pan: number }

/** Spreads a polyphonic part over the stage by pitch: low keys left, high keys right, as a player hears a keyboard. */
const spreadOf = (part: Part): number =>
  part.mix.ampDrive !== undefined ? 0 : part.role === 'chords' || part.role === 'arp' ? 0.45 : part.role === 'pad' ? 0.6 : 0

/** Where the pieces of a drum kit stand, -1 left .. 1 right from the listener's seat; kick, snare and claps stay in the middle. */
const KIT_STAGE: Readonly<Record<number, number>> = {
  37: -0.12,
  41: 0.5,
  42: -0.32,
  43: 0.4,
  44: -0.32,
  45: 0.3,
  46: -0.32,
  47: 0,
  48: -0.15,
  49: 0.5,
  50: -0.35,
  51: 0.5,
  52: -0.5,
  53: 0.5,
  54: 0.35,
  55: -0.5,
  57: -0.55,
  63: 0.35,
  64: 0.15,
  70: -0.3,
}

const strikesOf = (part: Part, tempoMap: TempoMap, sampleRateHz: number, pedal: ReturnType<typeof automationOf>['pedal']): Strike[] => {
  const frameAt = createFrameClock(tempoMap, sampleRateHz)
  const spread = spreadOf(part)
  const center = part.notes.length === 0 ? 60 : part.notes.reduce((sum, note) => sum + note.pitch, 0) / part.notes.length
  const liftAfter = (frame: number): number => {
    if (!pedal || valueAt(pedal, frame) < 64) return frame
    for (const [i, at] of pedal.frames.entries()) if (at > frame && (pedal.values[i] ?? 0) < 64) return at
    return frame
  }
  const strikes = part.notes.map((note) => {
    const startFrame = Math.max(0, frameAt(note.startTicks + note.microTicks))
    const written = frameAt(note.startTicks + note.microTicks + note.lengthTicks)
    return {
      startFrame,
      endFrame: liftAfter(Math.max(written, startFrame + Math.round(MIN_NOTE_SECONDS * sampleRateHz))),
      pitch: note.pitch,
      velocity: note.velocity,
      pan: part.voice.kind === 'drumkit' ? (KIT_STAGE[note.pitch] ?? 0) : spread === 0 ? 0 : spread * Math.max(-1, Math.min(1, (note.pitch - center) / 14)),
    }
  })
  return strikes.sort((a, b) => a.startFrame - b.startFrame || a.pitch - b.pitch)
}

/**
 * A part played by the SoundFont. Notes that began before `fromFrame` are taken up where they would be.
 */
export const createSoundfontPart = (
  part: Part,
  preset: PresetAddress,
  tempoMap: TempoMap,
  bank: SoundBank,
  kernel: Kernel,
  sampleRateHz: number,
  fromFrame: number,
): PartSound => {
  const automation = automationOf(part.controls, createFrameClock(tempoMap, sampleRateHz))
  const strikes = strikesOf(part, tempoMap, sampleRateHz, automation.pedal)
  const voices: Voice[] = []
  const scratchAt = kernel.scratchFrames(64)
  const wasteAt = kernel.scratchFrames(WASTE_FRAMES * 2)
  const mutedProgram = part.voice.kind === 'soundfont' ? part.voice.mutedProgram : undefined
  const muted: PresetAddress | undefined = mutedProgram === undefined ? undefined : { ...preset, program: mutedProgram }
  const { palm } = automation
  const presetAt = (frame: number): PresetAddress => (muted && palm && valueAt(palm, frame) >= 64 ? muted : preset)
  // an amplifier lifts a string's tail by as much as it drives: a player's hands stop the string instead
  const stops = new Map<Zone, Zone>()
  const stopped = (zone: Zone): Zone => {
    const known = stops.get(zone) ?? { ...zone, volume: { ...zone.volume, release: Math.min(zone.volume.release, STOPPED_SECONDS) } }
    stops.set(zone, known)
    return known
  }
  const zonesAt = (frame: number, pitch: number, velocity: number): readonly Zone[] => {
    const zones = bank.zones(presetAt(frame), pitch, velocity)
    return part.mix.ampDrive === undefined || preset.isDrumKit ? zones : zones.map(stopped)
  }
  // decoding a sound may grow the kernel's memory: do it before the first chunk
  for (const { startFrame, pitch, velocity } of strikes) zonesAt(startFrame, pitch, velocity)
  let next = 0

  const strike = ({ startFrame, endFrame, pitch, velocity, pan }: Strike): void => {
    const zones = zonesAt(startFrame, pitch, velocity)
    for (const { exclusiveClass } of zones) {
      if (exclusiveClass === 0) continue
      for (const voice of voices) if (voice.exclusiveClass === exclusiveClass && voice.startFrame < startFrame) voice.choke(startFrame)
    }
    // General MIDI drums ring on whatever their written length
    const releaseFrame = preset.isDrumKit ? Math.max(endFrame, startFrame + sampleRateHz) : endFrame
    for (const zone of zones) voices.push(new Voice(kernel, zone, { startFrame, releaseFrame, pan, controls: automation.voice, sampleRateHz }))
  }

  const dropDead = (): void => {
    let kept = 0
    for (const voice of voices) {
      if (voice.isAlive) voices[kept++] = voice
      else voice.dispose()
    }
    voices.length = kept
  }

  /** Brings a voice that began before the window to the window's first frame. */
  const catchUp = (voice: Voice, until: number): void => {
    for (let at = voice.startFrame; at < until && voice.isAlive; at += WASTE_FRAMES) {
      voice.render(wasteAt, wasteAt + WASTE_FRAMES * 4, scratchAt, 0, Math.min(WASTE_FRAMES, until - at))
    }
  }

  /** The last frame that a zone of an early note can still be heard. */
  const lastFrameOf = (zone: Zone, { startFrame, endFrame }: Strike): number => {
    const released = endFrame + zone.volume.release * sampleRateHz
    return zone.loopMode === 0 ? Math.min(released, startFrame + (zone.end - zone.start) / zone.step) : released
  }
  while (next < strikes.length && (strikes[next] as Strike).startFrame < fromFrame) {
    const early = strikes[next++] as Strike
    if (zonesAt(early.startFrame, early.pitch, early.velocity).some((zone) => lastFrameOf(zone, early) > fromFrame)) strike(early)
  }
  for (const voice of voices) catchUp(voice, fromFrame)
  dropDead()

  let lastGain = automation.gainAt?.(fromFrame) ?? 1

  return {
    render(leftAt, rightAt, from, count) {
      const to = from + count
      while (next < strikes.length && (strikes[next] as Strike).startFrame < to) strike(strikes[next++] as Strike)
      if (voices.length === 0) {
        lastGain = automation.gainAt?.(to) ?? 1
        return false
      }
      for (const voice of voices) {
        const offset = Math.max(0, voice.startFrame - from)
        voice.render(leftAt, rightAt, scratchAt, offset, count - offset)
      }
      dropDead()
      if (automation.gainAt) {
        // 64-frame steps on the absolute clock, linear in between
        for (let i = 0; i < count; ) {
          const n = Math.min(count - i, 64 - ((from + i) % 64))
          const target = automation.gainAt(from + i + n)
          if (lastGain !== 1 || target !== 1) kernel.calls.ramp(leftAt + i * 4, rightAt + i * 4, lastGain, (target - lastGain) / n, n)
          lastGain = target
          i += n
        }
      }
      return true
    },
  }
}
