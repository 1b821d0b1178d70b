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

/** What a take changed and where: "bars 5–8", "longer ending", "2 regions in bars 5–12"; empty for the whole song. */
export const takePlace = (take: Take): string => {
  if (take.kind === 'original' || take.kind === 'imported') return ''
  if (take.kind === 'extend') return take.region?.startFrame === 0 ? 'longer beginning' : 'longer ending'
  if (take.kind === 'enhance') return `treble restored${isWhole(take) ? '' : `, ${placeOf(take)}`}`
  const others = take.kind === 'comp' ? 0 : (take.regions?.length ?? 1) - 1
  return `${others > 0 ? `${others + 1} regions in ` : ''}${placeOf(take)}`
}

/** "take 2", "the comp", "comp 2", "the original": how a take is called where its bars are said beside it. */
export const takeTitle = ({ kind, number }: Pick<Take, 'kind' | 'number'>): string => {
  if (kind === 'original' || kind === 'imported') return 'the original'
  if (kind === 'comp') return number === 1 ? 'the comp' : `comp ${number}`
  return `take ${number}`
}

/** "take 2: bars 5–8", "the original", "take 1: longer ending", "comp: bars 3–6": no other take of the song is called so. */
export const takeName = (take: Take): string => {
  const [title, place] = [takeTitle(take).replace(/^the comp$/, 'comp'), takePlace(take)]
  return place === '' ? title : `${title}: ${place}`
}

/** By its own name where it has one: "“Dry drums”", "take 2", "the original". */
export const shortTakeName = (take: Take, { takeNotes }: Pick<ProjectDocument, 'takeNotes'>): string => {
  const name = takeNotes[take.id]?.name
  return name === undefined ? takeTitle(take) : `“${name}”`
}

export const takesName = (takes: readonly Take[]): string => {
  const [only] = takes
  return only && takes.length === 1 ? takeName(only) : `${takes.length} takes`
}

export const regionName = (name: string): string => name.trim() || 'region'
