import type { Note, Part, Score, Section } from '../../src-shared/score/score.ts'

/**
 * What can be measured on the page. All functions are pure; shares are 0..1. The same figures serve the unit tests and the table of
 * `npm run bench -- music`.
 */

const quarter = 960
export const barTicksOf = (score: Score): number => (score.timeSignature.beats * 4 * quarter) / score.timeSignature.unit
const pitched = (part: Part): boolean => part.role !== 'drums' && part.role !== 'percussion' && part.role !== 'texture'
export const leadOf = (score: Score): Part | undefined => score.parts.find((part) => part.role === 'lead' && part.notes.length > 0)

const MODE_STEPS: Readonly<Record<string, readonly number[]>> = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  phrygian: [0, 1, 3, 5, 7, 8, 10],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
}
const LETTERS: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 }

/** Written without the composer's own theory code, so that a fault there shows here. */
export const keyPitchClasses = (score: Score): Set<number> => {
  const letter = LETTERS[score.key.tonic.slice(0, 1)] ?? 0
  const shift = score.key.tonic.endsWith('#') ? 1 : score.key.tonic.length > 1 ? -1 : 0
  return new Set((MODE_STEPS[score.key.mode] ?? []).map((step) => (letter + shift + step + 12) % 12))
}

const chordAt = ({ chords }: Score, ticks: number): Score['chords'][number] | undefined => {
  let low = 0
  let high = chords.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((chords[middle]?.startTicks ?? 0) <= ticks) low = middle
    else high = middle - 1
  }
  return chords[low]
}

/** Notes whose pitch class is in the key or in the chord of the moment. */
export const scaleShare = (score: Score): number => {
  const key = keyPitchClasses(score)
  let inside = 0
  let all = 0
  for (const part of score.parts.filter(pitched)) {
    for (const note of part.notes) {
      all++
      const pitchClass = note.pitch % 12
      if (key.has(pitchClass) || chordAt(score, note.startTicks)?.pitchClasses.includes(pitchClass)) inside++
    }
  }
  return all === 0 ? 1 : inside / all
}

/** Melody notes on the downbeat and the middle of the bar that are chord tones. */
export const strongChordShare = (score: Score): number => {
  const bar = barTicksOf(score)
  const strong = (leadOf(score)?.notes ?? []).filter(
    (note) => note.startTicks % bar === 0 || (score.timeSignature.beats % 4 === 0 && (note.startTicks % bar) * 2 === bar),
  )
  if (strong.length === 0) return 1
  return strong.filter((note) => chordAt(score, note.startTicks)?.pitchClasses.includes(note.pitch % 12)).length / strong.length
}

type BarShape = { readonly bar: number; readonly onsets: readonly number[]; readonly directions: readonly number[]; readonly pitches: readonly number[] }

const barShapes = (notes: readonly Note[], barTicks: number, barCount: number): BarShape[] => {
  const shapes: BarShape[] = []
  for (let bar = 0; bar < barCount; bar++) {
    const inside = notes.filter((note) => note.startTicks >= bar * barTicks && note.startTicks < (bar + 1) * barTicks)
    if (inside.length === 0) continue
    shapes.push({
      bar,
      onsets: inside.map((note) => note.startTicks - bar * barTicks),
      directions: inside.slice(1).map((note, index) => Math.sign(note.pitch - (inside[index]?.pitch ?? note.pitch))),
      pitches: inside.map((note) => note.pitch),
    })
  }
  return shapes
}

const jaccard = (a: readonly number[], b: readonly number[]): number => {
  const union = new Set([...a, ...b])
  const shared = a.filter((item) => b.includes(item))
  return union.size === 0 ? 1 : new Set(shared).size / union.size
}

const sameWay = (a: readonly number[], b: readonly number[]): number => {
  const count = Math.min(a.length, b.length)
  if (count === 0) return 1
  const plain = a.slice(0, count).filter((step, index) => step === b[index]).length / count
  const inverted = a.slice(0, count).filter((step, index) => step === -(b[index] ?? 0)).length / count
  return Math.max(plain, inverted)
}

