/** How much harder or softer a kept note is struck when the energy changes by 1. */
export const LEAN = 0.7
