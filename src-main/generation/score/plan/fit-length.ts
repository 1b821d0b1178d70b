import type { Plan, PlannedSection } from '../../../../src-shared/generation/plan.ts'
import type { TimeSignature } from '../../../../src-shared/score/score.ts'

/** How a plan ends in time: bars that are counted, then sound that rings or has been faded. All in seconds. */
export type EndingTimes = {
  /** downbeat of the last chord (ring, cold) or the end of the counted bars (fade) */
  readonly lastDownbeatSeconds: number
  /** from there to the end of the piece */
  readonly ringSeconds: number
  /** how long the closing fade is; 0 where the piece rings or stops */
  readonly fadeSeconds: number
}

export const barSecondsOf = (tempoBpm: number, signature: TimeSignature): number => (signature.beats * 4 * 60) / signature.unit / tempoBpm

export const endingOf = (plan: Plan): EndingTimes => {
  const barSeconds = barSecondsOf(plan.tempoBpm, plan.timeSignature)
  const bars = plan.form.reduce((sum, section) => sum + section.barCount, 0)
  if (plan.ending === 'fade')
    return { lastDownbeatSeconds: Math.min(plan.lengthSeconds, bars * barSeconds), ringSeconds: 0, fadeSeconds: Math.min(12, plan.lengthSeconds * 0.2) }
  const lastDownbeatSeconds = (bars - 1) * barSeconds
  return { lastDownbeatSeconds, ringSeconds: plan.lengthSeconds - lastDownbeatSeconds, fadeSeconds: 0 }
}

/** Natural ring of a last chord, in seconds: shortest, best, longest. */
const RING: Readonly<Record<Plan['ending'], readonly [number, number, number]>> = { ring: [2, 4, 7], cold: [1, 1.6, 2.6], fade: [0, 0, 0] }

export type Fit = { readonly bars: number; readonly tempoBpm: number; readonly lengthSeconds: number }

/** Bars that a phrase may be cut into: fours in songs, twos and single bars in short pieces. */
const unitFor = (bars: number): number => (bars >= 20 ? 4 : bars >= 8 ? 2 : 1)

/**
 * Chooses bars and tempo so that the piece lasts exactly `seconds`, its last chord ringing a natural time. A free tempo bends by up to
 * 6 % and prefers whole numbers; a fixed one lets the last chord ring up to a bar longer.
 */
export const fitLength = (seconds: number, tempoBpm: number, fixedTempo: boolean, signature: TimeSignature, ending: Plan['ending']): Fit => {
  const [shortest, best, longest] = RING[ending].map((ring) => Math.min(ring, seconds * 0.35)) as [number, number, number]
  const finalBar = ending === 'fade' ? 0 : 1
  const barSeconds = barSecondsOf(tempoBpm, signature)
  if (ending === 'fade') return { bars: Math.max(1, Math.ceil(seconds / barSeconds - 0.02)), tempoBpm, lengthSeconds: seconds }
  const body = (seconds - best) / barSeconds
  const unit = unitFor(body)
  if (!fixedTempo) {
    let chosen: Fit | undefined
    let price = Number.POSITIVE_INFINITY
    const whole = Math.round(tempoBpm)
    const reach = Math.max(2, Math.round(tempoBpm * 0.06))
    for (let bpm = whole - reach; bpm <= whole + reach; bpm++) {
      if (bpm < 40 || bpm > 240) continue
      const length = barSecondsOf(bpm, signature)
      const bars = Math.max(1, Math.round((seconds - best) / length / unit) * unit)
      const ring = seconds - bars * length
      if (ring < shortest - 0.01) continue
      const cost =
        Math.abs(ring - best) / Math.max(0.5, longest - shortest) + (Math.abs(bpm - tempoBpm) / reach) * 0.35 + (ring > longest ? 3 * (ring - longest) : 0)
      if (cost < price) {
        price = cost
        chosen = { bars: bars + finalBar, tempoBpm: bpm, lengthSeconds: seconds }
      }
    }
    if (chosen && price < 2) return chosen
  }
  let bars = Math.max(1, Math.floor((seconds - shortest) / barSeconds))
  const even = bars - (bars % 2)
  if (even >= 2 && seconds - even * barSeconds <= longest) bars = even
  return { bars: bars + finalBar, tempoBpm, lengthSeconds: seconds }
}

const total = (form: readonly PlannedSection[]): number => form.reduce((sum, section) => sum + section.barCount, 0)

/** The form without each possible run of neighbours, and those again without its opening or closing, as far as their bars come near `body`. */
const shortened = (form: readonly PlannedSection[], body: number): (readonly PlannedSection[])[] => {
  const [least, most] = body >= 60 ? [0.85, 1.2] : [0.55, 1.8]
  const bare = [form]
  if (form[0]?.role === 'intro') bare.push(form.slice(1))
  if (form.at(-1)?.role === 'outro') bare.push(form.slice(0, -1))
  return bare.flatMap((sections) => {
    const all = total(sections)
    const near = (bars: number, count: number): boolean => count > 0 && count <= body && bars >= body * least && bars <= body * most
    const cuts: (readonly PlannedSection[])[] = near(all, sections.length) ? [sections] : []
    for (let from = 0; from < sections.length; from++) {
      let left = all
      for (let to = from + 1; to <= sections.length; to++) {
        left -= sections[to - 1]?.barCount ?? 0
        if (left < body * least) break
        if (near(left, sections.length - (to - from))) cuts.push([...sections.slice(0, from), ...sections.slice(to)])
      }
    }
    return cuts
  })
}

