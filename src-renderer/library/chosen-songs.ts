import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { EditOperation } from '../../src-shared/library/batch-edit.ts'
import { studio } from '../bridge/studio-client.ts'
import { notifyWithUndo } from '../history/index.ts'
import { notify, notifyFailure } from '../notices/index.ts'

/** All that a list finds but some songs: too many to be named one by one. Main finds them itself when something is done to them. */
export type Everything = { readonly query: Record<string, unknown>; readonly except: readonly TrackId[]; readonly count: number }

/** The songs that something is done to. */
export type Chosen = readonly TrackId[] | Everything

export const isEverything = (chosen: Chosen): chosen is Everything => 'query' in chosen
export const countOf = (chosen: Chosen): number => (isEverything(chosen) ? chosen.count : chosen.length)

/** Main's name for these songs; undefined: it could not choose them, which was told. */
export const nameChosen = async (chosen: Chosen): Promise<{ readonly selectionId: string; readonly count: number } | undefined> => {
  const reply = await studio.library.openSelection(
    isEverything(chosen) ? { query: chosen.query, except: [...chosen.except] } : { trackIds: [...chosen], except: [] },
  )
  if (reply.ok) return reply.value
  notifyFailure(reply.error)
  return undefined
}

/** One step over all of them; `say` tells what became of how many. Answers the step. */
export const editEverything = async (everything: Everything, operation: EditOperation, say: (changed: number) => string): Promise<number | undefined> => {
  const named = await nameChosen(everything)
  if (!named) return undefined
  const reply = await studio.library.applyEdit({ selectionId: named.selectionId, operations: [operation] })
  if (!reply.ok) {
    notifyFailure(reply.error)
    return undefined
  }
  notifyWithUndo(say(reply.value.changed), reply.value.stepId)
  return reply.value.stepId
}

/** What is done file by file takes so many songs at once. */
const MOST_FILES = 10_000

/** Says why not, where these are more songs than can be taken at once; answers whether they are. */
export const areTooMany = (chosen: Chosen, deed: string): boolean => {
  const isTooMany = countOf(chosen) > MOST_FILES
  if (isTooMany) notify(`At most ${MOST_FILES.toLocaleString('en')} songs are ${deed} at once. Choose fewer, and take the rest afterwards.`)
  return isTooMany
}
