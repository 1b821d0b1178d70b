import type { Command as Program } from '@commander-js/extra-typings'
import { editing } from '../../../src-shared/editing/contract.ts'
import { RegenerateWay } from '../../../src-shared/editing/ways.ts'
import { DEFAULT_REMIX_CONTROLS, type RemixControls } from '../../../src-shared/generation/plan.ts'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { JobId, TakeId, TrackId } from '../../../src-shared/kernel/ids.ts'
import { project } from '../../../src-shared/project/contract.ts'
import { ask } from '../ask.ts'
import { takeDocument } from '../documents.ts'
import { findTrack } from '../find-track.ts'
import { oneOf, seconds, seed, share, wholeNumber } from '../option-values.ts'
import type { CommandLine, Outcome, RunCommand } from '../outcome.ts'
import { clock } from '../table.ts'

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

const inWords = ({
  takeId,
  region,
  outsideIdentical,
  seamLoudnessStepLu = [],
  crossfadeSeconds = 0,
  path,
  strategy,
  reason,
}: ReturnType<typeof takeDocument>): string =>
  [
    `${takeId}${region ? `  ${clock(region.startSeconds)}–${clock(region.endSeconds)}` : ''}  ${strategy}`,
    `  ${outsideIdentical ? 'outside identical' : 'outside differs'} · seams ${seamLoudnessStepLu.map((step) => `${step.toFixed(1)} LU`).join(', ')} · crossfade ${Math.round(crossfadeSeconds * 1000)} ms`,
    ...(reason ? [`  ${reason}`] : []),
    `  ${path}`,
  ].join('\n')

type Started = { readonly jobIds: readonly JobId[] }

/** Follows the jobs of one click and says what takes they made; one take is the document itself, more are listed in it. */
const finishTakes = async ({ studio, follow }: CommandLine, trackId: TrackId, isAccepted: boolean, start: () => Promise<Started>): Promise<Outcome> => {
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
    .description('have a region played anew; everything outside stays bit-identical')
    .requiredOption('--from <time>', 'where the region begins: seconds or m:ss', seconds)
    .requiredOption('--to <time>', 'where it ends', seconds)
    .option('--prompt <text>', 'what the new part should be like', '')
    .option('--seed <n>', 'the same seed gives the same part', seed)
    .option('--weirdness <0..1>', 'how far it may stray', share)
    .option('--melody-loyalty <0..1>', 'how much of the tune stays', share)
    .option('--genre-shift <0..1>', 'how far the prompt may pull the style', share)
    .option('--structure <0..1>', 'how much of each bar’s function stays', share)
    .option('--takes <n>', 'how many to choose from, 1 to 4', wholeNumber(1, 4), 1)
    .option('--engine <way>', 'automatic, in-painting (hears both sides), continuation (goes on from the left) or compose', oneOf(WAYS), 'automatic')
    .option('--accept', 'make the first take the song at once', false)
    .action((words, options) =>
      run(async (line) => {
        const { id: trackId, sampleRateHz, seconds: length } = await findTrack(line.studio, words)
        if (options.from < 0 || options.to < 0) {
          throw new FailureError(failure('region.outside-song', `The region begins before the song does. Mark a span from 0 to ${length.toFixed(1)} s.`))
        }
        if (options.to <= options.from) {
          throw new FailureError(failure('region.empty', 'The region has no length: its end must come after its start.'))
        }
        // the very end of the song may be given as the rounded length that lists show
        const frameAt = (time: number): number => Math.round((Math.abs(time - length) < 0.001 ? length : time) * sampleRateHz)
        return finishTakes(line, trackId, options.accept, () =>
          ask(editing.regenerate, line.studio.handlers.editing.regenerate, {
            ...wishOf(options),
            trackId,
            ...(options.engine !== 'automatic' && { how: options.engine }),
            startFrame: frameAt(options.from),
            endFrame: frameAt(options.to),
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
