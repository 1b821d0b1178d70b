import type { Take } from '../project/document.ts'

/** engines that compose by rules; whatever else is not an import has learned from recordings */
const RULES = new Set(['score'])
const IMPORT = 'import'
/** works on treble without having learned anything */
const PLAIN_HELPERS = new Set(['exciter'])
const IPTC = 'http://cv.iptc.org/newscodes/digitalsourcetype'

/** The take and all that it was made from, newest first: a comp also of the takes that play in it. */
export const lineageOf = (takes: readonly Take[], current: Take): readonly Take[] => {
  const byId = new Map(takes.map((take) => [take.id, take]))
  const line = new Set<Take>()
  const waiting: (Take | undefined)[] = [current]
  while (waiting.length > 0) {
    const take = waiting.shift()
    if (!take || line.has(take)) continue
    line.add(take)
    waiting.push(take.parentTakeId && byId.get(take.parentTakeId), ...(take.pieces ?? []).map(({ takeId }) => byId.get(takeId)))
  }
  const found = [...line]
  return found.some(({ pieces }) => pieces) ? found.sort((a, b) => Number(b === current) - Number(a === current) || b.createdAt - a.createdAt) : found
}

export type Origin = {
  /** IPTC's word, a URI; undefined for sound that came from outside and was not changed by an engine */
  readonly digitalSourceType: string | undefined
  /** a sentence for people */
  readonly disclosure: string
}

type Share = { readonly isRecorded: boolean; readonly isByRules: boolean; readonly isLearned: boolean; readonly learned: readonly string[] }

const shareOfMakers = (makers: readonly string[], isRecorded: boolean): Share => {
  const learned = makers.filter((maker) => !RULES.has(maker))
  return { isRecorded, isByRules: makers.some((maker) => RULES.has(maker)), isLearned: learned.length > 0, learned }
}

/** What one take brings in, by what it was told or by the engine that made it. */
const shareOf = ({ kind, engine, origin }: Take): Share => {
  if (!origin) return shareOfMakers(engine === IMPORT ? [] : [engine], engine === IMPORT || kind === 'imported')
  const { makers, recordings, digitalSourceType = '', toldBy } = origin
  const word = digitalSourceType.slice(digitalSourceType.lastIndexOf('/') + 1)
  const told = shareOfMakers(makers, recordings.length > 0 || word.startsWith('composite'))
  const isLearned = told.isLearned || /trainedAlgorithmicMedia$/i.test(word)
  const isByRules = told.isByRules || word === 'algorithmicMedia' || word === 'compositeSynthetic'
  // a file that says nothing of engines is a recording as any other
  return { ...told, isLearned, isByRules, isRecorded: told.isRecorded || (toldBy === 'file' && !isLearned && !isByRules) }
}

/** How the song came to be, for machines and for people, from the engines of all takes that it was made from. */
export const originOf = (lineage: readonly Take[]): Origin => {
  const shares = lineage.map(shareOf)
  const isImported = shares.some(({ isRecorded }) => isRecorded)
  const isByRules = shares.some((share) => share.isByRules)
  const learned = [...new Set(shares.flatMap((share) => share.learned))]
  const helpers = [...new Set(lineage.flatMap(({ origin, enhancement }) => [...(origin?.helpers ?? []), ...(enhancement ? [enhancement.model] : [])]))].filter(
    (helper) => !PLAIN_HELPERS.has(helper),
  )
  const helped = helpers.length > 0 ? ` A model worked on its sound (${helpers.join(', ')}).` : ''
  const asTold = lineage.some(({ origin }) => origin && origin.toldBy !== 'song') ? ', as was said where it came from' : ''
  if (shares.some(({ isLearned }) => isLearned))
    return {
      digitalSourceType: `${IPTC}/${isImported || isByRules ? 'compositeWithTrainedAlgorithmicMedia' : 'trainedAlgorithmicMedia'}`,
      disclosure: `${isImported ? 'Parts of this recording were' : 'This music was'} made with generative AI${learned.length > 0 ? ` (${learned.join(', ')})` : ''}${asTold}.${helped}`,
    }
  if (isByRules)
    return {
      digitalSourceType: `${IPTC}/${isImported ? 'compositeSynthetic' : 'algorithmicMedia'}`,
      disclosure: `${isImported ? 'Parts of this recording were' : 'This music was'} composed and played by a program that follows rules${asTold}; no model trained on recordings ${helpers.length > 0 ? 'composed it' : 'was used'}.${helped}`,
    }
  return {
    digitalSourceType: helpers.length > 0 ? `${IPTC}/algorithmicallyEnhanced` : undefined,
    disclosure: `Recording brought in from a file; no music was generated.${helped}`,
  }
}
