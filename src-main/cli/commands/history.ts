import type { Command as Program } from '@commander-js/extra-typings'
import { Actor, type HistoryLine, HistoryScope, history, type Walked } from '../../../src-shared/history/contract.ts'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { type ProjectView, project } from '../../../src-shared/project/contract.ts'
import { ask } from '../ask.ts'
import { findTrack } from '../find-track.ts'
import { oneOf, wholeNumber } from '../option-values.ts'
import type { Outcome, RunCommand } from '../outcome.ts'
import type { StudioServices } from '../studio-services.ts'
import { table } from '../table.ts'

const outcome = (studio: StudioServices, view: ProjectView, label: string, verb: string): Outcome => {
  const { trackId, currentTakeId } = view.document
  const take = view.takes.find(({ id }) => id === currentTakeId)
  const sound = take && { path: studio.audioPath(take.audioSha256), seconds: take.lengthFrames / take.sampleRateHz }
  return { json: { trackId, currentTakeId, ...sound, label, history: view.history }, text: `${verb}: ${label}` }
}

const undoEdit = async (studio: StudioServices, words: string): Promise<Outcome> => {
  const { id: trackId } = await findTrack(studio, words)
  const view = await ask(project.undo, studio.handlers.project.undo, { trackId })
  return outcome(studio, view, view.history.find(({ isUndone }) => isUndone)?.label ?? '', 'Undone')
}
const redoEdit = async (studio: StudioServices, words: string): Promise<Outcome> => {
  const { id: trackId } = await findTrack(studio, words)
  const view = await ask(project.redo, studio.handlers.project.redo, { trackId })
  return outcome(studio, view, view.history.findLast(({ isUndone }) => !isUndone)?.label ?? '', 'Redone')
}

const walked = (value: Walked): Outcome => ({ json: value, text: value.message })

const ACTORS = { person: '', agent: 'an agent', pipeline: 'the studio' } as const
const nameOf = ({ place }: HistoryLine): string => (place.kind === 'library' ? `step ${place.stepId}` : `edit ${place.index}`)
const listed = (lines: readonly HistoryLine[]): string =>
  lines.length === 0
    ? 'Nothing was done yet.'
    : table(
        ['Step', 'When', 'What', 'By'],
        lines.map((line) => [
          nameOf(line),
          new Date(line.at).toISOString().slice(0, 16).replace('T', ' '),
          `${line.isUndone ? '(undone) ' : ''}${line.label}${line.songTitle ? `, in “${line.songTitle}”` : ''}`,
          ACTORS[line.actor],
        ]),
      )

const songNeeded = () => new FailureError(failure('cli.usage', 'Say which song: segno history --scope song TRACK.'))

/** A song's edits where a song is named, else the library's steps. */
const addBoth = (group: Program, run: RunCommand): void => {
  group
    .command('undo [track]')
    .description('take back the last edit of a song, or without a song the last step of the library')
    .action((words) =>
      run(async ({ studio }) => (words === undefined ? walked(await ask(history.undo, studio.handlers.history.undo, {})) : undoEdit(studio, words))),
    )
  group
    .command('redo [track]')
    .description('do again what was taken back')
    .action((words) =>
      run(async ({ studio }) => (words === undefined ? walked(await ask(history.redo, studio.handlers.history.redo, {})) : redoEdit(studio, words))),
    )
}

export const addHistory = (program: Program, run: RunCommand): void => {
  addBoth(program, run)
  const group = program
    .command('history [track]')
    .description('what was done to songs and to the library, newest first')
    .option('--scope <scope>', 'song, library or all', oneOf(HistoryScope.options))
    .option('--actor <actor>', 'only what a person, an agent or the studio itself (pipeline) did', oneOf(Actor.options))
    .option('--limit <n>', 'how many, 1 to 500', wholeNumber(1, 500), 50)
    .option('--undo', 'take the newest step back instead')
    .option('--redo', 'do again what was taken back instead')
    .option('--goto <step>', 'go to this step instead; 0: before the oldest (a song: -1)', Number)
    .option('--library', 'with --goto and a song: STEP is one of the library, undone for this song alone')
    .action((words, { scope: asked, actor, limit, undo, redo, goto: target, library: isStep }) =>
      run(async ({ studio }) => {
        const scope = asked ?? (words === undefined ? 'library' : 'song')
        if (scope === 'song' && words === undefined) throw songNeeded()
        const isSong = scope === 'song' && words !== undefined
        if (undo) return isSong ? undoEdit(studio, words) : walked(await ask(history.undo, studio.handlers.history.undo, {}))
        if (redo) return isSong ? redoEdit(studio, words) : walked(await ask(history.redo, studio.handlers.history.redo, {}))
        if (target !== undefined) {
          if (!isSong) return walked(await ask(history.goTo, studio.handlers.history.goTo, { stepId: target }))
          const { id: trackId } = await findTrack(studio, words)
          if (isStep) return walked(await ask(history.goTo, studio.handlers.history.goTo, { stepId: target, trackId }))
          const view = await ask(project.goTo, studio.handlers.project.goTo, { trackId, index: target })
          return outcome(studio, view, view.history.find(({ index }) => index === target)?.label ?? 'The beginning', 'The song is as it was after')
        }
        const trackId = isSong ? (await findTrack(studio, words)).id : undefined
        const page = await ask(history.list, studio.handlers.history.list, { scope, trackId, actor, limit })
        return { json: page, text: listed(page.lines) }
      }),
    )
  addBoth(group as unknown as Program, run)
}