/** Melody bars that share rhythm and contour (also inverted) with another bar, whole or in their first half. */
export const motifCoverage = (score: Score): number => {
  const barTicks = barTicksOf(score)
  const shapes = barShapes(leadOf(score)?.notes ?? [], barTicks, score.barCount)
  if (shapes.length < 2) return 1
  const head = (shape: BarShape): BarShape => {
    const onsets = shape.onsets.filter((onset) => onset < barTicks / 2)
    return { ...shape, onsets, directions: shape.directions.slice(0, Math.max(0, onsets.length - 1)) }
  }
  const belongs = shapes.filter((shape) =>
    shapes.some((other) => {
      if (other.bar === shape.bar) return false
      const whole = jaccard(shape.onsets, other.onsets) >= 0.7 && sameWay(shape.directions, other.directions) >= 0.6
      const [a, b] = [head(shape), head(other)]
      const first = a.onsets.length >= 2 && jaccard(a.onsets, b.onsets) >= 0.99 && sameWay(a.directions, b.directions) >= 0.6
      return whole || first
    }),
  )
  return belongs.length / shapes.length
}

/** Longest run of the very same melody bar. */
export const longestRepeat = (score: Score): number => {
  let longest = 1
  let run = 1
  let last = ''
  let lastBar = -2
  for (const shape of barShapes(leadOf(score)?.notes ?? [], barTicksOf(score), score.barCount)) {
    const name = `${shape.onsets.join()} ${shape.pitches.join()}`
    run = name === last && shape.bar === lastBar + 1 ? run + 1 : 1
    longest = Math.max(longest, run)
    last = name
    lastBar = shape.bar
  }
  return longest
}

/** Four-bar phrases of melody (inside sections) that end with a rest of half a beat or more. */
export const phraseRestShare = (score: Score): number => {
  const lead = leadOf(score)
  if (!lead) return 1
  const bar = barTicksOf(score)
  let phrases = 0
  let rested = 0
  for (const section of score.sections) {
    for (let start = section.startBar; start + 4 <= section.startBar + section.barCount && start + 4 < score.barCount; start += 4) {
      const notes = lead.notes.filter((note) => note.startTicks >= start * bar && note.startTicks < (start + 4) * bar)
      const end = (start + 4) * bar
      if (notes.length === 0) continue
      phrases++
      // notes of the last beat after a rest lead into the next phrase
      const last = notes.findLast((note) => note.startTicks < end - quarter)
      const pickup = notes.find((note) => note.startTicks >= end - quarter)
      const own =
        pickup && (!last || pickup.startTicks - last.startTicks - last.lengthTicks >= quarter / 2)
          ? notes.filter((note) => note.startTicks < end - quarter)
          : notes
      if (own.every((note) => note.startTicks + note.lengthTicks <= end - quarter / 2)) rested++
    }
  }
  return phrases === 0 ? 1 : rested / phrases
}

/** Melody steps wider than an octave, as a share of all steps inside phrases. */
export const wideLeapShare = (score: Score): number => {
  const notes = leadOf(score)?.notes ?? []
  const steps = notes.slice(1).map((note, index) => Math.abs(note.pitch - (notes[index]?.pitch ?? note.pitch)))
  return steps.length === 0 ? 0 : steps.filter((step) => step > 12).length / steps.length
}

/** Steps of at most a major second among all melody steps: singable lines have 0.5..0.85. */
export const stepShare = (score: Score): number => {
  const notes = leadOf(score)?.notes ?? []
  const steps = notes.slice(1).map((note, index) => Math.abs(note.pitch - (notes[index]?.pitch ?? note.pitch)))
  return steps.length === 0 ? 1 : steps.filter((step) => step <= 2).length / steps.length
}

