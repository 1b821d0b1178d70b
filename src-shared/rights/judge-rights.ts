import type { MayISell, RightsSource } from './contract.ts'

/** One "no" forbids it; else one "ask" has to be asked. */
export const verdictOf = (sources: readonly Pick<RightsSource, 'mayISell'>[]): MayISell => {
  const answers = sources.map(({ mayISell }) => mayISell)
  return answers.includes('no') ? 'no' : answers.includes('ask') ? 'ask' : 'yes'
}

const list = (names: readonly string[]): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`)

/** May I sell it? In words that say what it depends on, and what would change it. */
export const answerOf = (sources: readonly RightsSource[]): string => {
  const verdict = verdictOf(sources)
  const named = (which: MayISell) => sources.filter(({ mayISell }) => mayISell === which)
  const names = (which: MayISell) => list(named(which).map(({ name }) => name))
  if (verdict === 'yes') return `Yes. Nothing that is heard in this song forbids selling it (${names('yes')}).`
  const reasons = named(verdict)
    // catalogues begin a note with the answer, which stands before it here
    .map(({ note }) => note.replace(/^(?:No|Yes|Ask first)[.:,]\s+(?=\p{Lu})/u, ''))
    .filter((note, index, all) => note !== '' && all.indexOf(note) === index)
    .join(' ')
  if (verdict === 'ask') return `Ask first: it depends on ${names('ask')}. ${reasons}`
  return `No, because of ${names('no')}. ${reasons} Have those bars played anew by the built-in engine, or go back in the history to before them, and the rest may be sold if nothing else forbids it.`
}
