import type { Plan } from '../../../../src-shared/generation/plan.ts'
import type { Key, Score, Section } from '../../../../src-shared/score/score.ts'
import type { BarPlace } from './figure.ts'
import type { Swing } from './humanise.ts'
import { type Meter, meterOf } from './meter.ts'

/** What stays the same through a piece: the ground that every player stands on. */
export type Frame = {
  readonly key: Key
  readonly meter: Meter
  readonly tempoBpm: number
  readonly swing: Swing
  readonly sections: readonly Section[]
  readonly places: readonly BarPlace[]
  readonly barCount: number
  readonly lengthSeconds: number
  readonly ending: Score['ending']
  /** moves registers, density and brightness: valence 0..1, and energy relative to the style's own (-1..1) */
  readonly mood: { readonly valence: number; readonly drive: number }
  /** false while the music goes on after the last bar: no final chord is written */
  readonly closes: boolean
}

/** Energy inside a section: introductions and builds grow, endings thin out, the others lean forward a little. */
const energyWithin = (section: Section, position: number): number => {
  const { role, energy } = section
  const slope = role === 'build' ? 0.5 : role === 'intro' ? 0.3 : role === 'outro' ? -0.35 : role === 'break' ? -0.1 : 0.1
  return Math.max(0, Math.min(1, energy + slope * (position - 0.5)))
}

export const placesOf = (sections: readonly Section[], meter: Meter): BarPlace[] => {
  const heard = new Map<string, number>()
  return sections.flatMap((section, sectionIndex) => {
    const occurrence = heard.get(section.label) ?? 0
    heard.set(section.label, occurrence + 1)
    return Array.from({ length: section.barCount }, (_, barInSection): BarPlace => {
      const bar = section.startBar + barInSection
      return {
        bar,
        startTicks: bar * meter.barTicks,
        section,
        sectionIndex,
        barInSection,
        occurrence,
        nextSection: sections[sectionIndex + 1],
        energy: energyWithin(section, (barInSection + 0.5) / section.barCount),
      }
    })
  })
}

export const sectionsOf = (form: Plan['form']): Section[] => {
  let startBar = 0
  return form.map(({ label, role, barCount, energy }) => {
    const section = { label, role, startBar, barCount, energy }
    startBar += barCount
    return section
  })
}

/** What of a style the frame depends on. */
type Ground = { readonly baseEnergy: number; readonly swing: Pick<Swing, 'grid'> }

export const moodOf = (plan: Plan, style: Pick<Ground, 'baseEnergy'>): Frame['mood'] => ({
  valence: plan.mood.valence,
  drive: plan.mood.energy - style.baseEnergy,
})

export const frameOf = (plan: Plan, style: Ground, closes = plan.ending !== 'fade'): Frame => {
  const meter = meterOf(plan.timeSignature)
  const sections = sectionsOf(plan.form)
  const places = placesOf(sections, meter)
  return {
    key: plan.key,
    meter,
    tempoBpm: plan.tempoBpm,
    swing: { amount: plan.swing, grid: style.swing.grid },
    sections,
    places,
    barCount: places.length,
    lengthSeconds: plan.lengthSeconds,
    ending: plan.ending,
    mood: moodOf(plan, style),
    closes,
  }
}
