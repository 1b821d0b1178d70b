/**
 * The flow's own words. A phrase is written in syllables: "-" splits a word, "'" stands before a stressed syllable. An opening is a clause, a
 * closing says where, when or how and ends on its stressed rhyme, so that any opening goes with any closing.
 */
export const OPENINGS: readonly string[] = [
  "I 'keep the 'led-ger 'bal-anced",
  "we 'built it 'out of 'stat-ic",
  "they 'sleep be-'fore the 'cho-rus",
  "I 'count the 'cracks in 'con-crete",
  "my 'pen is 'on the 'pave-ment",
  "we 'nev-er 'had a 'bud-get",
  "the 'drum was 'my first 'lan-guage",
  "I 'learned to 'lis-ten 'slow-ly",
  "so 'let the 'rec-ord 'tell it",
  "you 'hear the 'kick and 'an-swer",
  "the 'street-light 'keeps me 'hon-est",
  "my 'moth-er 'taught me 'pa-tience",
  "the 'snare is 'like a 'wit-ness",
  "I 'nev-er 'ask for 'fa-vours",
  "I 'trade a 'week for 'six-teen",
  "the 'win-dow 'hums a 'sam-ple",
  "we 'move like 'wa-ter",
  "I 'speak in 'pat-terns",
  "the 'bass is 'talk-ing",
  "no 'room for 'doubt-ing",
  "we 'stay in 'mo-tion",
  "I 'hold the 'cor-ner",
  "the 'cit-y 'lis-tens",
  "I 'cut the 'mar-gin",
  "we 'made it 'sim-ple",
  "they 'want the 'se-cret",
  "I 'wrote it",
  "they 'watch us",
  "we 'run it",
  "I 'mean it",
  "you 'know it",
]

/** By rhyme: what their last syllables share, as it is written. */
export const CLOSINGS: Readonly<Record<string, { readonly endings: RegExp; readonly phrases: readonly string[] }>> = {
  ight: {
    endings: /(ight|ite)$/,
    phrases: [
      "un-der 'am-ber 'light",
      "when the 'beat is 'right",
      "with the 'end in 'sight",
      "on a 'win-ter 'night",
      "with-'out a 'fight",
      "in 'black and 'white",
    ],
  },
  ay: {
    endings: /(ay|ey)$/,
    phrases: ["at the 'break of 'day", "and I 'mean to 'stay", "in a 'bet-ter 'way", "with-'out de-'lay", "when the 'skies are 'grey", "be-'fore you 'play"],
  },
  ine: {
    endings: /(ine|ign)$/,
    phrases: ["on the 'bot-tom 'line", "and the 'work is 'mine", "like a 'warn-ing 'sign", "and I 'feel just 'fine", "and the 'stars a-'lign"],
  },
  own: {
    endings: /own$/,
    phrases: ["in the 'old part of 'town", "when the 'sun goes 'down", "un-der the 'same old 'crown", "on a 'page gone 'brown"],
  },
  ound: {
    endings: /ound$/,
    phrases: ["with-'out a 'sound", "on 'sol-id 'ground", "when the 'bass comes 'round", "till the 'truth is 'found", "till the 'clock is 'wound"],
  },
  old: {
    endings: /old$/,
    phrases: [
      "when the 'air gets 'cold",
      "and the 'plot is 'told",
      "be-'fore it 'sold",
      "worth 'more than 'gold",
      "in the 'hand I 'hold",
      "from the 'young to the 'old",
    ],
  },
  eet: {
    endings: /(eet|eat)$/,
    phrases: ["to the 'sound of the 'street", "on my 'own two 'feet", "when the 'drums re-'peat", "in the 'sum-mer 'heat", "on 'top of the 'beat"],
  },
  ame: {
    endings: /ame$/,
    phrases: ["and it 'stays the 'same", "when they 'call my 'name", "out-'side the 'frame", "in a 'long-er 'game", "like a 'mov-ing 'flame"],
  },
}

export type Syllable = { readonly text: string; readonly isStressed: boolean /** the word goes on in the next one */; readonly isJoined: boolean }

export const syllablesOf = (phrase: string): Syllable[] =>
  phrase
    .split(' ')
    .flatMap((word) =>
      word.split('-').map((part, index, parts) => ({ text: part.replace("'", ''), isStressed: part.startsWith("'"), isJoined: index < parts.length - 1 })),
    )

export const textOf = (syllables: readonly Syllable[]): string =>
  syllables
    .map(({ text, isJoined }) => (isJoined ? text : `${text} `))
    .join('')
    .trim()
