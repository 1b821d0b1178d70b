import type { ModelLicence } from '../../src-shared/models/catalog.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { RightsSource } from '../../src-shared/rights/contract.ts'

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
      take.kind === 'imported' ? { ...recording(sourceName ?? 'a file'), takes: 1 } : termsOf(take.engine, findTerms),
      ...(take.engine === BUILT_IN ? [{ ...INSTRUMENTS, takes: 1 }] : []),
      ...(take.enhancement && take.enhancement.model !== take.engine ? [termsOf(take.enhancement.model, findTerms)] : []),
    ]),
  )
