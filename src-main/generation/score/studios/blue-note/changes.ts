import type { Random } from '../../../../../src-shared/kernel/random.ts'
import type { Slot } from '../../compose/figure.ts'
import { brightnessOf, type HarmonyRequest, layOut } from '../../compose/harmony.ts'
import { substituted, turnaround } from './substitutions.ts'
import { blues, bridges, halves, rhythmA, rhythmB, type Tune } from './tunes.ts'

/**
 * The harmony agent: writes the changes of a tune. Sections with the same letter share their changes; later choruses are reharmonised more
 * boldly; wherever the next section comes home, the last two bars turn around. Numerals count from the major scale.
 */

const CONNECTING = new Set(['intro', 'outro', 'break', 'build'])

const isBridge = (label: string, role: string): boolean => /(^|\s)[BCD]$/.test(label) || role === 'bridge' || role === 'chorus'

/** Draws the tune of a piece: eight bars of A, eight of B, or twelve of blues. */
const tuneOf = (label: string, role: string, mode: 'major' | 'minor', random: Random): Tune => {
  if (/^Blues/.test(label)) return random.fork('blues').pick(blues[mode])
  if (/^Rhythm/.test(label)) return isBridge(label, role) ? rhythmB : rhythmA
  return isBridge(label, role) ? random.fork('bridge').pick(bridges[mode]) : random.fork('half').pick(halves[mode])
}

const isHome = (bar: readonly string[] | undefined): boolean => /^[Ii](maj7|6|7|m6)?$/.test(bar?.[0] ?? '')

/** Numerals of every bar of the piece. */
export const writeChanges = ({ key, sections, closes, random }: HarmonyRequest): string[][] => {
  const mode = sections.some(({ label }) => label.startsWith('Rhythm')) ? 'major' : brightnessOf(key)
  const main = sections.find((section) => !CONNECTING.has(section.role))
  const bars: string[][] = []
  const heard = new Map<string, number>()
  sections.forEach((section, index) => {
    const connects = CONNECTING.has(section.role)
    const from = bars.length
    if (connects) {
      // introductions and tags circle on a turnaround
      while (bars.length - from < section.barCount) bars.push(...turnaround(mode, random.fork(`turn ${index}`)))
      bars.length = from + section.barCount
      return
    }
    const label = section.label === 'Fours' && main ? main.label : section.label
    const tune = tuneOf(label, section.role, mode, random)
    const chorus = heard.get(label) ?? 0
    heard.set(label, chorus + 1)
    const written = Array.from({ length: section.barCount }, (_, bar) => [...(tune[bar % tune.length] ?? ['I'])])
    const boldness = section.role === 'solo' ? 0.4 : chorus === 0 ? 0 : 0.2
    const changed = substituted(written, boldness, random.fork(`substitutes ${section.role} ${index}`))
    const next = sections[index + 1]
    const nextTune = next && !CONNECTING.has(next.role) ? tuneOf(next.label, next.role, mode, random) : tune
    if (next && section.barCount >= 4 && isHome(changed.at(-1)) && isHome(nextTune[0]))
      changed.splice(section.barCount - 2, 2, ...turnaround(mode, random.fork(`turn ${section.role} ${index}`)))
    bars.push(...changed)
  })
  if (closes) {
    bars[bars.length - 1] = [mode === 'major' ? 'I69' : 'i6']
    const cadence = mode === 'major' ? ['ii7', 'V13'] : ['iih7', 'V7b9']
    cadence.toReversed().forEach((numeral, back) => {
      const at = bars.length - 2 - back
      if (at >= 1) bars[at] = [numeral]
    })
  }
  return bars
}

export const harmonise = (request: HarmonyRequest): Slot[] => layOut(writeChanges(request), request.key, request.meter, 1)
