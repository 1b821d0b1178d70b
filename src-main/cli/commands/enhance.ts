import type { Command as Program } from '@commander-js/extra-typings'
import { EnhanceModel, enhancement } from '../../../src-shared/enhancement/contract.ts'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { project } from '../../../src-shared/project/contract.ts'
import type { Enhancement } from '../../../src-shared/project/document.ts'
import type { EventPayload } from '../../platform/events.ts'
import { ask } from '../ask.ts'
import { generatedDocument, takeDocument } from '../documents.ts'
import { findTrack } from '../find-track.ts'
import { oneOf, seconds, seed, wholeNumber } from '../option-values.ts'
import type { CommandLine, Outcome, RunCommand } from '../outcome.ts'

type Finished = EventPayload<'enhancement.finished'>

const kilohertz = (hz: number): string => `${(hz / 1000).toFixed(1)} kHz`

const reportWords = ({ cutoffHz, newCutoffHz, aboveBeforeDb, aboveAfterDb, nullBelowDb }: Enhancement): string =>
  `  sound up to ${kilohertz(cutoffHz)} before, ${kilohertz(newCutoffHz)} now · above it ${aboveBeforeDb ?? '−∞'} dB before, ${aboveAfterDb ?? '−∞'} dB now · below it differs by ${nullBelowDb} dB`

const describe = async ({ studio }: CommandLine, facts: Finished): Promise<Outcome> => {
  const { outcome, message, cutoffHz, trackId, takeId, madeTrackId, enhancement: report } = facts
  const said = { outcome, message, cutoffHz, enhancement: report }
  if (outcome === 'song' && madeTrackId) {
    const song = await generatedDocument(studio, madeTrackId)
    return { json: { ...said, ...song }, text: [message, report && reportWords(report), `  ${song.path}`].filter(Boolean).join('\n') }
  }
  if (outcome === 'nothing-missing') return { json: { ...said, trackId }, text: message }
  const { takes } = await ask(project.open, studio.handlers.project.open, { trackId })
  const take = takes.find(({ id }) => id === takeId)
  if (!take) throw new Error(`the take ${takeId} is not in its song`)
  const document = takeDocument(studio, take)
  const next = `Nothing is replaced yet: \`segno takes accept ${trackId} ${take.id}\` makes it the song.`
  return {
    json: { ...document, ...said },
    text: [`${take.id}  ${take.strategy}`, report && reportWords(report), `  ${document.path}`, next].filter(Boolean).join('\n'),
  }
}

export const addEnhance = (program: Program, run: RunCommand): void => {
  program
    .command('enhance <track>')
    .description('restore the treble of a song or of a part of it; what is below the cut-off stays as it is')
    .option('--model <name>', `one of: ${EnhanceModel.options.join(', ')} (default: the best that is installed)`, oneOf(EnhanceModel.options))
    .option('--from <time>', 'where the part begins: seconds or m:ss', seconds)
    .option('--to <time>', 'where it ends', seconds)
    .option('--steps <n>', 'for audiosr: how many steps, more are finer and slower', wholeNumber(1, 500))
    .option('--seed <n>', 'for audiosr: the same seed gives the same sound', seed)
    .option('--accept', 'make the take the song at once', false)
    .action((words, { model, from, to, steps, seed: wanted, accept }) =>
      run(async (line) => {
        const { studio, follow } = line
        const { id: trackId, sampleRateHz, seconds: length } = await findTrack(studio, words)
        if ((from ?? 0) < 0 || (to ?? 0) < 0)
          throw new FailureError(failure('region.outside-song', `The region begins before the song does. Mark a span from 0 to ${length.toFixed(1)} s.`))
        if (from !== undefined && to !== undefined && to <= from)
          throw new FailureError(failure('region.empty', 'The region has no length: its end must come after its start.'))
        const frameAt = (time: number): number => Math.round((Math.abs(time - length) < 0.001 ? length : time) * sampleRateHz)
        const finished: Finished[] = []
        const stop = studio.events.on('enhancement.finished', (facts) => void finished.push(facts))
        const { jobIds } = await ask(enhancement.restore, studio.handlers.enhancement.restore, {
          trackId,
          ...(model && { model }),
          ...(from !== undefined && { startFrame: frameAt(from) }),
          ...(to !== undefined && { endFrame: frameAt(to) }),
          ...(steps !== undefined && { steps }),
          ...(wanted !== undefined && { seed: wanted }),
        })
        await follow(jobIds)
        stop()
        const facts = finished.find(({ jobId }) => jobIds.includes(jobId))
        if (!facts) throw new Error('the job ended without a word')
        const outcome = await describe(line, facts)
        if (!accept || !facts.takeId) return outcome
        await ask(project.apply, studio.handlers.project.apply, { trackId, command: { type: 'take.accept', takeId: facts.takeId } })
        return { json: { ...outcome.json, isAccepted: true }, text: `${outcome.text}\nAccepted. \`segno undo\` takes it back.` }
      }),
    )
}
