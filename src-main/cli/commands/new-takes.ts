import type { Command as Program } from '@commander-js/extra-typings'
import { editing } from '../../../src-shared/editing/contract.ts'
import { RegenerateWay } from '../../../src-shared/editing/ways.ts'
import { DEFAULT_REMIX_CONTROLS, type RemixControls } from '../../../src-shared/generation/plan.ts'
import type { JobId, TakeId, TrackId } from '../../../src-shared/kernel/ids.ts'
import { project } from '../../../src-shared/project/contract.ts'
import { ask } from '../ask.ts'
import { takeDocument } from '../documents.ts'
import { findTrack } from '../find-track.ts'
import { oneOf, seconds, seed, several, share, wholeNumber } from '../option-values.ts'
import type { CommandLine, Outcome, RunCommand } from '../outcome.ts'
import { clock } from '../table.ts'
import { regionsOf } from '../wished-regions.ts'

const WAYS = ['automatic', ...RegenerateWay.options] as const

type Sliders = {
  readonly weirdness?: number | undefined
  readonly melodyLoyalty?: number | undefined
  readonly genreShift?: number | undefined
  readonly structure?: number | undefined
}

const controlsOf = ({ weirdness, melodyLoyalty, genreShift, structure }: Sliders): RemixControls => ({
  weirdness: weirdness ?? DEFAULT_REMIX_CONTROLS.weirdness,
  melodyLoyalty: melodyLoyalty ?? DEFAULT_REMIX_CONTROLS.melodyLoyalty,
  genreShift: genreShift ?? DEFAULT_REMIX_CONTROLS.genreShift,
  structureConsistency: structure ?? DEFAULT_REMIX_CONTROLS.structureConsistency,
})

const seamWords = (seam: NonNullable<ReturnType<typeof takeDocument>['seams']>[number]): string =>
  [
    `${clock(seam.atSeconds)}  ${seam.loudnessStepLu.toFixed(1)} LU`,
    ...(seam.silent === undefined ? [] : [seam.silent === 'both' ? 'silent on both sides' : `silent ${seam.silent}`]),
    ...(seam.musicStepLu === undefined ? [] : [`${seam.musicStepLu.toFixed(1)} of it in the music`]),
    ...(seam.crossfadeSeconds === undefined ? [] : [`crossfade ${Math.round(seam.crossfadeSeconds * 1000)} ms`]),
    ...(seam.clickDb === undefined ? [] : [`click ${seam.clickDb.toFixed(1)} dB`]),
  ].join(', ')

const inWords = ({
  takeId,
  region,
  regions,
  outsideIdentical,
  piecesIdentical,
  seams = [],
  path,
  strategy,
  reason,
}: ReturnType<typeof takeDocument>): string => {
  const spans = (regions ?? (region ? [region] : [])).map((span) => `${clock(span.startSeconds)}–${clock(span.endSeconds)}`)
  return [
    [takeId, spans.join(', '), strategy].filter((words) => words !== '').join('  '),
    `  ${outsideIdentical ? 'outside identical' : 'outside differs'}${piecesIdentical ? ', pieces identical' : ''}`,
    ...seams.map((seam) => `  seam at ${seamWords(seam)}`),
    ...(reason ? [`  ${reason}`] : []),
    `  ${path}`,
  ].join('\n')
}

type Started = { readonly jobIds: readonly JobId[] }

/** Follows the jobs of one click and says what takes they made; one take is the document itself, more are listed in it. */
export const finishTakes = async ({ studio, follow }: CommandLine, trackId: TrackId, isAccepted: boolean, start: () => Promise<Started>): Promise<Outcome> => {
  const made = new Map<JobId, TakeId>()
  const stop = studio.events.on('editing.takeReady', ({ jobId, takeId }) => made.set(jobId, takeId))
  const { jobIds } = await start()
  await follow(jobIds)
  stop()
  const { takes } = await ask(project.open, studio.handlers.project.open, { trackId })
  const documents = jobIds.map((jobId) => {
    const take = takes.find(({ id }) => id === made.get(jobId))
    if (!take) throw new Error(`job ${jobId} succeeded without a take`)
    return takeDocument(studio, take)
  })
  const [first] = documents
  if (!first) throw new Error('no take was asked for')
  if (isAccepted) await ask(project.apply, studio.handlers.project.apply, { trackId, command: { type: 'take.accept', takeId: first.takeId } })
  const next = isAccepted
    ? 'Accepted. `segno undo` takes it back.'
    : `Nothing is replaced yet: \`segno takes accept ${trackId} ${first.takeId}\` makes it the song.`
  return {
    json: { ...first, isAccepted, ...(documents.length > 1 && { takes: documents }) },
    text: [...documents.map(inWords), next].join('\n'),
  }
}

