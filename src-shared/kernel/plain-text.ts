/**
 * Without control characters, and without those that turn the direction of what follows (Unicode UAX #9: embeddings, overrides, isolates): "\u202Eevil" would stand
 * on a screen as "live". Letters of right-to-left scripts turn by themselves. What was taken out leaves a space.
 */
export const withoutControls = (text: string): string => text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
