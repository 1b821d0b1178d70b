import type { Command as Program } from '@commander-js/extra-typings'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { ProjectCommand } from '../../../src-shared/project/commands.ts'
import { type ProjectView, project } from '../../../src-shared/project/contract.ts'
import type { Marker } from '../../../src-shared/project/document.ts'
import { placeInBars } from '../../../src-shared/project/edits/index.ts'
import { colourName, MarkerColour } from '../../../src-shared/project/marker-colours.ts'
import { newMarkerId } from '../../../src-shared/project/new-marker-id.ts'
import { ask } from '../ask.ts'
import { findTrack } from '../find-track.ts'
import { seconds as secondsOf } from '../option-values.ts'
import type { Outcome, RunCommand } from '../outcome.ts'
import type { StudioServices } from '../studio-services.ts'
import { clock, table } from '../table.ts'

const inOrder = ({ document }: ProjectView): Marker[] => Object.values(document.markers).toSorted((a, b) => a.frame - b.frame || a.id.localeCompare(b.id))

const listed = (view: ProjectView): { json: object; text: string } => {
  const song = view.takes.find(({ id }) => id === view.document.currentTakeId)
  const markers = inOrder(view).map((marker) => ({
    ...marker,
    seconds: song ? marker.frame / song.sampleRateHz : 0,
    place: song ? placeInBars(song, marker.frame) : '',
  }))
  const rows = markers.map(({ name, seconds, place, colour }, index) => [
    String(index + 1),
    clock(seconds),
    place,
    name,
    colour ? colourName(colour).toLowerCase() : '',
  ])
  return { json: { trackId: view.document.trackId, markers }, text: rows.length === 0 ? 'No markers yet.' : table(['', 'Time', 'Bar', 'Name', 'Colour'], rows) }
}

/** @throws FailureError marker.outside-song, InvalidArgumentError */
const frameOf = (time: string, sampleRateHz: number): number => {
  const at = secondsOf(time)
  if (at < 0) throw new FailureError(failure('marker.outside-song', 'The marker lies before the song begins. Give a time from 0 on.'))
  return Math.round(at * sampleRateHz)
}

/** The n-th as `list` numbers them, by id or by name. @throws FailureError marker.not-found, marker.ambiguous */
const markerOf = (view: ProjectView, words: string): Marker => {
  const markers = inOrder(view)
  const wanted = words.trim().toLowerCase()
  const found = markers.filter(({ id, name }) => id === words || name.trim().toLowerCase() === wanted)
  if (found.length > 1)
    throw new FailureError(failure('marker.ambiguous', `More than one marker is called “${words}”. Give its number from \`segno markers list\`.`))
  const one = found[0] ?? (/^\d+$/.test(wanted) ? markers[Number(wanted) - 1] : undefined)
  if (!one) throw new FailureError(failure('marker.not-found', `This song has no marker “${words}”. \`segno markers list\` shows what there is.`))
  return one
}

/** @throws FailureError marker.no-such-colour */
const colourOf = (word: string): MarkerColour => {
  const parsed = MarkerColour.safeParse(word.toLowerCase())
  if (parsed.success) return parsed.data
  throw new FailureError(failure('marker.no-such-colour', `Markers are ${MarkerColour.options.join(', ')}, or none.`))
}

export const addMarkers = (program: Program, run: RunCommand): void => {
  const group = program.command('markers').description('named moments of a song; exports and DAWs get them too')

  const edit = async (studio: StudioServices, words: string, commandOf: (view: ProjectView, sampleRateHz: number) => ProjectCommand): Promise<Outcome> => {
    const { id: trackId, sampleRateHz } = await findTrack(studio, words)
    const before = await ask(project.open, studio.handlers.project.open, { trackId })
    const view = await ask(project.apply, studio.handlers.project.apply, { trackId, command: commandOf(before, sampleRateHz) })
    const label = view.history.findLast(({ isUndone }) => !isUndone)?.label ?? 'Done'
    return { json: listed(view).json, text: `${label}. \`segno undo\` takes it back.` }
  }

  group
    .command('list <track>')
    .description('in the order of the song')
    .action((words) =>
      run(async ({ studio }) => {
        const { id: trackId } = await findTrack(studio, words)
        return listed(await ask(project.open, studio.handlers.project.open, { trackId }))
      }),
    )
  group
    .command('add <track> <time> [name]')
    .description('set a marker at a time like 1:12.5 or 72.5')
    .action((words, time, name = '') =>
      run(({ studio }) =>
        edit(studio, words, (_, sampleRateHz) => ({ type: 'marker.add', marker: { id: newMarkerId(), name, frame: frameOf(time, sampleRateHz) } })),
      ),
    )
  group
    .command('rename <track> <marker> <name>')
    .description('by number, name or id')
    .action((words, marker, name) => run(({ studio }) => edit(studio, words, (view) => ({ type: 'marker.rename', markerId: markerOf(view, marker).id, name }))))
  group
    .command('colour <track> <marker> <colour>')
    .description(`${MarkerColour.options.join(', ')}, or none`)
    .action((words, marker, colour) =>
      run(({ studio }) =>
        edit(studio, words, (view) => ({ type: 'marker.colour', markerId: markerOf(view, marker).id, ...(colour !== 'none' && { colour: colourOf(colour) }) })),
      ),
    )
  group
    .command('remove <track> <marker>')
    .description('by number, name or id')
    .action((words, marker) => run(({ studio }) => edit(studio, words, (view) => ({ type: 'marker.remove', markerId: markerOf(view, marker).id }))))
}
