import type { Take } from '../project/document.ts'

/** engines that compose by rules; whatever else is not an import has learned from recordings */
const RULES = new Set(['score'])
const IMPORT = 'import'
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

/** How the song came to be, for machines and for people, from the engines of all takes that it was made from. */
export const originOf = (lineage: readonly Take[]): Origin => {
  const engines = [...new Set(lineage.map(({ engine }) => engine))]
  const isImported = engines.includes(IMPORT) || lineage.some(({ kind }) => kind === 'imported')
  const learned = engines.filter((engine) => engine !== IMPORT && !RULES.has(engine))
  const isByRules = engines.some((engine) => RULES.has(engine))
  if (learned.length > 0)
    return {
      digitalSourceType: `${IPTC}/${isImported || isByRules ? 'compositeWithTrainedAlgorithmicMedia' : 'trainedAlgorithmicMedia'}`,
      disclosure: `${isImported ? 'Parts of this recording were' : 'This music was'} made with generative AI (${learned.join(', ')}).`,
    }
  if (isByRules)
    return {
      digitalSourceType: `${IPTC}/${isImported ? 'compositeSynthetic' : 'algorithmicMedia'}`,
      disclosure: `${isImported ? 'Parts of this recording were' : 'This music was'} composed and played by a program that follows rules; no model trained on recordings was used.`,
    }
  return { digitalSourceType: undefined, disclosure: 'Recording brought in from a file; no sound was generated.' }
}
