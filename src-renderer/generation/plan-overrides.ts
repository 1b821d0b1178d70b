import type { Plan, PlannedPart, PlannedSection, PlanOverrides } from '../../src-shared/generation/plan.ts'

/** What the musician changed by hand. Every function gives a new value; none touches the plan. */

export type OverrideName = keyof PlanOverrides

/** Everything of a plan that can be set by hand: asked for again, it gives the same plan whatever the prompt says. */
export const wholePlan = ({ style, tempoBpm, key, timeSignature, form, instrumentation, swing, ending }: Plan): PlanOverrides => ({
  style,
  tempoBpm,
  key,
  timeSignature,
  form,
  instrumentation,
  swing,
  ending,
})

export const withOverride = <K extends OverrideName>(overrides: PlanOverrides, name: K, value: NonNullable<PlanOverrides[K]>): PlanOverrides => ({
  ...overrides,
  [name]: value,
})

export const withoutOverride = (overrides: PlanOverrides, name: OverrideName): PlanOverrides => {
  const { [name]: _dropped, ...rest } = overrides
  return rest
}

/** Another style brings its own players and form: what was changed about those belonged to the old style. */
export const withStyle = (overrides: PlanOverrides, style: Plan['style']): PlanOverrides => {
  const { instrumentation: _instrumentation, form: _form, swing: _swing, ...rest } = overrides
  return { ...rest, style }
}

export const withoutPart = (parts: readonly PlannedPart[], index: number): PlannedPart[] => parts.filter((_, at) => at !== index)
export const withPart = (parts: readonly PlannedPart[], part: PlannedPart): PlannedPart[] =>
  parts.some((one) => one.instrument === part.instrument && one.role === part.role) ? [...parts] : [...parts, part]
export const withInstrument = (parts: readonly PlannedPart[], index: number, instrument: string): PlannedPart[] =>
  parts.map((part, at) => (at === index ? { ...part, instrument } : part))

const MOST_BARS = 256

export const withBars = (form: readonly PlannedSection[], index: number, barCount: number): PlannedSection[] =>
  form.map((section, at) => (at === index ? { ...section, barCount: Math.min(MOST_BARS, Math.max(1, Math.round(barCount))) } : section))

export const withoutSection = (form: readonly PlannedSection[], index: number): PlannedSection[] =>
  form.length <= 1 ? [...form] : form.filter((_, at) => at !== index)

/** Plays a section once more, right after itself: equal labels share material. */
export const withRepeat = (form: readonly PlannedSection[], index: number): PlannedSection[] =>
  form.flatMap((section, at) => (at === index ? [section, section] : [section]))

export const withMove = (form: readonly PlannedSection[], index: number, step: 1 | -1): PlannedSection[] => {
  const moved = [...form]
  const [section] = moved.splice(index, 1)
  if (!section || index + step < 0 || index + step > moved.length) return [...form]
  moved.splice(index + step, 0, section)
  return moved
}

/** "Intro A A B A": how the form reads in a chip. */
export const formWord = (form: readonly PlannedSection[]): string => form.map((section) => section.label).join(' ')
export const barSum = (form: readonly PlannedSection[]): number => form.reduce((sum, section) => sum + section.barCount, 0)
