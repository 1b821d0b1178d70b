import { safeFileName } from './safe-file-name.ts'

/** What a naming template may ask for. */
export const NAME_WORDS = ['title', 'artist', 'album', 'number', 'bpm', 'key', 'style', 'seed', 'date', 'id'] as const
export type NameWord = (typeof NAME_WORDS)[number]
export type NamedSong = Readonly<Partial<Record<NameWord, string | undefined>>>

export const DEFAULT_TEMPLATE = '{artist} - {title}'

/** Words in braces that are none of {@link NAME_WORDS}. */
export const unknownWords = (template: string): readonly string[] =>
  [...template.matchAll(/\{([^{}]*)\}/g)].map(([, word]) => word ?? '').filter((word) => !(NAME_WORDS as readonly string[]).includes(word))

/** Nothing but separators is left at the ends, or twice in a row, where a word had nothing to say. */
const tidy = (text: string): string =>
  text
    .replace(/\(\s*\)|\[\s*\]/g, '')
    .replace(/(\s+[-–—_·]+)+\s+(?=[-–—_·])/g, ' ')
    .replace(/^[\s\-–—_·,.]+(?=\S)|[\s\-–—_·,]+$/g, '')
    .trim()

/**
 * A file's name without its ending, by a template like "{number} {artist} - {title}". A song's own words never become folders, and never more than
 * a name that every system takes.
 */
export const fileNameOf = (template: string, song: NamedSong): string => {
  const filled = template.replace(/\{([^{}]*)\}/g, (whole, word: string) =>
    (NAME_WORDS as readonly string[]).includes(word) ? (song[word as NameWord] ?? '') : whole,
  )
  return safeFileName(tidy(filled) || (song.title ?? ''))
}

/** The same names with a number behind those that meet another one: systems that do not see capitals count too. */
export const distinctNames = (names: readonly string[], isTaken: (name: string) => boolean = () => false): readonly string[] => {
  const used = new Set<string>()
  return names.map((name) => {
    for (let number = 1; ; number++) {
      const candidate = number === 1 ? name : `${name} ${number}`
      const folded = candidate.normalize('NFC').toLowerCase()
      if (used.has(folded) || isTaken(candidate)) continue
      used.add(folded)
      return candidate
    }
  })
}
