import type { ControlEvent } from '../../../../src-shared/score/score.ts'
import type { VoiceControls } from './voice.ts'

/** A controller's value over time: holds between events. */
export type Curve = { readonly frames: Float64Array; readonly values: Float64Array; readonly initial: number }

export const curveOf = (events: readonly { readonly frame: number; readonly value: number }[], initial: number): Curve => ({
  frames: Float64Array.from(events, ({ frame }) => frame),
  values: Float64Array.from(events, ({ value }) => value),
  initial,
})

export const valueAt = ({ frames, values, initial }: Curve, frame: number): number => {
  let low = 0
  let high = frames.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((frames[middle] as number) <= frame) low = middle + 1
    else high = middle
  }
  return low === 0 ? initial : (values[low - 1] as number)
}

type Timed = { readonly frame: number; readonly event: ControlEvent }

const controller = (timed: readonly Timed[], number: number, initial: number): Curve | undefined => {
  const events = timed.flatMap(({ frame, event }) => (event.kind === 'cc' && event.number === number ? [{ frame, value: event.value }] : []))
  return events.length === 0 ? undefined : curveOf(events, initial)
}

export type PartAutomation = {
  readonly voice: VoiceControls | undefined
  /** linear gain of volume (CC 7, 100 = unity) and expression (CC 11, 127 = unity) at a frame */
  readonly gainAt: ((frame: number) => number) | undefined
  /** CC 64 >= 64 */
  readonly pedal: Curve | undefined
  /** CC 67 >= 64: the palm on the strings */
  readonly palm: Curve | undefined
}

/** Pitch bend, modulation (1), volume (7), expression (11), sustain (64) and brightness (74: +-4800 cents of filter) as functions of time. */
export const automationOf = (controls: readonly ControlEvent[], frameAt: (ticks: number) => number): PartAutomation => {
  const timed = controls.map((event) => ({ frame: frameAt(event.atTicks), event })).sort((a, b) => a.frame - b.frame)
  const bends = timed.flatMap(({ frame, event }) => (event.kind === 'bend' ? [{ frame, value: event.semitones * 100 }] : []))
  const bend = bends.length === 0 ? undefined : curveOf(bends, 0)
  const wheel = controller(timed, 1, 0)
  const brightness = controller(timed, 74, 64)
  const volume = controller(timed, 7, 100)
  const expression = controller(timed, 11, 127)
  const hasVoice = bend ?? wheel ?? brightness
  return {
    voice: hasVoice && {
      bendCentsAt: (frame) => (bend ? valueAt(bend, frame) : 0),
      vibratoCentsAt: (frame) => (wheel ? (valueAt(wheel, frame) / 127) * 50 : 0),
      brightnessCentsAt: (frame) => (brightness ? ((valueAt(brightness, frame) - 64) / 64) * 4800 : 0),
    },
    gainAt: (volume ?? expression) && ((frame) => ((volume ? valueAt(volume, frame) / 100 : 1) * (expression ? valueAt(expression, frame) / 127 : 1)) ** 2),
    pedal: controller(timed, 64, 0),
    palm: controller(timed, 67, 0),
  }
}
