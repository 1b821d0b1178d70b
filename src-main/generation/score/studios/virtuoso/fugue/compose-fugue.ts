import type { Key } from '../../../../../../src-shared/score/score.ts'
import { tonicOf } from '../../../compose/chord-spec.ts'
import { type Cell, drawCell } from '../counterpoint/diminution.ts'
import { endOf, type Line, toneAt } from '../counterpoint/line.ts'
import { realise } from '../counterpoint/realise.ts'
import { faultsIn } from '../counterpoint/rules.ts'
import { keyOfDegree, parallelKey, type Stage, stageOf } from '../counterpoint/stage.ts'
import type { Draft } from '../draft.ts'
import type { FormRequest } from '../forms/joined.ts'
import { drawCountersubject, drawSubject } from './draw-subject.ts'
import { createFugueSheet, type FugueSheet } from './fugue-sheet.ts'
import { type Theme, type ThemeTone, themeIn, themeStages } from './theme.ts'

/** room between neighbours that the search prefers, and the most that themes in distant voices may leave */
const WIDEST = 16
const WIDEST_OF_THEMES = 24
const THEME_BARS = 2

export type FugueThemes = { readonly subject: Theme; readonly countersubject: readonly ThemeTone[] }

/** True when subject and countersubject keep the rules in a key, alone and together, either one above. */
const worksIn = ({ subject, countersubject }: FugueThemes, key: Key, meter: FormRequest['meter']): boolean => {
  const stages = themeStages(subject, 0, key, meter)
  const all = [...stages, { ...(stages[0] as Stage), startTicks: 2 * meter.barTicks }]
  const isClean = (voices: readonly Line[]): boolean => faultsIn({ voices, stages: all, manner: 'strict' }).length === 0
  const tonic = 60 + tonicOf(key)
  const [theme, above, below] = [
    themeIn(subject.tones, 0, tonic, all),
    themeIn(countersubject, 0, tonic + 24, all),
    themeIn(countersubject, 0, tonic - 24, all),
  ]
  return isClean([above, theme]) && isClean([theme, below])
}

/** Subject and countersubject of a fugue: the first pair that works in both positions, and follows each other in one voice. */
export const drawThemes = ({
  key,
  meter,
  themes: random,
  compasses: voices,
}: Pick<FormRequest, 'key' | 'meter' | 'themes' | 'compasses'>): FugueThemes & { readonly order: readonly number[] } => {
  const order = entryOrder(voices.length, random.fork('order').int(0, 4))
  for (let round = 0; ; round++) {
    const draw = random.fork(`themes ${round}`)
    const subject = drawSubject(key, meter, draw.fork('subject'))
    const countersubject = drawCountersubject(subject, key, meter, draw.fork('countersubject'))
    if (round > 60) throw new RangeError('no subject with a countersubject')
    if (!countersubject) continue
    const sheet = createFugueSheet({ subject, countersubject, meter, voices })
    sheet.entry('subject', order[0] ?? 0, key)
    sheet.entry('answer', order[1] ?? 0, dominantOf(key))
    sheet.bar(['I', 'V7'], dominantOf(key))
    const { written, stages, entries } = sheet.done()
    const faults = faultsIn({ voices: written, stages, manner: 'strict', compasses: voices })
    if (faults.length === 0 && (order.length < 2 || entries.some(({ theme }) => theme === 'countersubject'))) return { subject, countersubject, order }
  }
}

/** In which order the voices enter: a neighbour of the first one answers it. */
const entryOrder = (voices: number, pick: number): readonly number[] => {
  const orders =
    voices === 4
      ? [
          [1, 0, 3, 2],
          [2, 1, 0, 3],
          [0, 1, 2, 3],
          [3, 2, 1, 0],
        ]
      : voices === 3
        ? [
            [1, 0, 2],
            [0, 1, 2],
            [2, 1, 0],
          ]
        : [[0, 1]]
  return orders[pick % orders.length] ?? orders[0] ?? [0]
}

const dominantOf = (key: Key): Key => ({ ...keyOfDegree(key, 5), mode: key.mode })
/** Keys of the middle entries, near ones first. */
const relatives = (home: Key): readonly Key[] => [
  ...(home.mode === 'minor' ? [3, 4, 6] : [6, 4, 2]).map((degree) => keyOfDegree(home, degree)),
  dominantOf(home),
]

/** Bars of an episode: fifths fall in the old key, the last bar prepares the new one. */
const EPISODE: readonly (readonly string[])[] = [
  ['I', 'IV'],
  ['viio', 'iii'],
  ['vi', 'ii'],
  ['V', 'I'],
]
const playEpisode = (sheet: FugueSheet, bars: number, from: Key, to: Key, entering: number | undefined): void => {
  for (let bar = 0; bar < bars; bar++) {
    const isLast = bar === bars - 1
    if (isLast) sheet.silence(entering, bars > 1 ? 1 : 0.5)
    sheet.bar(isLast ? ['ii', 'V7'] : (EPISODE[bar % EPISODE.length] ?? ['I', 'IV']), isLast ? to : from)
  }
}

