import type { Command as Program } from '@commander-js/extra-typings'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { type ProjectView, project } from '../../../src-shared/project/contract.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { proposedTakes, takeName, takesById } from '../../../src-shared/project/edits/index.ts'
import { ask } from '../ask.ts'
import { takeDocument, takeStates } from '../documents.ts'
import { findTrack } from '../find-track.ts'
import type { Outcome, RunCommand } from '../outcome.ts'
import type { StudioServices } from '../studio-services.ts'
import { clock, table } from '../table.ts'

const listed = (studio: StudioServices, view: ProjectView): Outcome => {
  const states = takeStates(view)
  const takes = view.takes.map((take) => ({ ...takeDocument(studio, take), state: states.get(take.id) ?? 'earlier' }))
  const rows = view.takes.map((take) => [take.id, states.get(take.id) ?? '', takeName(take), clock(take.lengthFrames / take.sampleRateHz), take.strategy])
  const { trackId, currentTakeId } = view.document
  return { json: { trackId, currentTakeId, takes }, text: table(['Take', 'State', 'What', 'Length', 'Made by'], rows) }
}

/** A take by its id, by the beginning of its id, or by its number among those that wait for a decision. */
const findTake = (view: ProjectView, words: string): Take => {
  const proposed = proposedTakes(view.document, takesById(view.takes))
  const byId = view.takes.filter(({ id }) => id.startsWith(words) && words.length > 4)
  const found = byId.length > 0 ? byId : proposed.filter(({ number }) => String(number) === words)
  const [only, ...others] = found
  if (only && others.length === 0) return only
  const sentence = only
    ? `More than one take is meant by “${words}”: ${found.map(({ id }) => id).join(', ')}. Give the id.`
    : `This song has no take “${words}”. \`segno takes list\` shows them.`
  throw new FailureError(failure(only ? 'take.ambiguous' : 'take.not-found', sentence))
}

export const addTakes = (program: Program, run: RunCommand): void => {
  const takes = program.command('takes').description('the versions of a song')

  takes
    .command('list <track>')
    .description('every take, which one plays and which wait for a decision')
    .action((words) =>
      run(async ({ studio }) => {
        const { id: trackId } = await findTrack(studio, words)
        return listed(studio, await ask(project.open, studio.handlers.project.open, { trackId }))
      }),
    )

  takes
    .command('accept <track> <take>')
    .description('make a take the song; the others of its group are put away, and undo brings all back')
    .action((words, takeWords) =>
      run(async ({ studio }) => {
        const { id: trackId } = await findTrack(studio, words)
        const before = await ask(project.open, studio.handlers.project.open, { trackId })
        const take = findTake(before, takeWords)
        const view = await ask(project.apply, studio.handlers.project.apply, { trackId, command: { type: 'take.accept', takeId: take.id } })
        return {
          ...listed(studio, view),
          text: `${view.history.findLast(({ isUndone }) => !isUndone)?.label ?? 'Accepted'}. ${takeDocument(studio, take).path}`,
        }
      }),
    )
}
