/** Between two sentences; no figure ("0.9 alike") is one. */
const SENTENCE_END = /(?<=[.!?…])\s+(?=\p{Lu})/u

/** Why a take of several regions is as it is: each sentence once, however many regions it is true of, in the order in which it is first said. */
export const reasonOfRegions = (reasons: readonly string[]): string =>
  [...new Set(reasons.flatMap((reason) => reason.split(SENTENCE_END)).map((sentence) => sentence.trim()))].filter((sentence) => sentence !== '').join(' ')