/** Free voices keep the motion going where the themes hold, with the rhythms of the subject. */
const cellsFor = (stages: readonly Stage[], written: readonly Line[], isWritten: (stage: number, voice: number) => boolean, request: FormRequest) => {
  const draw = request.random.fork('free voices')
  const model = request.random.fork('episode figure')
  return (index: number, voice: number): readonly Cell[] => {
    const stage = stages[index] as Stage
    const attacks = written.reduce(
      (sum, line, other) =>
        sum + (isWritten(index, other) ? line.filter(({ at }) => at > stage.startTicks && at < stage.startTicks + stage.lengthTicks).length : 0),
      0,
    )
    const hasTheme = written.some((line, other) => isWritten(index, other) && toneAt(line, stage.startTicks))
    if (!hasTheme && voice === index % 2)
      return [
        drawCell(stage.lengthTicks, 2, model.fork(`${voice} ${stage.lengthTicks}`)),
        drawCell(stage.lengthTicks, 2, draw),
        drawCell(stage.lengthTicks, 1.5, draw),
      ]
    if (attacks >= 2 && draw.chance(0.7)) return []
    return draw.chance(0.55) ? [drawCell(stage.lengthTicks, 1.6, draw), drawCell(stage.lengthTicks, 1.2, draw), drawCell(stage.lengthTicks, 1, draw)] : []
  }
}

/** The chord's bass as the lowest sounding voice really has it. */
const withRealBass = (stage: Stage, lines: readonly Line[]): Stage => {
  const pitches = lines.flatMap((line) => toneAt(line, stage.startTicks)?.pitch ?? [])
  const bass = pitches.length > 0 ? Math.min(...pitches) % 12 : stage.chord.bass
  return stage.chord.tones.includes(bass) ? { ...stage, chord: { ...stage.chord, bass } } : stage
}

/**
 * Fugue: exposition (subject, answer at the fifth, countersubject, codetta), episodes in sequence, middle entries in related keys, a last entry
 * at home, a dominant pedal and the final cadence. Sections of the plan say how many bars each gets; their roles say what they are.
 */
export const composeFugue = (request: FormRequest): Draft => {
  const { key, meter, sections, closes, random, compasses: voices } = request
  const themes = drawThemes(request)
  const { subject, countersubject, order } = themes
  const sheet = createFugueSheet({ subject, countersubject, meter, voices })
  const keys = relatives(key).filter((other) => worksIn(themes, other, meter))
  let entered = 0
  let here = key
  let turn = request.themes.fork('middle').int(0, 2)
  const nextVoice = (): number => order[(entered + 1) % order.length] ?? 0
  const enter = (own: Key, theme: 'subject' | 'answer'): void => {
    sheet.entry(theme, order[entered % order.length] ?? 0, own)
    entered++
    here = own
  }
  sections.forEach((section, index) => {
    let left = section.barCount - (closes && index === sections.length - 1 ? 1 : 0)
    const isExposition = section.role === 'verse' && entered === 0
    if (isExposition || (entered === 0 && left >= THEME_BARS)) {
      while (left >= THEME_BARS && entered < order.length) {
        const isAnswer = entered % 2 === 1
        // a codetta leads back from the answer
        if (!isAnswer && entered > 0) {
          playEpisode(sheet, 1, here, key, order[entered])
          left--
        }
        if (left < THEME_BARS) break
        enter(isAnswer ? dominantOf(key) : key, isAnswer ? 'answer' : 'subject')
        left -= THEME_BARS
      }
      if (left > 0) playEpisode(sheet, left, here, here, undefined)
      return
    }
    const isLast = index === sections.length - 1
    if (isLast && left > 0) {
      const pedal = left >= 5 ? 3 : Math.min(2, left)
      if (left - pedal > 0) playEpisode(sheet, left - pedal, here, key, undefined)
      sheet.pedal(pedal, key)
      return
    }
    const isEntry = section.role === 'chorus' || section.role === 'drop' || section.role === 'verse' || section.role === 'solo'
    if (!isEntry) {
      const following = sections[index + 1]
      const to = following && sections.slice(index + 1).every(({ role }) => role === 'drop' || role === 'outro') ? key : (keys[turn % keys.length] ?? key)
      playEpisode(sheet, left, here, to, following ? order[entered % order.length] : undefined)
      here = to
      return
    }
    const own = section.role === 'drop' ? key : here
    while (left >= THEME_BARS) {
      enter(own, 'subject')
      left -= THEME_BARS
      if (left >= THEME_BARS + 1) {
        playEpisode(sheet, 1, here, own, nextVoice())
        left--
      }
    }
    turn++
    if (left > 0) playEpisode(sheet, left, here, here, undefined)
  })
  const { stages, written, isWritten, entries, barCount } = sheet.done()
  const finalKey = key.mode === 'minor' ? parallelKey(key) : key
  const all = closes ? [...stages, stageOf(barCount * meter.barTicks, meter.barTicks, 'I', finalKey)] : stages
  const owns = (index: number, voice: number): boolean => index < stages.length && isWritten(index, voice)
  const moving = cellsFor(all, written, owns, request)
  const writing = {
    stages: all,
    compasses: voices,
    manner: 'strict' as const,
    widest: WIDEST,
    written,
    isWritten: owns,
    // the last chord stands still
    cells: (index: number, voice: number) => (index === stages.length ? [] : moving(index, voice)),
    suspends: 0.5,
    ties: true,
    random: random.fork('voices'),
  }
  const lines = realise(writing)
  if (!lines) throw new RangeError('themes that no voices can accompany')
  const total = barCount + (closes ? 1 : 0)
  return {
    manner: 'strict',
    meter,
    widest: WIDEST_OF_THEMES,
    compasses: voices,
    stages: all.map((stage) => withRealBass(stage, lines)),
    lines: lines.map((line) => line.filter((tone) => endOf(tone) > tone.at)),
    sections,
    cadences: closes ? [{ bar: total - 1, kind: 'perfect', key: finalKey }] : [],
    entries,
    schemata: [],
    accompaniment: Array.from({ length: total }, () => 'lines' as const),
  }
}