const chordsOfPart = (part: Part): number[][] => {
  const byStart = new Map<number, number[]>()
  for (const note of part.notes) byStart.set(note.startTicks, [...(byStart.get(note.startTicks) ?? []), note.pitch])
  return [...byStart.values()].filter((pitches) => pitches.length >= 3).map((pitches) => pitches.toSorted((a, b) => a - b))
}

/** Mean movement of a voice from chord to chord in sustained and comped parts, semitones. */
export const voiceMovement = (score: Score): number => {
  let sum = 0
  let count = 0
  for (const part of score.parts.filter((candidate) => candidate.role === 'pad' || candidate.role === 'chords')) {
    const chords = chordsOfPart(part)
    for (let i = 1; i < chords.length; i++) {
      const [before, now] = [chords[i - 1] ?? [], chords[i] ?? []]
      if (before.length !== now.length || before.every((pitch, index) => pitch === now[index])) continue
      sum += now.reduce((total, pitch, index) => total + Math.abs(pitch - (before[index] ?? pitch)), 0) / now.length
      count++
    }
  }
  return count === 0 ? 0 : sum / count
}

/** Chords whose two lowest voices are closer than a fourth below C3 (48): mud. */
export const muddyShare = (score: Score): number => {
  const chords = score.parts.filter((part) => part.role === 'pad' || part.role === 'chords').flatMap(chordsOfPart)
  if (chords.length === 0) return 0
  return chords.filter((pitches) => (pitches[0] ?? 99) < 48 && (pitches[1] ?? 99) - (pitches[0] ?? 0) < 5).length / chords.length
}

/** Bass onsets that fall on a kick where drums play. */
export const bassOnKickShare = (score: Score): number => {
  const drums = score.parts.filter((part) => part.role === 'drums')
  const bass = score.parts.find((part) => part.role === 'bass')
  if (!bass || drums.length === 0) return 1
  const bar = barTicksOf(score)
  const kicks = new Set(drums.flatMap((part) => part.notes.filter((note) => note.pitch === 36).map((note) => note.startTicks)))
  const kickBars = new Set([...kicks].map((ticks) => Math.floor(ticks / bar)))
  let together = 0
  let all = 0
  const bassTicks = new Set(bass.notes.map((note) => note.startTicks))
  for (const kickBar of kickBars) {
    const downbeat = kickBar * bar
    if (![...bassTicks].some((ticks) => ticks >= downbeat && ticks < downbeat + bar)) continue
    const inBar = [...bassTicks].filter((ticks) => ticks >= downbeat && ticks < downbeat + bar)
    all += inBar.length
    together += inBar.filter((ticks) => kicks.has(ticks)).length
  }
  return all === 0 ? 1 : together / all
}

/** Sounding strength of a bar: onsets weighted by velocity, and how many players play. */
const barStrength = (score: Score, bar: number): number => {
  const ticks = barTicksOf(score)
  let sum = 0
  for (const part of score.parts) {
    const inside = part.notes.filter((note) => note.startTicks < (bar + 1) * ticks && note.startTicks + note.lengthTicks > bar * ticks)
    if (inside.length === 0) continue
    sum += 6 + inside.reduce((total, note) => total + (note.velocity / 127) ** 2, 0)
  }
  return sum
}

export const correlation = (a: readonly number[], b: readonly number[]): number => {
  const count = Math.min(a.length, b.length)
  if (count < 2) return 1
  const mean = (values: readonly number[]): number => values.slice(0, count).reduce((sum, value) => sum + value, 0) / count
  const [ma, mb] = [mean(a), mean(b)]
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < count; i++) {
    const [x, y] = [(a[i] ?? 0) - ma, (b[i] ?? 0) - mb]
    ab += x * y
    aa += x * x
    bb += y * y
  }
  return aa === 0 || bb === 0 ? 1 : ab / Math.sqrt(aa * bb)
}

/** The plan's energy per section against what sounds in it. */
export const energyCorrelation = (score: Score): number => {
  const sections = score.sections.filter((section) => section.barCount > 1)
  const strength = (section: Section): number => {
    let sum = 0
    for (let bar = section.startBar; bar < section.startBar + section.barCount - 1; bar++) sum += barStrength(score, bar)
    return sum / (section.barCount - 1)
  }
  return correlation(
    sections.map((section) => section.energy),
    sections.map(strength),
  )
}

