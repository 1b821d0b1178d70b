import type { Plan, PlannedSection, PlanOverrides, StyleId } from '../../../../src-shared/generation/plan.ts'
import { createRandom, type Random } from '../../../../src-shared/kernel/random.ts'
import type { Key, Mode, SectionRole, TimeSignature } from '../../../../src-shared/score/score.ts'
import type { StudioId } from '../../../../src-shared/studios/studio-id.ts'
import type { Ensemble } from '../styles/ensemble.ts'
import { ensembleOfStyle, findEnsemble, findStyle, styleOf } from '../styles/index.ts'
import type { Style } from '../styles/style.ts'
import { seatBand } from './band.ts'
import { barSecondsOf, fitForm, fitLength } from './fit-length.ts'
import { ENDING_WORDS, MOOD_WORDS, STYLE_WORDS, type Word } from './lexicon.ts'
import { type PromptText, phrasePattern, readPromptText } from './prompt-text.ts'
import { type FormWishes, formFromOrder, labelOf, readForm } from './read-form.ts'
import { instrumentPhrases, readInstruments } from './read-instruments.ts'
import { readKey, readLength, readMeter, readTempo } from './read-numbers.ts'
import { inventTitle, isImage } from './title.ts'

export type PlanRequest = {
  readonly prompt: string
  readonly seconds?: number | undefined
  readonly seed?: number | undefined
  readonly overrides: PlanOverrides
  /** a studio that is loaded: the plan stays within its styles. Left out, the overrides' style says which */
  readonly studio?: StudioId | undefined
}

const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < Math.min(text.length, 20_000); i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  return hash
}

