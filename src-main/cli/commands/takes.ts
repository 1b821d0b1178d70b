import type { Command as Program } from '@commander-js/extra-typings'
import { editing } from '../../../src-shared/editing/contract.ts'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import type { ProjectCommand } from '../../../src-shared/project/commands.ts'
import { type ProjectView, project } from '../../../src-shared/project/contract.ts'
import { takeName } from '../../../src-shared/project/edits/index.ts'
import { preferenceOf } from '../../../src-shared/project/preferences.ts'
import { ask } from '../ask.ts'
import { type CompUse, compUse, compWords, edgesOf, playsAlready } from '../comp-use.ts'
import { takeDocument, takeStates } from '../documents.ts'
import { findTake } from '../find-take.ts'
import { findTrack } from '../find-track.ts'
import { several, wholeNumber } from '../option-values.ts'
import type { Outcome, RunCommand } from '../outcome.ts'
import type { StudioServices } from '../studio-services.ts'
import { clock, table } from '../table.ts'
import { framesOf } from '../wished-regions.ts'
import { finishTakes } from './new-takes.ts'

const stars = (count: number | undefined): string => '★'.repeat(count ?? 0)

const listed = (studio: StudioServices, view: ProjectView): Outcome => {
  const states = takeStates(view)
  const { trackId, currentTakeId, takeNotes, preferences } = view.document
  const takes = view.takes.map((take) => {
    const heard = preferenceOf(preferences, take.id)
    return { ...takeDocument(studio, take), ...takeNotes[take.id], ...(heard && { blind: heard }), state: states.get(take.id) ?? 'earlier' }
  })
  const rows = view.takes.map((take) => {
    const heard = preferenceOf(preferences, take.id)
    const { name, stars: count } = takeNotes[take.id] ?? {}
    const blind = heard ? `preferred ${heard.preferred} of ${heard.compared}` : ''
    return [take.id, states.get(take.id) ?? '', name ?? '', stars(count), takeName(take), clock(take.lengthFrames / take.sampleRateHz), blind, take.strategy]
  })
  const text = table(['Take', 'State', 'Name', 'Stars', 'What', 'Length', 'Blind', 'Made by'], rows)
  return { json: { trackId, currentTakeId, takes, ...(view.document.comp && { comp: view.document.comp }) }, text }
}

const labelOf = (view: ProjectView): string => view.history.findLast(({ isUndone }) => !isUndone)?.label ?? 'Done'

export const addTakes = (program: Program, run: RunCommand): void => {
  const takes = program.command('takes').description('the versions of a song')

  takes
    .command('list <track>')
    .description('every take, which one plays, which wait for a decision, and what you said of them')
    .action((words) =>
      run(async ({ studio }) => {
        const { id: trackId } = await findTrack(studio, words)
        return listed(studio, await ask(project.open, studio.handlers.project.open, { trackId }))
      }),
    )

  const editTake = (words: string, takeWords: string, commandOf: (takeId: ProjectView['takes'][number]['id']) => ProjectCommand, after = '') =>
    run(async ({ studio }) => {
      const { id: trackId } = await findTrack(studio, words)
      const take = findTake(await ask(project.open, studio.handlers.project.open, { trackId }), takeWords)
      const view = await ask(project.apply, studio.handlers.project.apply, { trackId, command: commandOf(take.id) })
      return { ...listed(studio, view), text: `${labelOf(view)}. ${after === 'path' ? takeDocument(studio, take).path : '`segno undo` takes it back.'}` }
    })

  takes
    .command('accept <track> <take>')
    .description('make a take the song; the others of its group are put away, and undo brings all back')
    .action((words, take) => editTake(words, take, (takeId) => ({ type: 'take.accept', takeId }), 'path'))

  takes
    .command('rename <track> <take> <name>')
    .description('give a take a name; an empty one takes it away')
    .action((words, take, name) => editTake(words, take, (takeId) => ({ type: 'take.rename', takeId, name })))

  takes
    .command('rate <track> <take> <stars>')
    .description('give a take 0 to 5 stars')
    .action((words, take, count) => editTake(words, take, (takeId) => ({ type: 'take.rate', takeId, stars: wholeNumber(0, 5)(count) })))

  const swipeAll = async (studio: StudioServices, trackId: TrackId, song: Parameters<typeof framesOf>[0], uses: readonly CompUse[]): Promise<ProjectView> => {
    let view = await ask(project.open, studio.handlers.project.open, { trackId })
    for (const { take, from, to } of uses) {
      const takeId = take === 'song' ? view.document.currentTakeId : findTake(view, take).id
      const span = framesOf(song, from, to)
      if (playsAlready(view, { ...span, takeId })) continue
      view = await ask(project.apply, studio.handlers.project.apply, { trackId, command: { type: 'comp.use', takeId, ...span } })
    }
    return view
  }

  takes
    .command('comp <track>')
    .description('put a song together from stretches of its takes, and make that a take of its own')
    .option('--use <take:from-to>', 'which take plays there: 1:0:10-0:14, or song:0:10-0:12; may be given several times', several(compUse))
    .option('--fade <milliseconds>', 'how long each crossfade is, 0 to 2000; without it as set under Editing', wholeNumber(0, 2000))
    .option('--clear', 'forget what was put together before', false)
    .option('--only', 'write it down for the editor and make no take yet', false)
    .option('--accept', 'make the take the song at once', false)
    .action((words, { use: uses = [], fade, clear, only, accept }) =>
      run(async (line) => {
        const { studio } = line
        const track = await findTrack(studio, words)
        const trackId = track.id
        const apply = (command: ProjectCommand) => ask(project.apply, studio.handlers.project.apply, { trackId, command })
        const before = await ask(project.open, studio.handlers.project.open, { trackId })
        if (clear && before.document.comp) await apply({ type: 'comp.clear' })
        let view = await swipeAll(studio, trackId, track, uses)
        for (const atFrame of fade === undefined ? [] : edgesOf(view)) {
          if (view.document.comp?.fades[String(atFrame)] !== (fade ?? 0) / 1000) view = await apply({ type: 'comp.fade', atFrame, seconds: (fade ?? 0) / 1000 })
        }
        if (only) return { ...listed(studio, view), text: compWords(view) }
        return finishTakes(line, trackId, accept, () => ask(editing.comp, studio.handlers.editing.comp, { trackId }))
      }),
    )
}
