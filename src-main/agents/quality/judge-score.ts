import type { Plan } from '../../../src-shared/generation/plan.ts'
import { ticksPerBar } from '../../../src-shared/score/musical-time.ts'
import { scalePitchClasses } from '../../../src-shared/score/scale.ts'
import type { PartRole, Score } from '../../../src-shared/score/score.ts'
import type { Finding } from './quality-facts.ts'

const UNPITCHED: ReadonlySet<PartRole> = new Set(['drums', 'percussion', 'texture'])

/** Share of the sounding time of pitched notes that lies in the key's scale, 0..1; undefined without such notes. */
const shareInKey = ({ parts, key }: Score): number | undefined => {
  const scale = new Set(scalePitchClasses(key))
  let inside = 0
  let all = 0
  for (const { role, notes } of parts) {
    if (UNPITCHED.has(role)) continue
    for (const { pitch, lengthTicks } of notes) {
      all += lengthTicks
      if (scale.has(pitch % 12)) inside += lengthTicks
    }
  }
  return all > 0 ? inside / all : undefined
}

const judgeKey = (score: Score, plan: Plan): Finding[] => {
  const share = shareInKey(score)
  if (share === undefined) return []
  const isPlanned = score.key.tonic === plan.key.tonic && score.key.mode === plan.key.mode
  const sentence = `Written in ${score.key.tonic} ${score.key.mode}; ${Math.round(share * 100)} % of what is played lies in its scale.`
  if (!isPlanned) return [{ name: 'Key', verdict: 'bad', sentence: `${sentence} The plan says ${plan.key.tonic} ${plan.key.mode}.` }]
  // jazz, metal and sonata form leave their scale on purpose: half of the time outside would be another key
  return [{ name: 'Key', verdict: share >= 0.6 ? 'good' : 'look', sentence }]
}

const judgeTempo = ({ tempoMap }: Score, plan: Plan): Finding => {
  const bpm = tempoMap[0]?.tempoBpm ?? 0
  const isRight = Math.abs(bpm - plan.tempoBpm) <= plan.tempoBpm * 0.02
  return { name: 'Tempo', verdict: isRight ? 'good' : 'bad', sentence: `${Math.round(bpm)} bpm; the plan says ${Math.round(plan.tempoBpm)}.` }
}

/** How much is struck in each bar, all parts together: velocities added up. */
const forceByBar = ({ parts, barCount, timeSignature }: Score): Float64Array => {
  const force = new Float64Array(barCount)
  const barTicks = ticksPerBar(timeSignature)
  for (const { role, notes } of parts) {
    if (role === 'texture') continue
    for (const { startTicks, lengthTicks, velocity } of notes) {
      const first = Math.floor(startTicks / barTicks)
      // a long note fills the bars that it sounds in
      const last = Math.min(barCount - 1, Math.floor((startTicks + lengthTicks - 1) / barTicks))
      for (let bar = first; bar <= last; bar++) force[bar] = (force[bar] ?? 0) + (bar === first ? velocity : velocity / 4)
    }
  }
  return force
}

const judgeStructure = (score: Score, plan: Plan): Finding[] => {
  const force = forceByBar(score)
  const empty = force.filter((value) => value === 0).length
  const name = 'Structure'
  if (empty > score.barCount / 2)
    return [{ name, verdict: 'bad', sentence: `${empty} of ${score.barCount} bars have no notes.`, fault: 'had more empty bars than played ones' }]
  const isAsPlanned = score.sections.length === plan.form.length && score.sections.every(({ role }, index) => role === plan.form[index]?.role)
  const parts = `${score.sections.length} sections, ${score.barCount} bars`
  const findings: Finding[] = [
    isAsPlanned
      ? { name, verdict: 'good', sentence: `${parts}, as in the plan.` }
      : { name, verdict: 'look', sentence: `${parts}; the plan has ${plan.form.length} sections.` },
  ]
  const inside = score.sections.map(({ role, energy, startBar, barCount }) => {
    const bars = force.subarray(startBar, startBar + barCount)
    return { role, energy, force: bars.reduce((sum, value) => sum + value, 0) / Math.max(1, bars.length) }
  })
  const [calmest, biggest] = [...inside].toSorted((a, b) => a.energy - b.energy).filter((_, index, all) => index === 0 || index === all.length - 1)
  if (calmest && biggest && biggest.energy - calmest.energy >= 0.2) {
    const isBigger = biggest.force > calmest.force
    const sentence = isBigger
      ? `The ${biggest.role} plays bigger than the ${calmest.role}, as planned.`
      : `The ${biggest.role} should be bigger than the ${calmest.role}, and is not.`
    findings.push({ name: 'Dynamics', verdict: isBigger ? 'good' : 'look', sentence })
  }
  return findings
}

/** What can be said from the written notes, beside the plan. */
export const judgeScore = (score: Score, plan: Plan): Finding[] => [judgeTempo(score, plan), ...judgeKey(score, plan), ...judgeStructure(score, plan)]