const clamp = (value: number, low = 0, high = 1): number => Math.max(low, Math.min(high, value))
const NOT = /\b(?:not|never|less|no|isn't|nothing|without|nicht|pas)\s+(?:too\s+|so\s+|very\s+|any\s+|at all\s+)?$/

const patterns = new WeakMap<Word, RegExp>()
const patternOf = (word: Word): RegExp => {
  const known = patterns.get(word) ?? phrasePattern(word.phrases)
  patterns.set(word, known)
  return known
}

/** In a studio its own words come first; styles of others have their energy and mood, but no say in the style. */
const manners = (ensemble: Ensemble | undefined): readonly Word[] => {
  if (!ensemble) return STYLE_WORDS
  const known = abroad.get(ensemble)
  if (known) return known
  const words = [...ensemble.words, ...STYLE_WORDS.map(({ style: _, ...word }) => ({ ...word, meaning: 'a manner of another studio' }))]
  abroad.set(ensemble, words)
  return words
}
/** All that a house says by itself. */
const wordsOf = ({ words }: Ensemble): RegExp => phrasePattern(words.flatMap(({ phrases }) => phrases))

const abroad = new WeakMap<Ensemble, readonly Word[]>()

type Feelings = {
  readonly votes: ReadonlyMap<StyleId, number>
  readonly valence: number | undefined
  readonly energy: number | undefined
  readonly words: string[]
  readonly swing: number | undefined
}

const readFeelings = (prompt: PromptText, words: readonly Word[], avoid: readonly { from: number; to: number }[] = []): Feelings => {
  const votes = new Map<StyleId, number>()
  const valences: number[] = []
  const energies: number[] = []
  const heard: string[] = []
  let swing: number | undefined
  const found = words
    .flatMap((word) => prompt.matches(patternOf(word)).map((match) => ({ word, match })))
    .toSorted((a, b) => b.match[0].length - a.match[0].length || a.match.index - b.match.index)
  for (const { word, match } of found) {
    const end = match.index + match[0].length
    if (!prompt.isFree(match.index, end) || avoid.some((span) => span.from <= match.index && span.to >= end && span.to - span.from > end - match.index))
      continue
    const negated = NOT.test(prompt.text.slice(Math.max(0, match.index - 24), match.index))
    for (const [style, weight] of Object.entries(word.style ?? {}) as [StyleId, number][])
      votes.set(style, (votes.get(style) ?? 0) + (negated ? -weight : weight))
    if (word.valence !== undefined) valences.push(negated ? 1 - word.valence : word.valence)
    if (word.energy !== undefined) energies.push(negated ? 1 - word.energy : word.energy)
    if (word.swing !== undefined) swing = negated ? 0.5 : word.swing
    if (!negated && !word.style) heard.push(match[0])
    prompt.claim(match.index, end, negated ? `not: ${word.meaning}` : word.meaning)
  }
  const mean = (values: readonly number[]): number | undefined =>
    values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : undefined
  return { votes, valence: mean(valences), energy: mean(energies), words: heard.slice(0, 12), swing }
}

/** Among an ensemble's styles the words choose; a mood alone takes the one nearest in energy, and without either the first plays. */
const chooseWithin = ({ styles }: Ensemble, votes: ReadonlyMap<StyleId, number>, energy: number | undefined): StyleId => {
  const distance = (style: Style): number => (energy === undefined ? 0 : Math.abs(style.baseEnergy - energy))
  const ranked = styles.toSorted((a, b) => (votes.get(b.id) ?? 0) - (votes.get(a.id) ?? 0) || distance(a) - distance(b))
  return ranked[0]?.id ?? 'lofi'
}

const chooseStyle = (votes: ReadonlyMap<StyleId, number>, energy: number | undefined, instrumentStyles: readonly (readonly StyleId[])[]): StyleId => {
  const score = new Map<StyleId, number>(votes)
  for (const styles of instrumentStyles) for (const style of styles) score.set(style, (score.get(style) ?? 0) + 0.35 / styles.length)
  if (votes.size === 0 && energy !== undefined) {
    const near: StyleId = energy < 0.26 ? 'ambient' : energy > 0.78 ? 'house' : energy > 0.58 ? 'acoustic-pop' : 'lofi'
    score.set(near, (score.get(near) ?? 0) + 0.5)
  }
  let best: StyleId = 'lofi'
  let most = 0.01
  for (const [style, weight] of score) {
    if (weight <= most) continue
    best = style
    most = weight
  }
  return best
}

const chooseMode = (style: Style, valence: number | undefined, random: Random): Mode => {
  const fit = style.modes.map(({ valence: at, weight }) => weight * (valence === undefined ? 1 : Math.exp(-(((at - valence) / 0.14) ** 2)) + 0.0001))
  return style.modes[random.weighted(fit)]?.mode ?? 'major'
}

const withEnergy = (form: readonly PlannedSection[], energy: number | undefined, baseEnergy: number): PlannedSection[] =>
  form.map((section) => ({
    ...section,
    energy: Math.round(clamp(section.energy + (energy === undefined ? 0 : (energy - baseEnergy) * 0.4), 0.05, 1) * 100) / 100,
  }))

const chooseForm = (style: Style, wishes: FormWishes, random: Random): { form: readonly PlannedSection[]; keep: boolean } => {
  if (wishes.order.length > 0) return { form: formFromOrder(wishes.order), keep: true }
  const kept = random.pick(style.forms).filter((section) => !wishes.without.has(section.role))
  const form = kept.length > 0 ? kept : [{ label: 'A', role: 'verse' as const, barCount: 8, energy: 0.6 }]
  const missing = wishes.wanted.filter((role) => !form.some((section) => section.role === role))
  const added = [...form]
  for (const role of new Set(missing)) {
    const at = role === 'intro' ? 0 : role === 'outro' ? added.length : Math.max(1, Math.ceil(added.length * 0.6))
    added.splice(at, 0, {
      label: labelOf(role),
      role,
      barCount: role === 'intro' || role === 'outro' ? 4 : 8,
      energy: ({ chorus: 0.75, drop: 0.9, solo: 0.7, build: 0.6 } as Partial<Record<SectionRole, number>>)[role] ?? 0.4,
    })
  }
  return { form: added, keep: missing.length > 0 && added.length <= 3 }
}

/** What leads to a pinned moment; a build stays right before it. */
const fitLead = (lead: readonly PlannedSection[], bars: number): PlannedSection[] => {
  const last = lead.at(-1)
  if (last?.role !== 'build' || lead.length < 2 || bars < 8) return fitForm(lead, bars, false, false)
  const barCount = bars >= 16 ? Math.min(8, last.barCount) : 4
  return [...fitForm(lead.slice(0, -1), bars - barCount, false, false), { ...last, barCount }]
}

/** Puts pinned roles at their times: what comes before is fitted into the bars that are there, what follows into the rest. */
const pinForm = (form: readonly PlannedSection[], pinned: FormWishes['pinned'], bars: number, finalBar: boolean, barSeconds: number): PlannedSection[] => {
  const result: PlannedSection[] = []
  let rest = [...form]
  let from = 0
  for (const { role, atSeconds } of pinned) {
    const at = Math.round(atSeconds / barSeconds)
    if (at <= from || at >= bars - 1) continue
    const index = rest.findIndex((section) => section.role === role)
    const before = (index > 0 ? rest.slice(0, index) : rest.filter((section) => section.role !== role && section.role !== 'outro').slice(0, 3)).filter(
      (section) => section.role !== role,
    )
    const lead: PlannedSection[] = before.length > 0 ? before : [{ label: 'Intro', role: 'intro', barCount: 8, energy: 0.35 }]
    result.push(...fitLead(lead, at - from))
    const own = rest[index] ?? { label: labelOf(role), role, barCount: 8, energy: role === 'drop' ? 0.92 : role === 'break' ? 0.35 : 0.75 }
    rest = [own, ...(index >= 0 ? rest.slice(index + 1) : rest.slice(before.length).filter((section) => section.role !== 'intro'))]
    from = at
  }
  const tail = fitForm(rest.slice(0, Math.max(1, bars - from - 1)), bars - from, finalBar, false)
  const opened = rest[0]
  if (opened && from > 0 && tail[0]?.role !== opened.role) return [...result, ...fitForm([opened], bars - from, finalBar, true)]
  return [...result, ...tail]
}

const countBars = (form: readonly PlannedSection[]): number => form.reduce((sum, section) => sum + section.barCount, 0)

/**
 * Reads a prompt into a plan. Explicit words win over mood, mood over the style's habits, the seed decides the rest; overrides win over all.
 * Any text is accepted: what is not understood is listed, never an error. Cost: well under 20 ms for 100 000 characters.
 */
export const planFromPrompt = ({ prompt, seconds, seed, overrides, studio }: PlanRequest): Plan => {
  const ensemble = studio === undefined ? overrides.style && ensembleOfStyle(overrides.style) : findEnsemble(studio)
  const text = readPromptText(prompt)

  const formWishes = readForm(text)
  const tempoWish = readTempo(text)
  const lengthWish = readLength(text)
  const meterWish = readMeter(text, ensemble ? wordsOf(ensemble) : undefined)
  const keyWish = readKey(text)
  const ending = ENDING_WORDS.find(({ phrases, ending: kind }) => {
    const match = text.matches(phrasePattern(phrases))[0]
    if (!match) return false
    text.claim(match.index, match.index + match[0].length, `ending: ${kind}`)
    return true
  })?.ending
  const styleFeelings = readFeelings(text, manners(ensemble), instrumentPhrases(text))
  const wishes = readInstruments(text)
  const moodFeelings = readFeelings(text, MOOD_WORDS)

  const wordsHash = hashOf(prompt)
  const valence = moodFeelings.valence ?? styleFeelings.valence
  const energy =
    moodFeelings.energy !== undefined && styleFeelings.energy !== undefined
      ? moodFeelings.energy * 0.6 + styleFeelings.energy * 0.4
      : (moodFeelings.energy ?? styleFeelings.energy)
  const asked = overrides.style
  const styleId =
    // a style of another studio, or of one that is not loaded, is not played here
    asked !== undefined && findStyle(asked) && (!ensemble || ensemble.styles.some(({ id }) => id === asked))
      ? asked
      : ensemble
        ? chooseWithin(ensemble, styleFeelings.votes, energy)
        : chooseStyle(
            styleFeelings.votes,
            energy,
            wishes.named.map(({ instrument }) => instrument.styles),
          )
  const style = styleOf(styleId)

  // Draws depend on the seed and on what was understood, so that a plan does not jump with every letter that is typed.
  const random = createRandom(seed ?? wordsHash)
    .fork('plan')
    .fork(`${styleId} ${text.understood.map((entry) => entry.meaning).join(' ')}`)
  const timeSignature: TimeSignature = overrides.timeSignature ?? meterWish ?? style.timeSignature ?? { beats: 4, unit: 4 }
  const pace = tempoWish.pace ?? (energy === undefined ? undefined : clamp(0.5 + (energy - style.baseEnergy) * 0.9))
  const { low, typical, high } = style.tempoBpm
  const drawn = pace === undefined ? typical + random.fork('tempo').int(-3, 4) : low + (high - low) * pace + random.fork('tempo').int(-2, 3)
  const askedTempo = overrides.tempoBpm ?? tempoWish.bpm
  const wantedTempo = askedTempo ?? clamp(Math.round(drawn), 40, 240)

  const planEnding = overrides.ending ?? ending ?? style.ending
  const finalBar = planEnding !== 'fade'
  const chosen = chooseForm(style, formWishes, random.fork('form'))
  const rawForm = withEnergy(chosen.form, energy, style.baseEnergy)
  const askedSeconds = seconds ?? lengthWish
  const pinnedEnd = formWishes.pinned.at(-1)?.atSeconds ?? 0
  const natural = countBars(rawForm) * barSecondsOf(wantedTempo, timeSignature) + (finalBar ? 4 : 0)
  const wantedSeconds = askedSeconds ?? Math.max(pinnedEnd > 0 ? pinnedEnd * 1.6 + 12 : 0, clamp(natural, 20, style.defaultSeconds * 1.35))

  let tempoBpm = wantedTempo
  let form: PlannedSection[]
  let lengthSeconds: number
  if (overrides.form) {
    form = overrides.form.map((section) => ({ ...section }))
    const barSeconds = barSecondsOf(tempoBpm, timeSignature)
    const counted = (countBars(form) - (finalBar ? 1 : 0)) * barSeconds
    const ring = askedSeconds === undefined ? -1 : askedSeconds - counted
    lengthSeconds =
      askedSeconds !== undefined && (finalBar ? ring >= 0.8 && ring <= Math.max(9, 2 * barSeconds) : Math.abs(ring) <= barSeconds)
        ? askedSeconds
        : counted + (finalBar ? Math.max(2, Math.min(4, barSeconds)) : 0)
  } else {
    const fit = fitLength(clamp(wantedSeconds, 8, 600), wantedTempo, askedTempo !== undefined, timeSignature, planEnding)
    tempoBpm = fit.tempoBpm
    lengthSeconds = fit.lengthSeconds
    const barSeconds = barSecondsOf(tempoBpm, timeSignature)
    const isFree = formWishes.pinned.length === 0 && formWishes.order.length === 0 && formWishes.wanted.length === 0 && formWishes.without.size === 0
    form =
      style.form && isFree
        ? withEnergy(
            style.form(
              fit.bars,
              finalBar,
              random.fork('form'),
              text.understood.map(({ meaning }) => meaning),
            ),
            energy,
            style.baseEnergy,
          )
        : formWishes.pinned.length > 0
          ? pinForm(rawForm, formWishes.pinned, fit.bars, finalBar, barSeconds)
          : fitForm(rawForm, fit.bars, finalBar, chosen.keep)
    if (askedSeconds === undefined && finalBar && formWishes.pinned.length === 0)
      lengthSeconds = (fit.bars - 1) * barSeconds + clamp(lengthSeconds - (fit.bars - 1) * barSeconds, 2, 7)
  }
  form = form.flatMap((section) =>
    section.barCount <= 256
      ? [section]
      : [
          { ...section, barCount: 256 },
          { ...section, barCount: section.barCount - 256 },
        ],
  )

  const key: Key = overrides.key ?? {
    tonic: keyWish.tonic ?? random.fork('tonic').pick(style.tonics),
    mode:
      keyWish.mode ??
      (keyWish.tonic && valence === undefined
        ? chooseMode(style, 0.6, random.fork('mode')) === 'minor'
          ? 'minor'
          : 'major'
        : chooseMode(style, valence, random.fork('mode'))),
  }
  const swingDrawn = style.swing.low + (style.swing.high - style.swing.low) * random.fork('swing').next()
  const swing =
    overrides.swing ?? moodFeelings.swing ?? style.swing.at?.(tempoBpm) ?? (style.swing.high > 0.5 ? (styleFeelings.swing ?? swingDrawn) : swingDrawn)
  const leftOver = text.leftOver()
  const imagery = [...leftOver, ...moodFeelings.words.filter(isImage)]
  return {
    title: (overrides.title ?? inventTitle(styleId, imagery, random.fork(`title ${wordsHash}`))).slice(0, 120),
    style: styleId,
    ...(ensemble && { studio: ensemble.id }),
    mood: {
      valence: Math.round((valence ?? (key.mode === 'major' || key.mode === 'lydian' || key.mode === 'mixolydian' ? 0.62 : 0.38)) * 100) / 100,
      energy: Math.round((energy ?? style.baseEnergy) * 100) / 100,
      words: moodFeelings.words,
    },
    tempoBpm,
    key,
    timeSignature,
    form,
    instrumentation: overrides.instrumentation ?? [
      ...(style.band?.(
        wishes,
        text.understood.map(({ meaning }) => meaning),
        random.fork('band'),
      ) ?? seatBand(style, wishes, { energy: energy ?? style.baseEnergy, valence: valence ?? 0.5 }, random.fork('band'))),
    ],
    swing: Math.round(clamp(swing, 0.5, 0.75) * 1000) / 1000,
    lengthSeconds: clamp(Math.round(lengthSeconds * 1000) / 1000, 4, 720),
    ending: planEnding,
    understood: text.understood.slice(0, 60),
    notUnderstood: text.cut ? [...leftOver, '(the rest of the prompt was too long to read)'] : leftOver,
  }
}

/** Where a remix prompt pulls: only what its words say, nothing assumed. */
export const readPull = (prompt: string, ensemble?: Ensemble): { readonly style?: StyleId; readonly energy?: number } => {
  const text = readPromptText(prompt)
  const { votes, energy } = readFeelings(text, manners(ensemble), instrumentPhrases(text))
  readInstruments(text)
  const mood = readFeelings(text, MOOD_WORDS)
  const pulled = mood.energy ?? energy
  return {
    ...(votes.size > 0 ? { style: ensemble ? chooseWithin(ensemble, votes, undefined) : chooseStyle(votes, undefined, []) } : {}),
    ...(pulled !== undefined ? { energy: pulled } : {}),
  }
}

/** What a prompt says in so many words, as against what a plan makes up. Ids are the engine's own. */
export type Said = {
  readonly style: StyleId | undefined
  readonly tempoBpm: number | undefined
  /** "slow", "fast": 0..1 inside the style's range */
  readonly pace: number | undefined
  readonly tonic: string | undefined
  readonly mode: Mode | undefined
  readonly timeSignature: TimeSignature | undefined
  readonly swing: number | undefined
  readonly instruments: readonly string[]
  readonly without: { readonly roles: ReadonlySet<string>; readonly instruments: ReadonlySet<string> }
  /** nobody else may play */
  readonly only: boolean
  /** 0..1 where words of mood or style say it */
  readonly valence: number | undefined
  readonly energy: number | undefined
  readonly moodWords: readonly string[]
}

export const readSaid = (prompt: string): Said => {
  const text = readPromptText(prompt)
  readForm(text)
  const { bpm, pace } = readTempo(text)
  readLength(text)
  const timeSignature = readMeter(text)
  const { tonic, mode } = readKey(text)
  const manner = readFeelings(text, STYLE_WORDS, instrumentPhrases(text))
  const { named, without, only } = readInstruments(text)
  const mood = readFeelings(text, MOOD_WORDS)
  const isStyleSaid = [...manner.votes.values()].some((weight) => weight > 0)
  return {
    style: isStyleSaid ? chooseStyle(manner.votes, undefined, []) : undefined,
    tempoBpm: bpm,
    pace,
    tonic,
    mode,
    timeSignature,
    swing: mood.swing ?? manner.swing,
    instruments: named.map(({ instrument }) => instrument.id),
    without,
    only,
    valence: mood.valence ?? manner.valence,
    energy: mood.energy ?? manner.energy,
    moodWords: mood.words,
  }
}
