import type { Part } from '../../../src-shared/score/score.ts'
import { isDrums, programOf } from '../score-to-midi.ts'
import type { Written } from './notation.ts'
import { isKeyboard } from './staves.ts'

/** General MIDI's plucked guitars and the harp. */
const isPlucked = (part: Part): boolean => !isDrums(part) && ((programOf(part) >= 24 && programOf(part) <= 28) || programOf(part) === 46)

/** How many notes that began at different times sound at once: each wants a voice of its own. */
const voicesAt = (written: readonly Written[], step: number): number =>
  new Set(written.filter(({ start, end }) => start <= step && end > step).map(({ start }) => start)).size

const upTo = (one: Written, next: number | undefined): Written => (next === undefined || next >= one.end ? one : { ...one, end: next })

/** The lowest notes that are held while others come, one after the other, and those others, each until the next. */
const bassAndRest = (written: readonly Written[]): readonly Written[] => {
  const isBass = (one: Written): boolean =>
    written.some((other) => other.start > one.start && other.start < one.end) &&
    !written.some((other) => other.pitch < one.pitch && other.start < one.end && other.end > one.start)
  const bass = new Set(written.filter(isBass))
  const nextOf = (one: Written) => written.find((other) => other.start > one.start && bass.has(other) === bass.has(one))?.start
  return written.map((one) => upTo(one, nextOf(one)))
}

/**
 * Strings and keys that ring on would be three and more voices on the page, as played. What is plucked is written until the next one, under the
 * words "let ring"; a keyboard's bass is held and the rest moves above it. Real voices stay as they are.
 */
export const readable = (
  part: Part,
  written: readonly Written[],
  barSteps: number,
): { readonly written: readonly Written[]; readonly ringsFrom: number | undefined } => {
  const isKept = part.notes.some(({ engraving }) => (engraving?.voice ?? 0) > 0)
  if (isKept || !(isPlucked(part) || isKeyboard(part))) return { written, ringsFrom: undefined }
  const crowded = new Set(written.filter(({ start }) => voicesAt(written, start) > 2).map(({ start }) => Math.floor(start / barSteps)))
  if (isPlucked(part)) {
    const cut = written.map((one) => upTo(one, written.find(({ start }) => start > one.start)?.start))
    return { written: cut, ringsFrom: written.find((one, place) => one.end !== cut[place]?.end)?.start }
  }
  const isCrowded = (one: Written): boolean => crowded.has(Math.floor(one.start / barSteps))
  return {
    written: [...written.filter((one) => !isCrowded(one)), ...bassAndRest(written.filter(isCrowded))].toSorted((a, b) => a.start - b.start),
    ringsFrom: undefined,
  }
}
