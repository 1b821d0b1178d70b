import type { ControlEvent, Note, Part, Score } from '../../../../../src-shared/score/score.ts'
import type { Frame } from '../../compose/frame.ts'
import type { Player } from '../../compose/players.ts'

/** Duty cycles that the chip has, by their controller value (controller 70, as the renderer reads it). */
export const DUTY_VALUES = { '12.5 %': 0, '25 %': 32, '50 %': 64, '75 %': 96 } as const
export const DUTY_CONTROLLER = 70

/** The voice agent: full for the tune, thin for runs, another colour for every label of the form, set anew where a section begins. */
export const dutyCycles = (player: Player, _notes: readonly Note[], frame: Frame): ControlEvent[] => {
  if (player.role === 'bass' || player.role === 'drums') return []
  const isLead = player.role === 'lead'
  return frame.sections.map(({ label, role, startBar }): ControlEvent => {
    const value = isLead
      ? role === 'chorus'
        ? DUTY_VALUES['25 %']
        : role === 'bridge'
          ? DUTY_VALUES['12.5 %']
          : DUTY_VALUES['50 %']
      : role === 'chorus' || label === 'C'
        ? DUTY_VALUES['25 %']
        : DUTY_VALUES['12.5 %']
    return { kind: 'cc', atTicks: startBar * frame.meter.barTicks, number: DUTY_CONTROLLER, value }
  })
}

/** 11-bit period registers: the lowest tones that the channels can make. */
const LOWEST_PITCH = { pulse1: 33, pulse2: 33, triangle: 21, noise: 0 } as const
/** above this a period is so short that the tuning is off by more than a quarter tone */
const HIGHEST_PITCH = 108

const channelOf = (part: Part): 'pulse1' | 'pulse2' | 'triangle' | 'noise' | undefined =>
  part.voice.kind === 'chip' && part.voice.isConsole ? part.voice.wave : undefined

/** What a console could not play, in words; empty: everything is playable. One note a channel, four channels, tones inside the registers, four duty cycles. */
export const consoleViolations = (score: Score): string[] => {
  const wrong: string[] = []
  const taken = new Set<string>()
  for (const part of score.parts) {
    const channel = channelOf(part)
    if (!channel) {
      wrong.push(`${part.name} is no channel of the console`)
      continue
    }
    if (taken.has(channel)) wrong.push(`two parts share ${channel}`)
    taken.add(channel)
    part.notes.forEach((note, index) => {
      const next = part.notes[index + 1]
      if (next && note.startTicks + note.microTicks + note.lengthTicks > next.startTicks + next.microTicks)
        wrong.push(`${channel} has two notes at tick ${next.startTicks}`)
      if (channel !== 'noise' && (note.pitch < LOWEST_PITCH[channel] || note.pitch > HIGHEST_PITCH)) wrong.push(`${channel} cannot play ${note.pitch}`)
    })
    for (const control of part.controls) {
      const isDuty = control.kind === 'cc' && control.number === DUTY_CONTROLLER && Object.values<number>(DUTY_VALUES).includes(control.value)
      if (!isDuty) wrong.push(`${channel} has no ${control.kind === 'cc' ? `controller ${control.number} = ${control.value}` : 'pitch wheel'}`)
      if (isDuty && (channel === 'triangle' || channel === 'noise')) wrong.push(`${channel} has no duty cycle`)
    }
  }
  return wrong
}
