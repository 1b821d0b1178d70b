import { secondsToBar } from '../../score/musical-time.ts'
import type { ProjectDocument, Take } from '../document.ts'

/** How musicians read a place: "bar 5", "bars 5–8", or "0:12–0:20" where the song has no bars. */

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`

/** Frames closer than this to a bar line count as on it: engines round to whole frames. */
const ON_THE_LINE_BARS = 0.02

export const spanInBars = (take: Take, startFrame: number, endFrame: number): string => {
  const { tempoMap, timeSignature, sampleRateHz, firstBarFrame } = take
  if (!tempoMap || !timeSignature) return `${clock(startFrame / sampleRateHz)}–${clock(endFrame / sampleRateHz)}`
  const barAt = (frame: number): number => secondsToBar(tempoMap, timeSignature, Math.max(0, frame - firstBarFrame) / sampleRateHz)
  const first = Math.floor(barAt(startFrame) + ON_THE_LINE_BARS) + 1
  const last = Math.max(first, Math.ceil(barAt(endFrame) - ON_THE_LINE_BARS))
  return first === last ? `bar ${first}` : `bars ${first}–${last}`
}

/** "bar 5.3", or "0:12.5" where the song has no bars. */
export const placeInBars = (take: Take, frame: number): string => {
  const { tempoMap, timeSignature, sampleRateHz, firstBarFrame } = take
  const seconds = frame / sampleRateHz
  if (!tempoMap || !timeSignature) return `${clock(seconds)}.${Math.floor((seconds % 1) * 10)}`
  const bar = secondsToBar(tempoMap, timeSignature, Math.max(0, frame - firstBarFrame) / sampleRateHz) + ON_THE_LINE_BARS / timeSignature.beats
  const beat = Math.floor((bar - Math.floor(bar)) * timeSignature.beats) + 1
  return `bar ${Math.floor(bar) + 1}${beat > 1 ? `.${beat}` : ''}`
}

const isWhole = ({ region, lengthFrames }: Take): boolean => !region || (region.startFrame === 0 && region.endFrame === lengthFrames)
const placeOf = (take: Take): string => (take.region ? spanInBars(take, take.region.startFrame, take.region.endFrame) : '')

/** "take 2: bars 5–8", "the original", "take 1: extension". */
export const takeName = (take: Take): string => {
  if (take.kind === 'original' || take.kind === 'imported') return 'the original'
  if (take.kind === 'extend') return `take ${take.number}: ${take.region?.startFrame === 0 ? 'longer beginning' : 'longer ending'}`
  if (take.kind === 'enhance') return `take ${take.number}: treble restored${isWhole(take) ? '' : `, ${placeOf(take)}`}`
  if (take.kind === 'comp') return `comp: ${placeOf(take)}`
  const others = (take.regions?.length ?? 1) - 1
  return take.region ? `take ${take.number}: ${others > 0 ? `${others + 1} regions in ` : ''}${placeOf(take)}` : `take ${take.number}`
}

/** By its own name where it has one: "“Dry drums”", "take 2", "the original". */
export const shortTakeName = (take: Take, { takeNotes }: Pick<ProjectDocument, 'takeNotes'>): string => {
  const name = takeNotes[take.id]?.name
  if (name !== undefined) return `“${name}”`
  if (take.kind === 'original' || take.kind === 'imported') return 'the original'
  return take.kind === 'comp' ? 'the comp' : `take ${take.number}`
}

export const takesName = (takes: readonly Take[]): string => {
  const [only] = takes
  return only && takes.length === 1 ? takeName(only) : `${takes.length} takes`
}

export const regionName = (name: string): string => name.trim() || 'region'
