import type { Plan } from '../../../../../src-shared/generation/plan.ts'
import { rhymeTail } from '../../../../../src-shared/lyrics/rhyme.ts'
import { isWeakWord } from '../../../../../src-shared/lyrics/spoken-words.ts'
import { wordsOf } from '../../../../../src-shared/lyrics/syllables.ts'

/** What songs are often about, and the things that belong to it. A word of a field calls the whole field up. */
const FIELDS: readonly (readonly string[])[] = [
  ['ocean', 'sea', 'wave', 'waves', 'tide', 'shore', 'harbour', 'sailor', 'salt', 'boat', 'island', 'bay', 'spray', 'water', 'river', 'rain', 'storm', 'flood'],
  ['money', 'cash', 'gold', 'bank', 'wages', 'rent', 'bills', 'market', 'dollar', 'diamonds', 'fame', 'crown', 'hustle', 'poverty', 'debt'],
  ['city', 'street', 'streets', 'town', 'corner', 'subway', 'concrete', 'neon', 'taxi', 'rooftop', 'block', 'train', 'neighbourhood', 'ground'],
  ['love', 'heart', 'kiss', 'lover', 'rose', 'ring', 'letter', 'romance', 'heartbreak', 'flame', 'name', 'hand'],
  ['night', 'moon', 'stars', 'midnight', 'shadow', 'dream', 'dreams', 'sleep', 'darkness', 'light', 'moonlight', 'insomnia'],
  ['space', 'rocket', 'rockets', 'planet', 'mars', 'galaxy', 'astronaut', 'orbit', 'comet', 'star', 'gravity', 'flight', 'universe'],
  ['winter', 'snow', 'ice', 'frost', 'cold', 'christmas', 'december', 'mountain', 'wolf', 'forest'],
  ['summer', 'sun', 'beach', 'heat', 'sand', 'garden', 'flower', 'holiday', 'barbecue', 'day'],
  ['war', 'battle', 'soldier', 'army', 'fight', 'bullet', 'enemy', 'victory', 'peace', 'sword', 'warrior', 'king', 'queen'],
  ['home', 'mother', 'father', 'brother', 'sister', 'kitchen', 'family', 'childhood', 'school', 'memory', 'house', 'friends', 'friendship'],
  ['work', 'office', 'factory', 'monday', 'boss', 'coffee', 'machine', 'computer', 'robot', 'robots', 'code', 'deadline', 'signal', 'line'],
  ['road', 'car', 'highway', 'engine', 'wheel', 'journey', 'travel', 'miles', 'motorway', 'race', 'speed', 'way', 'freedom'],
  ['fire', 'smoke', 'ashes', 'flame', 'spark', 'heat', 'dragon', 'volcano', 'light'],
  ['death', 'grave', 'ghost', 'time', 'clock', 'funeral', 'heaven', 'angel', 'devil', 'prayer', 'faith', 'god', 'church', 'soul'],
  ['food', 'bread', 'pizza', 'kitchen', 'chef', 'sugar', 'spice', 'dinner', 'chicken', 'salt', 'meat'],
  ['cat', 'cats', 'dog', 'dogs', 'bird', 'birds', 'horse', 'tiger', 'lion', 'wolf', 'snake', 'animal', 'jungle'],
  ['football', 'basketball', 'boxing', 'champion', 'goal', 'game', 'team', 'trophy', 'stadium', 'boxer', 'skateboard', 'feet'],
]

/** words about a wish and its sound: no subject of a song */
const NO_SUBJECT: ReadonlySet<string> = new Set(
  `about song songs rap raps track beat beats music verse hook lyrics words make write please want something anything very really slow fast hard soft loud
  dark bright heavy warm dirty chill sad happy angry style vibe feel feeling minute minutes second seconds bpm hip hop trap drill boom bap with without
  over under after before between through while during into being doing living having going making trying getting giving taking new old good bad big small
  little long short deep high low cool great best late early male female voice vocal vocals singer rapper too read rest prompt instrumental one two three four`
    .split(/\s+/)
    .filter(Boolean),
)

const MOST_WORDS = 4

/** What a song shall be about: nouns of its wish that the studio did not read as music, and those it did where a field knows them. */
export const subjectOf = ({ notUnderstood, understood }: Pick<Plan, 'notUnderstood' | 'understood'>): string[] => {
  const known = new Set(FIELDS.flat())
  const isSubject = (word: string): boolean => word.length > 2 && !isWeakWord(word) && !NO_SUBJECT.has(word) && !/(?:ly|ing|ed)$/.test(word)
  const free = notUnderstood.filter((words) => !words.startsWith('(')).flatMap(wordsOf)
  const read = understood.flatMap(({ words }) => wordsOf(words)).filter((word) => known.has(word.toLowerCase()))
  return [...new Set([...free, ...read].map((word) => word.toLowerCase()).filter(isSubject))].slice(0, MOST_WORDS)
}

export type SubjectPhrases = {
  /** with the subject's own words */
  readonly named: readonly string[]
  /** with what belongs to it */
  readonly related: readonly string[]
  /** by rhyme, for the families that are given */
  readonly closings: ReadonlyMap<string, readonly string[]>
}

/** "it", "them": what ends on -s (but not -ss) is many */
const isPlural = (noun: string): boolean => /[^s]s$/.test(noun)

const openingsOf = (noun: string): string[] => {
  const [they, are] = isPlural(noun) ? ['the', 'are'] : ['the', 'is']
  return [
    `I think about the ${noun}`,
    `my mind is on the ${noun}`,
    `${they} ${noun} ${are} never over`,
    `they never saw the ${noun}`,
    `I write about the ${noun}`,
    `we talk about the ${noun}`,
    `the ${noun} ${isPlural(noun) ? 'keep' : 'keeps'} on calling`,
    `I know the ${noun}`,
    `back to the ${noun}`,
    `give me the ${noun}`,
  ]
}

const closingsOf = (noun: string): string[] => [`looking for the ${noun}`, `all about the ${noun}`, `and it is only ${noun}`]

/**
 * Phrases about a subject: its own words and those of their fields as openings, and as closings where they rhyme with a family (`tails`: the family's
 * name and the tail that its words share, as `rhymeTail` says).
 */
export const subjectPhrases = (subject: readonly string[], tails: ReadonlyMap<string, readonly string[]>): SubjectPhrases => {
  const related = FIELDS.filter((field) => subject.some((word) => field.includes(word))).flat()
  const nouns = [...new Set([...subject, ...related])]
  const closings = new Map<string, string[]>()
  for (const [family, shared] of tails) {
    const rhyming = nouns.filter((noun) => shared.includes(rhymeTail(noun)))
    if (rhyming.length > 0) closings.set(family, rhyming.flatMap(closingsOf))
  }
  const around = related.filter((noun) => !subject.includes(noun)).flatMap((noun) => openingsOf(noun).slice(0, 3))
  return { named: subject.flatMap(openingsOf), related: around, closings }
}