const grown = (form: readonly PlannedSection[]): PlannedSection[] => {
  const first = form[0]?.role === 'intro' ? 1 : 0
  const last = form.at(-1)?.role === 'outro' ? form.length - 1 : form.length
  const body = form.slice(first, last)
  if (body.length === 0) return [...form, ...form]
  return [
    ...form.slice(0, last),
    ...body.map((section, index) => ({ ...section, energy: Math.max(0, Math.min(1, section.energy + (index % 2 === 0 ? 0.04 : -0.02))) })),
    ...form.slice(last),
  ]
}

/** Whole phrases for every section, in the proportions of the form, summing to `body`. */
const shared = (sections: readonly PlannedSection[], body: number): number[] => {
  let unit = unitFor(body)
  while (unit > 1 && unit * sections.length > body) unit /= 2
  const scale = body / total(sections)
  const ideal = sections.map((section) => section.barCount * scale)
  const counts = ideal.map((count) => Math.max(unit, Math.round(count / unit) * unit))
  let difference = body - counts.reduce((sum, count) => sum + count, 0)
  while (difference !== 0) {
    const step = Math.abs(difference) >= unit ? unit : 1
    const sign = Math.sign(difference)
    const open = counts.map((count, index) =>
      sign < 0 && count - step < 1 ? Number.NEGATIVE_INFINITY : (sign * ((ideal[index] ?? 0) - count)) / (ideal[index] ?? 1),
    )
    const wanted = step < unit ? counts.length - 1 : open.indexOf(Math.max(...open))
    const at = sign < 0 && (counts[wanted] ?? 0) - step < 1 ? counts.indexOf(Math.max(...counts)) : wanted
    counts[at] = (counts[at] ?? 0) + sign * step
    difference -= sign * step
  }
  return counts
}

const CONNECTING = new Set(['intro', 'outro', 'build', 'break'])

/** How far a cut bends the form: octaves of stretching per section, broken phrases, contrast or frame that got lost, neighbours that repeat. */
const bending = (sections: readonly PlannedSection[], counts: readonly number[], form: readonly PlannedSection[], body: number): number => {
  const stretched =
    sections.reduce(
      (sum, section, index) => sum + Math.abs(Math.log2((counts[index] ?? 1) / section.barCount)) + ((counts[index] ?? 0) % 4 === 0 ? 0 : 0.15),
      0,
    ) / sections.length
  const labels = (list: readonly PlannedSection[]): Set<string> =>
    new Set(list.filter((section) => !CONNECTING.has(section.role)).map((section) => section.label))
  const contrast = body >= 16 ? (labels(form).size - labels(sections).size) * 0.25 : 0
  const spare = (role: 'intro' | 'outro'): boolean =>
    body >= 20 && form.some((section) => section.role === role) && !sections.some((section) => section.role === role)
  const lost = (spare('intro') ? 0.15 : 0) + (spare('outro') ? 0.12 : 0)
  const runs =
    sections.filter((section, index) => index > 1 && section.label === sections[index - 1]?.label && section.label === sections[index - 2]?.label).length * 0.3
  const calmEnd = body >= 12 && CONNECTING.has(sections.at(-1)?.role ?? '') && sections.at(-1)?.role !== 'outro' ? 0.5 : 0
  const onlyConnecting = sections.every((section) => CONNECTING.has(section.role)) ? 4 : 0
  const loudAfterBuild =
    sections.filter((section, index) => section.role === 'build' && sections[index + 1]?.role !== 'drop' && sections[index + 1]?.role !== 'chorus').length * 0.4
  const builds = form.some((section) => section.role === 'build')
  const unprepared =
    body >= 16 && builds ? sections.filter((section, index) => section.role === 'drop' && sections[index - 1]?.role !== 'build').length * 0.7 : 0
  const main = (list: readonly PlannedSection[]): string | undefined => list.find((section) => !CONNECTING.has(section.role))?.label
  const wrongStart = main(sections) !== main(form) ? 0.4 : 0
  const idle =
    sections.filter((section, index) => CONNECTING.has(section.role) && section.role !== 'build' && CONNECTING.has(sections[index - 1]?.role ?? '')).length *
    0.4
  const top = Math.max(...form.map((section) => section.energy))
  const flat = body >= 16 && Math.max(...sections.map((section) => section.energy)) < top - 0.12 ? 0.6 : 0
  return unprepared + flat + stretched + contrast + lost + runs + calmEnd + onlyConnecting + loudAfterBuild + wrongStart + idle
}

/**
 * Gives a form exactly `bars` bars (the last one being the final chord when `finalBar`). Of all forms that repeat the body or leave out what can
 * be spared, the one whose sections need the least stretching is taken. `keep` forbids both: the musician named the sections.
 */
export const fitForm = (form: readonly PlannedSection[], bars: number, finalBar: boolean, keep: boolean): PlannedSection[] => {
  const body = Math.max(1, bars - (finalBar ? 1 : 0))
  const candidates: (readonly PlannedSection[])[] = []
  if (keep) candidates.push(form.slice(0, body))
  else {
    let longer: readonly PlannedSection[] = form
    while (total(longer) < body * 0.9 && longer.length < 200) longer = grown(longer)
    candidates.push(...shortened(longer, body))
    const main = form.find((section) => !CONNECTING.has(section.role)) ?? form[0]
    candidates.push([main ?? { label: 'A', role: 'verse', barCount: body, energy: 0.6 }])
  }
  let best: PlannedSection[] = []
  let price = Number.POSITIVE_INFINITY
  for (const sections of candidates) {
    const counts = shared(sections, body)
    const cost = bending(sections, counts, form, body)
    if (cost >= price) continue
    price = cost
    best = sections.map((section, index) => ({
      ...section,
      barCount: (counts[index] ?? 1) + (finalBar && index === sections.length - 1 && bars > body ? 1 : 0),
    }))
  }
  return best
}
