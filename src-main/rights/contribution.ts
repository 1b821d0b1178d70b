import type { ProjectView } from '../../src-shared/project/contract.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { Contribution } from '../../src-shared/rights/contract.ts'

/** What people did to a song, out of its history: edits that still stand, takes they chose among, words they wrote. */
export const contributionOf = (view: Pick<ProjectView, 'history' | 'takes'>, lineage: readonly Take[]): Contribution => {
  const log = view.history.filter(({ isUndone }) => !isUndone).map(({ label, at, actor }) => ({ label, at, actor }))
  const by = (actor: (typeof log)[number]['actor']) => log.filter((entry) => entry.actor === actor).length
  const prompts = new Set(lineage.map(({ prompt }) => prompt.trim()))
  return {
    promptCharacters: [...prompts].reduce((sum, prompt) => sum + prompt.length, 0),
    takesMade: view.takes.length,
    takesChosen: lineage.length - 1,
    byPerson: by('person'),
    byAgent: by('agent'),
    byPipeline: by('pipeline'),
    log,
  }
}
