import type { PlannedSection } from '../../../../src-shared/generation/plan.ts'
import type { SectionRole } from '../../../../src-shared/score/score.ts'
import type { PromptText } from './prompt-text.ts'

/** What the prompt says about form: sections in order, section roles pinned to a time, roles that must or must not occur. */
export type FormWishes = {
  readonly order: readonly { readonly label: string; readonly role: SectionRole }[]
  readonly pinned: readonly { readonly role: SectionRole; readonly atSeconds: number }[]
  readonly without: ReadonlySet<SectionRole>
  readonly wanted: readonly SectionRole[]
}

const ROLE_OF: Readonly<Record<string, SectionRole>> = {
  intro: 'intro',
  introduction: 'intro',
  verse: 'verse',
  strophe: 'verse',
  chorus: 'chorus',
  refrain: 'chorus',
  hook: 'chorus',
  bridge: 'bridge',
  'middle eight': 'bridge',
  build: 'build',
  'build-up': 'build',
  buildup: 'build',
  'pre-chorus': 'build',
  prechorus: 'build',
  riser: 'build',
  drop: 'drop',
  'beat drop': 'drop',
  climax: 'drop',
  break: 'break',
  breakdown: 'break',
  interlude: 'break',
  solo: 'solo',
  outro: 'outro',
  coda: 'outro',
  ending: 'outro',
}
const LABEL_OF: Readonly<Record<SectionRole, string>> = {
  intro: 'Intro',
  verse: 'A',
  chorus: 'B',
  bridge: 'C',
  build: 'Build',
  drop: 'Drop',
  break: 'Break',
  solo: 'Solo',
  outro: 'Outro',
}
export const labelOf = (role: SectionRole): string => LABEL_OF[role]

const WORDS = Object.keys(ROLE_OF)
  .toSorted((a, b) => b.length - a.length)
  .map((word) => word.replace(/[ -]/g, '[ -]?'))
  .join('|')
const roleOfWord = (word: string): SectionRole =>
  ROLE_OF[word] ?? ROLE_OF[word.replaceAll(' ', '-')] ?? ROLE_OF[word.replaceAll('-', ' ')] ?? ROLE_OF[word.replace(/[ -]/g, '')] ?? 'verse'

const LETTER_ROLES: Readonly<Record<string, SectionRole>> = { A: 'verse', B: 'chorus', C: 'bridge', D: 'solo', E: 'break' }

export const readForm = (prompt: PromptText): FormWishes => {
  const { text } = prompt
  const pinned: { role: SectionRole; atSeconds: number }[] = []
  const timed = new RegExp(
    `\\b(?:the |a |big |first )*(${WORDS})s?(?: that)?(?: (?:hits?|comes?(?: in)?|starts?|begins?|enters?|lands?|kicks? in|drops?))?(?: in)? ?(?:at|@|by|around|after) (?:about |around )?(?:(\\d{1,2}):([0-5]\\d)|(\\d{1,3}) ?(?:s|secs?|seconds?)|bar (\\d{1,3}))(?![\\p{L}\\d])`,
    'gu',
  )
  for (const match of prompt.matches(timed)) {
    if (match[5] !== undefined) continue
    const role = roleOfWord(match[1] ?? '')
    const atSeconds = match[4] !== undefined ? Number(match[4]) : Number(match[2]) * 60 + Number(match[3])
    pinned.push({ role, atSeconds })
    prompt.claim(match.index, match.index + match[0].length, `${role} at ${Math.floor(atSeconds / 60)}:${String(atSeconds % 60).padStart(2, '0')}`)
  }
  pinned.sort((a, b) => a.atSeconds - b.atSeconds)

  let order: { label: string; role: SectionRole }[] = []
  for (const match of prompt.matches(/\b([a-e]{2,12})(?: (?:form|structure))?\b/g)) {
    const letters = prompt.original.slice(match.index, match.index + (match[1]?.length ?? 0))
    const named = match[0] !== match[1]
    if (!named && (letters !== letters.toUpperCase() || letters.length < 3 || new Set(letters).size === letters.length)) continue
    if (!/^[A-E]+$/.test(letters.toUpperCase())) continue
    order = [...letters.toUpperCase()].map((letter) => ({ label: letter, role: LETTER_ROLES[letter] ?? 'verse' }))
    prompt.claim(match.index, match.index + match[0].length, `form ${letters.toUpperCase()}`)
    break
  }
  if (order.length === 0) {
    const dashed = prompt.matches(/\b([a-e](?:[-–][a-e]){2,11})\b/g)[0]
    if (dashed) {
      order = [...(dashed[1] ?? '').toUpperCase().replace(/[^A-E]/g, '')].map((letter) => ({ label: letter, role: LETTER_ROLES[letter] ?? 'verse' }))
      prompt.claim(dashed.index, dashed.index + dashed[0].length, `form ${order.map((section) => section.label).join('')}`)
    }
  }
  if (order.length === 0) {
    const sequence = prompt.matches(
      new RegExp(`\\b(?:${WORDS})(?:(?:\\s*(?:,|-|–|—|->|→|>|/|then|and|\\+)\\s*|\\s+)(?:a |the |then |and )*(?:${WORDS})\\b){2,14}`, 'gu'),
    )[0]
    if (sequence) {
      order = [...sequence[0].matchAll(new RegExp(`\\b(?:${WORDS})\\b`, 'gu'))].map((word) => ({
        label: labelOf(roleOfWord(word[0])),
        role: roleOfWord(word[0]),
      }))
      prompt.claim(sequence.index, sequence.index + sequence[0].length, `form ${order.map((section) => section.role).join(', ')}`)
    }
  }
  const without = new Set<SectionRole>()
  const wanted: SectionRole[] = []
  for (const match of prompt.matches(
    new RegExp(`\\b(no |without (?:an? |any )?|skip the )?(?:an? |the |big |long |short |soft |quiet |with )*(${WORDS})s?\\b`, 'gu'),
  )) {
    const role = roleOfWord(match[2] ?? '')
    const after = text.slice(match.index + match[0].length)
    if (
      match[2] === 'solo' &&
      (!/\b(?:an?|the|with|long|short|no)\s/.test(match[0]) || /^ (?!(?:at|in|section|part|then|and|with|over|after|before)\b)\p{L}/u.test(after))
    )
      continue
    if (match[2] === 'break' || match[2] === 'hook') {
      if (!/\b(?:a|the|with|no)\s/.test(match[0])) continue
    }
    if (match[1]) without.add(role)
    else if (order.length === 0 && match[2] !== 'ending') wanted.push(role)
    prompt.claim(match.index, match.index + match[0].length, match[1] ? `no ${role}` : role)
  }
  return { order, pinned, without, wanted }
}

/** Sections from an explicit order, eight bars each; the same label louder when it returns. */
export const formFromOrder = (order: FormWishes['order']): PlannedSection[] => {
  const energyOf: Readonly<Record<SectionRole, number>> = {
    intro: 0.3,
    verse: 0.55,
    chorus: 0.75,
    bridge: 0.5,
    build: 0.6,
    drop: 0.9,
    break: 0.35,
    solo: 0.7,
    outro: 0.32,
  }
  const heard = new Map<string, number>()
  return order.map(({ label, role }) => {
    const count = heard.get(label) ?? 0
    heard.set(label, count + 1)
    const short = role === 'intro' || role === 'outro' || role === 'build' || role === 'break'
    return { label, role, barCount: short ? 4 : 8, energy: Math.min(1, energyOf[role] + Math.min(3, count) * 0.05) }
  })
}
