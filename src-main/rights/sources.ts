import type { ModelLicence } from '../../src-shared/models/catalog.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { RightsSource } from '../../src-shared/rights/contract.ts'
import type { SoundOrigin } from '../../src-shared/rights/sound-origin.ts'

/** What the studio knows of an engine or model by its id; undefined where it was removed since and no catalogue names it. */
export type FindTerms = (id: string) => { readonly name: string; readonly kind: 'engine' | 'model'; readonly licence: ModelLicence } | undefined

const BUILT_IN = 'score'

const unknownTerms = (id: string): Pick<RightsSource, 'kind' | 'name' | 'licence' | 'mayISell' | 'note'> => ({
  kind: 'model',
  name: id,
  licence: 'unknown',
  mayISell: 'ask',
  note: `The studio does not know ${id} any more, so it cannot say under which terms it worked.`,
})

const INSTRUMENTS: Omit<RightsSource, 'takes'> = {
  kind: 'instruments',
  id: 'fluidr3-mono',
  name: 'FluidR3 Mono',
  licence: 'MIT',
  mayISell: 'yes',
  note: 'The sampled instruments may be used for anything.',
}

/** A maker as a file or an older studio named it: by its id here, or by the family whose weights it is or was trained from. */
const toldTermsOf = (name: string, findTerms: FindTerms): RightsSource => {
  const terms = findTerms(name) ?? (/musicgen/i.test(name) ? findTerms('musicgen-small') : undefined)
  if (terms) return { ...termsOf(name, () => terms), name: findTerms(name) ? terms.name : name }
  return { ...termsOf(name, () => undefined), note: `It was made with ${name} elsewhere: the terms of that decide.` }
}

const UNNAMED: Omit<RightsSource, 'takes'> = {
  kind: 'model',
  id: 'unnamed-model',
  name: 'generative AI, as its file says',
  licence: 'unknown',
  mayISell: 'ask',
  note: 'Its file says that it was made with generative AI, and not with which: the terms of that model or service decide.',
}

/** A sound that was brought in, or made from another song. */
const broughtIn = (origin: SoundOrigin, sourceName: string | undefined, findTerms: FindTerms): RightsSource[] => {
  const isOutside = origin.toldBy !== 'song'
  const recordings = isOutside ? [sourceName ?? 'a file'] : origin.recordings
  const isUnnamed = origin.makers.every((maker) => maker === BUILT_IN) && /trainedAlgorithmicMedia$/i.test(origin.digitalSourceType ?? '')
  return [
    ...recordings.map((name) => ({ ...recording(name), takes: 1 })),
    ...origin.makers.flatMap((maker) => [toldTermsOf(maker, findTerms), ...(maker === BUILT_IN && !isOutside ? [{ ...INSTRUMENTS, takes: 1 }] : [])]),
    ...origin.helpers.map((helper) => termsOf(helper, findTerms)),
    ...(isUnnamed ? [{ ...UNNAMED, takes: 1 }] : []),
  ]
}

const recording = (name: string): Omit<RightsSource, 'takes'> => ({
  kind: 'recording',
  id: name,
  name: `“${name}”`,
  licence: 'whatever rights you have to the file',
  mayISell: 'ask',
  note: 'It was brought in from a file: sell it only if it is yours, or whoever owns it agreed.',
})

/** One engine or model with its terms, as the maker of one take. */
export const termsOf = (id: string, findTerms: FindTerms): RightsSource => {
  const terms = findTerms(id)
  const known = terms && { kind: terms.kind, name: terms.name, licence: terms.licence.name, mayISell: terms.licence.mayISell, note: terms.licence.note }
  return { id, ...(known ?? unknownTerms(id)), takes: 1 }
}

/** Each source once, with the takes that it made. */
export const mergeSources = (sources: readonly RightsSource[]): RightsSource[] => {
  const found = new Map<string, RightsSource>()
  for (const source of sources) {
    const key = `${source.kind} ${source.id}`
    found.set(key, { ...source, takes: (found.get(key)?.takes ?? 0) + source.takes })
  }
  return [...found.values()]
}

/** Everything that is heard in these takes, each once. */
export const sourcesOf = (takes: readonly Take[], sourceName: string | undefined, findTerms: FindTerms): RightsSource[] =>
  mergeSources(
    takes.flatMap((take) => [
      ...(take.origin
        ? broughtIn(take.origin, sourceName, findTerms)
        : [take.kind === 'imported' ? { ...recording(sourceName ?? 'a file'), takes: 1 } : termsOf(take.engine, findTerms)]),
      ...(take.engine === BUILT_IN && !take.origin ? [{ ...INSTRUMENTS, takes: 1 }] : []),
      ...(take.enhancement && !take.origin?.helpers.includes(take.enhancement.model) && take.enhancement.model !== take.engine
        ? [termsOf(take.enhancement.model, findTerms)]
        : []),
    ]),
  )