/** Seconds of the longest stretch in which no note sounds, before the last note ends. Textures do not count. */
export const longestSilenceSeconds = (score: Score): number => {
  const tempo = score.tempoMap[0]?.tempoBpm ?? 120
  const spans = score.parts
    .flatMap((part) =>
      part.notes.map((note) => [note.startTicks + note.microTicks, note.startTicks + note.microTicks + Math.max(note.lengthTicks, 240)] as const),
    )
    .toSorted((a, b) => a[0] - b[0])
  let end = 0
  let longest = 0
  for (const [from, to] of spans) {
    longest = Math.max(longest, from - end)
    end = Math.max(end, to)
  }
  return (longest / quarter) * (60 / tempo)
}

/** Levenshtein distance of two pitch sequences, 0 equal .. 1 nothing in common. */
export const melodyDistance = (a: readonly number[], b: readonly number[]): number => {
  if (a.length === 0 && b.length === 0) return 0
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return (row[b.length] ?? 0) / Math.max(a.length, b.length)
}

/** Cosine similarity of the sounding pitch classes of two stretches, bar by bar. */
export const chromaSimilarity = (a: Score, b: Score, fromBar: number, toBar: number): number => {
  const ticks = barTicksOf(a)
  let sum = 0
  for (let bar = fromBar; bar < toBar; bar++) {
    const chroma = (score: Score): number[] => {
      const bins = new Array<number>(12).fill(0)
      for (const part of score.parts.filter(pitched)) {
        for (const note of part.notes) {
          const overlap = Math.min(note.startTicks + note.lengthTicks, (bar + 1) * ticks) - Math.max(note.startTicks, bar * ticks)
          if (overlap > 0) bins[note.pitch % 12] = (bins[note.pitch % 12] ?? 0) + overlap
        }
      }
      return bins
    }
    const [x, y] = [chroma(a), chroma(b)]
    const dot = x.reduce((total, value, index) => total + value * (y[index] ?? 0), 0)
    const norm = Math.hypot(...x) * Math.hypot(...y)
    sum += norm === 0 ? 1 : dot / norm
  }
  return sum / Math.max(1, toBar - fromBar)
}

/** Correlation of two stretches' onset patterns per sixteenth, velocities as weights, all parts of the roles given (undefined: all). */
export const onsetCorrelation = (a: Score, b: Score, fromBar: number, toBar: number, roles?: readonly Part['role'][]): number => {
  const ticks = barTicksOf(a)
  const steps = Math.round(((toBar - fromBar) * ticks) / 240)
  const grid = (score: Score): number[] => {
    const bins = new Array<number>(steps).fill(0)
    for (const part of score.parts) {
      if (roles && !roles.includes(part.role)) continue
      for (const note of part.notes) {
        const step = Math.round((note.startTicks - fromBar * ticks) / 240)
        if (step >= 0 && step < steps) bins[step] = (bins[step] ?? 0) + note.velocity
      }
    }
    return bins
  }
  return correlation(grid(a), grid(b))
}

/** Mean pitch of the lead in each section: registers differ between sections of a living tune. */
export const climaxPosition = (score: Score): number => {
  const lead = leadOf(score)
  if (!lead) return 0.66
  const bar = barTicksOf(score)
  const positions = score.sections.flatMap((section) => {
    const notes = lead.notes.filter((note) => note.startTicks >= section.startBar * bar && note.startTicks < (section.startBar + section.barCount) * bar)
    const top = notes.reduce<Note | undefined>((best, note) => (best === undefined || note.pitch > best.pitch ? note : best), undefined)
    return top && section.barCount >= 4 ? [(top.startTicks / bar - section.startBar) / section.barCount] : []
  })
  return positions.length === 0 ? 0.66 : positions.reduce((sum, value) => sum + value, 0) / positions.length
}
