import type { Command as Program } from '@commander-js/extra-typings'
import { analysis, type TrackHearing } from '../../../src-shared/analysis/contract.ts'
import { confidenceWord, type Hearing } from '../../../src-shared/analysis/hearing.ts'
import { failure } from '../../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import { ask } from '../ask.ts'
import { findTrack } from '../find-track.ts'
import type { CommandLine, Outcome, RunCommand } from '../outcome.ts'
import { clock, table } from '../table.ts'

const sure = (confidence: number): string => `${confidenceWord(confidence)}, ${Math.round(confidence * 100)} %`

const lines = ({ tempo, meter, key, parts, partsConfidence, mood, tuningCents, isSilent }: Hearing): string[][] => {
  if (isSilent) return [['sound', 'silence', '']]
  const range = tempo && !tempo.isSteady ? ` (${tempo.lowestBpm.toFixed(1)}–${tempo.highestBpm.toFixed(1)})` : ''
  return [
    ['tempo', tempo ? `${tempo.bpm.toFixed(tempo.isSteady ? 2 : 1)} bpm${range}` : 'no beat was found', tempo ? sure(tempo.confidence) : ''],
    ...(meter ? [['meter', `${meter.timeSignature.beats}/${meter.timeSignature.unit}`, sure(meter.confidence)]] : []),
    ['key', key ? `${key.key.tonic} ${key.key.mode}` : 'no tones were found', key ? sure(key.confidence) : ''],
    ...(tuningCents ? [['tuning', `${tuningCents > 0 ? '+' : ''}${tuningCents} cents from A = 440 Hz`, '']] : []),
    ...(parts.length > 0 ? [['parts', parts.map(({ label, startSeconds }) => `${label} ${clock(startSeconds)}`).join('  '), sure(partsConfidence)]] : []),
    ...(mood ? [['mood', mood.words.join(', ') || 'nothing stands out', `energy ${mood.energy.toFixed(2)}, brightness ${mood.brightness.toFixed(2)}`]] : []),
  ]
}

const outcomeOf = (title: string, facts: TrackHearing): Outcome => {
  if (!facts.hearing) {
    const why = failure(facts.failure?.code ?? 'analysis.not-heard', facts.failure?.message ?? `${title} was not listened to.`)
    return { json: { ...facts, error: why }, text: '', failure: why }
  }
  const notes = [
    ...(facts.hasScore ? ['Its bars and key are written in its score; what was heard changes nothing.'] : []),
    ...(facts.isCorrected ? ['You corrected its bars or key; that stays.'] : []),
  ]
  return { json: facts, text: [title, table(['', 'heard', 'how sure'], lines(facts.hearing)), ...notes].join('\n') }
}

const listenTo = async ({ studio, follow }: CommandLine, trackId: TrackId, again: boolean): Promise<TrackHearing> => {
  const known = await ask(analysis.get, studio.handlers.analysis.get, { trackId })
  if (known.hearing && !again) return known
  const { jobId } = await ask(analysis.start, studio.handlers.analysis.start, { trackIds: [trackId], again: true })
  await follow([jobId])
  return ask(analysis.get, studio.handlers.analysis.get, { trackId })
}

export const addAnalyse = (program: Program, run: RunCommand): void => {
  program
    .command('analyse [track]')
    .description('listen to a song: tempo, bars, key, parts and mood, each with how sure it is')
    .option('--all', 'every song of the library that was not listened to yet')
    .option('--again', 'also what was listened to before; your corrections are kept')
    .action((words, { all = false, again = false }) =>
      run(async (line) => {
        if (words !== undefined && !all) {
          const { id, title } = await findTrack(line.studio, words)
          return outcomeOf(title, await listenTo(line, id, again))
        }
        if (!all || words !== undefined) {
          const usage = failure('cli.usage', 'Say which song, or --all.')
          return { json: { error: usage }, text: '', failure: usage }
        }
        const { handlers } = line.studio
        const before = await ask(analysis.progress, handlers.analysis.progress, {})
        if (before.waiting > 0 || again) {
          const { jobId } = await ask(analysis.start, handlers.analysis.start, { again })
          await line.follow([jobId])
        }
        const after = await ask(analysis.progress, handlers.analysis.progress, {})
        const failed = after.failed > 0 ? ` ${after.failed} could not be read.` : ''
        return { json: after, text: `${after.heard} songs are listened to.${failed}` }
      }),
    )
}
