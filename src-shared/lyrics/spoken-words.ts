/**
 * How words are said that spelling does not tell: "-" parts syllables, "'" stands before the stressed one. The one list for counting, stress and
 * the flow of Cypher. Letters are those of the spelling.
 */
const SPOKEN_WORDS = `
'led-ger 'bal-anced 'stat-ic be-'fore 'cho-rus 'con-crete 'pave-ment 'nev-er 'bud-get 'lan-guage 'lis-ten 'lis-tens 'slow-ly 'rec-ord 'an-swer
'street-light 'hon-est 'moth-er 'fath-er 'broth-er 'sis-ter 'pa-tience 'wit-ness 'fa-vours 'six-teen 'win-dow 'sam-ple 'wa-ter 'pat-terns 'talk-ing
'doubt-ing 'mo-tion 'cor-ner 'cit-y 'mar-gin 'sim-ple 'se-cret 'un-der 'am-ber 'win-ter with-'out 'bet-ter de-'lay 'bot-tom 'warn-ing a-'lign 'sol-id
re-'peat 'sum-mer out-'side 'long-er 'mov-ing
'ev-ery 'eve-ning 'diff-erent 'busi-ness 'peo-ple 'be-ing 'see-ing 'go-ing 'do-ing 'sci-ence 'qui-et 'di-a-ry 'po-em 'po-et 'li-on i-'de-a 'ar-e-a
cre-'ate pi-'an-o 'ra-di-o 'vid-e-o na-'ive ca-'fe 'may-be 'some-thing 'some-times 'some-one 'some-where 'lone-ly 'love-ly 'home-less 'moon-light
'rhy-thm 'o-cean 'riv-er 'sto-ry 'ta-ble 'hon-ey 'mon-ey 'heav-en 'shad-ow 'sil-ver 'gold-en 'mid-night 'morn-ing 'fam-i-ly 'mem-o-ry 'mel-o-dy
re-'mem-ber to-'mor-row for-'ev-er to-'geth-er an-'oth-er be-'gin-ning No-'vem-ber De-'cem-ber Sep-'tem-ber Oc-'to-ber 'yes-ter-day 'beau-ti-ful
'hol-i-day A-'mer-i-can 'Jan-u-ar-y 'tel-e-vi-sion 'any-thing 'ev-ery-thing 'noth-ing gui-'tar ma-'chine po-'lice ho-'tel hel-'lo good-'bye
a-'bout a-'bove a-'cross a-'gain a-'go a-'lone a-'long a-'mong a-'round a-'way a-'sleep a-'wake a-'part a-'live be-'hind be-'low be-'neath be-'tween
be-'yond be-'cause be-'gin be-'lieve be-'come be-'long de-'cide de-'sire de-'spair de-'light de-'fend de-'ny for-'get for-'give to-'day to-'night
un-'til un-'less with-'in in-'side up-'on re-'main re-'mind re-'turn re-'gret re-'veal re-'lease con-'trol ex-'plain es-'cape ex-'ist en-'joy e-'nough
mis-'take my-'self your-'self him-'self her-'self our-'selves them-'selves sur-'prise sur-'vive per-'haps com-'plete con-'fess con-'nect Ju-'ly
`

/** Single syllables that songs leave weak: articles, pronouns, prepositions, helpers. */
const WEAK_WORDS = `
a an the i you he she it we they me him us them my your his its our their this that is am are was were be been do does did have has had will would
can could shall should may might must to of in on at by for from with as and or but nor so if than then when till just no not like there where gets
i'm you're it's we're they're i'll you'll we'll i've we've don't who what which some any all out up off
`

const letters = (word: string): string =>
  word
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f’']/g, '')

export type SpokenWord = { readonly parts: readonly string[] /** which part is stressed */; readonly stressed: number }

const spoken: ReadonlyMap<string, SpokenWord> = new Map(
  SPOKEN_WORDS.trim()
    .split(/\s+/)
    .map((word) => {
      const parts = word.split('-')
      const stressed = Math.max(
        0,
        parts.findIndex((part) => part.startsWith("'")),
      )
      const bare = parts.map((part) => part.replace("'", '').toLowerCase())
      return [bare.join(''), { parts: bare, stressed }]
    }),
)
const weak: ReadonlySet<string> = new Set(WEAK_WORDS.trim().split(/\s+/).map(letters))

/** @param word in any case, with or without accents and apostrophes */
export const findSpokenWord = (word: string): SpokenWord | undefined => spoken.get(letters(word))
export const isWeakWord = (word: string): boolean => weak.has(letters(word))
