import type { Part } from '../../../../src-shared/score/score.ts'

/** Where a role sits when its fader is at 0 dB, relative to the drums. */
const ROLE_DB: Readonly<Record<Part['role'], number>> = { drums: 0, percussion: -7, bass: 0, chords: -4, pad: -7, arp: -7, lead: -1, counter: -5, texture: 0 }

/** Fader-at-zero gain of a part, linear. */
export const levelOf = (part: Part): number => 10 ** (ROLE_DB[part.role] / 20)