const wishOf = (options: Sliders & { readonly prompt: string; readonly seed?: number | undefined; readonly takes: number }) => ({
  prompt: options.prompt,
  takes: options.takes,
  controls: controlsOf(options),
  ...(options.seed !== undefined && { seed: options.seed }),
})

export const addNewTakes = (program: Program, run: RunCommand): void => {
  program
    .command('regenerate <track>')
    .description('have a region, or several in one pass, played anew; everything outside it and its crossfades stays bit-identical')
    .option('--from <time>', 'where the region begins: seconds or m:ss', seconds)
    .option('--to <time>', 'where it ends', seconds)
    .option('--region <name or from-to>', 'a kept region by its name, or a stretch like 0:10-0:14; may be given several times', several(String))
    .option('--prompt <text>', 'what the new part should be like', '')
    .option('--seed <n>', 'the same seed gives the same part', seed)
    .option('--weirdness <0..1>', 'how far it may stray', share)
    .option('--melody-loyalty <0..1>', 'how much of the tune stays', share)
    .option('--genre-shift <0..1>', 'how far the prompt may pull the style', share)
    .option('--structure <0..1>', 'how much of each bar’s function stays', share)
    .option('--takes <n>', 'how many to choose from, 1 to 4', wholeNumber(1, 4), 1)
    .option('--only <instrument>', 'only this player of the score plays new notes: "Bass"')
    .option('--engine <way>', 'automatic, in-painting (hears both sides), continuation (goes on from the left) or compose', oneOf(WAYS), 'automatic')
    .option('--accept', 'make the first take the song at once', false)
    .action((words, options) =>
      run(async (line) => {
        const track = await findTrack(line.studio, words)
        const view = options.region && (await ask(project.open, line.studio.handlers.project.open, { trackId: track.id }))
        const regions = regionsOf(track, Object.values(view?.document.regions ?? {}), options)
        return finishTakes(line, track.id, options.accept, () =>
          ask(editing.regenerateRegions, line.studio.handlers.editing.regenerateRegions, {
            ...wishOf(options),
            trackId: track.id,
            ...(options.engine !== 'automatic' && { how: options.engine }),
            ...(options.only !== undefined && { how: 'compose' as const, arranging: { rests: [], only: options.only } }),
            regions,
          }),
        )
      }),
    )

  program
    .command('extend <track>')
    .description('make a song longer at its end, or before its beginning')
    .requiredOption('--seconds <n>', 'by how much, 1 to 300', seconds)
    .option('--before', 'before the beginning', false)
    .option('--prompt <text>', 'what the new part should be like', '')
    .option('--seed <n>', 'the same seed gives the same part', seed)
    .option('--weirdness <0..1>', 'how far it may stray', share)
    .option('--melody-loyalty <0..1>', 'how much of the tune stays', share)
    .option('--genre-shift <0..1>', 'how far the prompt may pull the style', share)
    .option('--structure <0..1>', 'how much of the form stays', share)
    .option('--takes <n>', 'how many to choose from, 1 to 4', wholeNumber(1, 4), 1)
    .option('--accept', 'make the first take the song at once', false)
    .action((words, options) =>
      run(async (line) => {
        const { id: trackId } = await findTrack(line.studio, words)
        return finishTakes(line, trackId, options.accept, () =>
          ask(editing.extend, line.studio.handlers.editing.extend, {
            ...wishOf(options),
            trackId,
            seconds: options.seconds,
            direction: options.before ? 'before' : 'after',
          }),
        )
      }),
    )
}
