/**
 * Phrases of the galant style as bars of events: a numeral (in major, see `inMode`), the degree of the highest voice if it is prescribed, and the
 * degree of the key in which the numeral counts. Outer voices of the schemata after Gjerdingen, Music in the Galant Style (2007), appendix A.
 */
export type Event = { readonly numeral: string; readonly top?: number; readonly on?: number }
export type Bar = readonly Event[]

/** "V7/3@2:4" is the dominant seventh with its third in the bass, in the key on the second degree, under that key's fourth degree. */
const bar = (text: string): Bar =>
  text.split(' ').map((word): Event => {
    const [, numeral = 'I', on, top] = /^([^@:]+)(?:@(\d))?(?::(\d))?$/.exec(word) ?? []
    return { numeral, ...(on ? { on: Number(on) } : {}), ...(top ? { top: Number(top) } : {}) }
  })
const bars = (text: string): Bar[] => text.split(' | ').map(bar)

export type Schema = { readonly name: string; readonly bars: readonly Bar[] }
const schema = (name: string, text: string): Schema => ({ name, bars: bars(text) })

/** How a phrase begins. */
export const OPENINGS: readonly Schema[] = [
  schema('Romanesca', 'I:1 V/3:5 | vi:1 I/3:5'),
  schema('Romanesca', 'I:3 V/3:2 | vi:1 I/3:1'),
  schema('Meyer', 'I:1 V7/5:7 | V7/3:4 I:3'),
  schema('Do-Re-Mi', 'I:1 | V/3:2 I:3'),
  schema('Sol-Fa-Mi', 'I:5 V7/5:4 | V7/3:4 I:3'),
  schema('Triad', 'I:1 | I:5'),
  schema('Romanesca', 'I:1 | V/3:5 | vi:1 | I/3:5'),
  schema('Meyer', 'I:1 | V7/5:7 | V7/3:4 | I:3'),
  schema('Sol-Fa-Mi', 'I:5 | ii/3:4 | V7/3:4 | I:3'),
]

/** What answers an opening, stepping down to the tonic. */
export const ANSWERS: readonly Schema[] = [schema('Prinner', 'IV:6 I/3:5 | viio/3:4 I:3'), schema('Prinner', 'IV:6 | I/3:5 | viio/3:4 | I:3')]

/** Sequences that open the second half of a binary form: down by step through the supertonic, or up through subdominant and dominant. */
export const FONTE: readonly Schema[] = [schema('Fonte', 'V7/3@2:4 I@2:3 | V7/3:4 I:3'), schema('Fonte', 'V7/3@2:4 | I@2:3 | V7/3:4 | I:3')]
export const MONTE: readonly Schema[] = [schema('Monte', 'V7/3@4:4 I@4:3 | V7/3@5:4 I@5:3'), schema('Monte', 'V7/3@4:4 | I@4:3 | V7/3@5:4 | I@5:3')]
/** In minor the supertonic is no key: the sequence falls from the subdominant to the relative major. */
export const FONTE_IN_MINOR: readonly Schema[] = [schema('Fonte', 'V7/3@4:4 I@4:3 | V7/3@3:4 I@3:3'), schema('Fonte', 'V7/3@4:4 | I@4:3 | V7/3@3:4 | I@3:3')]
/** Standing on the dominant. */
export const PONTE: readonly Schema[] = [schema('Ponte', 'V:5 V7/5:4 | V7/3:4 V'), schema('Ponte', 'V7 | V')]

/** Descending fifths, for episodes and long phrases. */
export const FIFTHS: readonly Schema[] = [schema('Descending fifths', 'vi ii/3 | V I/3'), schema('Descending fifths', 'I IV | viio/3 iii | vi ii/3 | V I/3')]

/** Cadences end in their last bar. */
export const PERFECT: readonly Schema[] = [
  schema('Cadence', 'ii/3 V7:2 | I:1'),
  schema('Cadence', 'IV V7:7 | I:1'),
  schema('Cadence', 'I/3 ii/3 | I/5:3 V7:2 | I:1'),
  schema('Cadence', 'I/3:1 IV:1 | I/5:1 V7:7 | I:1'),
]
export const IMPERFECT: readonly Schema[] = [schema('Imperfect cadence', 'ii/3 V7:4 | I:3')]
export const HALF: readonly Schema[] = [
  schema('Half cadence', 'I/3:1 ii/3:2 | V:2'),
  schema('Half cadence', 'IV:1 | V:7'),
  schema('Half cadence', 'I:3 | IV:1 ii/3:2 | V:2'),
]
export const DECEPTIVE: readonly Schema[] = [schema('Deceptive cadence', 'ii/3 V7:2 | vi:1')]

/** One bar of tonic, for what does not divide into schemata. */
export const TONIC: Schema = schema('Tonic', 'I')
