import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command as Program } from '@commander-js/extra-typings'
import { generation, MAX_PROMPT_CHARACTERS } from '../../../src-shared/generation/contract.ts'
import type { Tuning } from '../../../src-shared/generation/engine.ts'
import { StyleId } from '../../../src-shared/generation/plan.ts'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { JobId, TrackId } from '../../../src-shared/kernel/ids.ts'
import { knowledge, MAX_INFLUENCES } from '../../../src-shared/knowledge/contract.ts'
import { StudioId } from '../../../src-shared/studios/studio-id.ts'
import { ask } from '../ask.ts'
import { generatedDocument } from '../documents.ts'
import { findTrack } from '../find-track.ts'
import { hearFile } from '../hear-file.ts'
import { language, number, oneOf, seconds, seed, wholeNumber } from '../option-values.ts'
import type { CommandLine, RunCommand } from '../outcome.ts'
import { clock, table } from '../table.ts'
import { rememberAll } from './memory.ts'
import { studioOf } from './studios.ts'

/** A letter takes up to four bytes. */
const MOST_PROMPT_BYTES = MAX_PROMPT_CHARACTERS * 4

/** Reads no more than a prompt can be, however long the file is. @throws FailureError cli.file, prompt.too-long */
const readPrompt = async (path: string): Promise<string> => {
  const file = await open(path).catch((cause: unknown) => {
    throw new FailureError(failure('cli.file', `The prompt cannot be read from ${path}: ${cause instanceof Error ? cause.message : String(cause)}`), { cause })
  })
  try {
    const buffer = Buffer.alloc(MOST_PROMPT_BYTES + 1)
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
    const text = buffer.toString('utf8', 0, bytesRead).trim()
    if (bytesRead <= MOST_PROMPT_BYTES && text.length <= MAX_PROMPT_CHARACTERS) return text
    const most = MAX_PROMPT_CHARACTERS.toLocaleString('en')
    throw new FailureError(failure('prompt.too-long', `${path} holds more than the ${most} characters that a prompt may have. Nothing was made.`))
  } finally {
    await file.close()
  }
}

type Said = {
  readonly prompt?: string | undefined
  readonly promptFile?: string | undefined
  readonly voice?: string | undefined
  readonly language?: string | undefined
}

/** Typed words, words of a file, spoken ones, or some of them. */
const promptOf = async (line: CommandLine, { prompt: typed, promptFile, voice, language: spoken }: Said): Promise<string> => {
  const written = promptFile === undefined ? undefined : await readPrompt(resolve(line.folder, promptFile))
  const prompt = typed === undefined ? written : written === undefined ? typed : `${typed}, ${written}`
  if (voice === undefined) {
    if (spoken !== undefined) throw new FailureError(failure('cli.usage', '--language says what is spoken in the recording of --voice FILE.'))
    if (prompt === undefined) throw new FailureError(failure('cli.usage', 'Say what it should sound like: --prompt TEXT, or --voice FILE. (--help shows how)'))
    return prompt
  }
  const { text } = await hearFile(line, voice, { language: spoken })
  if (text === '') throw new FailureError(failure('voice.nothing-heard', `Nobody speaks in ${voice}, so there is no prompt. Nothing was made.`))
  return prompt === undefined ? text : `${prompt}, ${text}`
}

type TuningOptions = { readonly temperature?: number | undefined; readonly guidance?: number | undefined; readonly topK?: number | undefined }

/** undefined: nothing was asked for. @throws FailureError cli.usage: numbers for an engine that has none */
const tuningOf = ({ engine, temperature, guidance, topK }: TuningOptions & { readonly engine: string }): Tuning | undefined => {
  const given = { ...(temperature !== undefined && { temperature }), ...(guidance !== undefined && { guidance }), ...(topK !== undefined && { topK }) }
  if (Object.keys(given).length === 0) return undefined
  if (engine !== 'score') return given
  throw new FailureError(
    failure('cli.usage', 'The score engine has no --temperature, --guidance or --top-k. Choose a model with --engine; `segno engines` lists them.'),
  )
}

type InfluenceOptions = { readonly influence?: readonly string[] | undefined; readonly influences?: number | false | undefined }

/** The songs that were named, or the nearest ones; none unless somebody asks: a library grows, and the same command must give the same song. */
const influencesOf = async (line: CommandLine, prompt: string, { influence = [], influences }: InfluenceOptions): Promise<TrackId[]> => {
  if (influences === false || (influence.length === 0 && influences === undefined)) return []
  if (influence.length > MAX_INFLUENCES) throw new FailureError(failure('cli.usage', `A song leans on up to ${MAX_INFLUENCES} others.`))
  await rememberAll(line)
  const named: TrackId[] = []
  for (const words of influence) named.push((await findTrack(line.studio, words)).id)
  if (influences === undefined) return named
  const near = await ask(knowledge.suggest, line.studio.handlers.knowledge.suggest, { prompt, limit: influences })
  return [...new Set([...named, ...near.map(({ trackId }) => trackId)])].slice(0, MAX_INFLUENCES)
}

export const addGenerate = (program: Program, run: RunCommand): void => {
  program
    .command('generate')
    .description('make songs from words')
    .option('--prompt <text>', 'what it should sound like')
    .option('--prompt-file <file>', 'a text file that says it')
    .option('--voice <file>', 'a recording that says what it should sound like; needs a speech model')
    .option('--language <code>', 'what is spoken there: two letters, like en or de; without it, the language is heard', language)
    .option('--style <style>', `one of ${StyleId.options.join(', ')}`, oneOf(StyleId.options))
    .option(
      '--studio <studio>',
      `whose ensemble plays, for this song only: ${StudioId.options.join(', ')}; else the style says, or the selected studio`,
      studioOf,
    )
    .option('--seconds <n>', 'how long', seconds)
    .option('--seed <n>', 'the same seed, prompt and settings give the same song', seed)
    .option('--engine <id>', 'who makes it: score, or an installed model (`segno engines`)', 'score')
    .option('--temperature <n>', 'models only: 0 to 2; 1 is usual, higher is stranger', number(0, 2))
    .option('--guidance <n>', 'models only: 1 to 15; how much the words count, 3 is usual', number(1, 15))
    .option('--top-k <n>', 'models only: among how many sounds it chooses; 0 = all', wholeNumber(0, 4096))
    .option('--influence <track...>', 'songs of the library to lean on where the words leave it open')
    .option('--influences <n>', `lean on the nearest songs, 1 to ${MAX_INFLUENCES}`, wholeNumber(1, MAX_INFLUENCES))
    .option('--no-influences', 'lean on none (as when nothing is said)')
    .option('--variations <n>', 'how many, 1 to 4', wholeNumber(1, 4), 1)
    .action((options) =>
      run(async (line) => {
        const { studio, follow } = line
        const prompt = await promptOf(line, options)
        const trackIds = new Map<JobId, TrackId>()
        const stop = studio.events.on('generation.finished', ({ jobId, trackId }) => trackIds.set(jobId, trackId))
        const tuning = tuningOf(options)
        const influences = await influencesOf(line, prompt, options)
        if (options.style && options.engine !== 'score') {
          throw new FailureError(failure('cli.usage', 'Styles are the score engine’s. Models follow the words of the prompt alone: say the style there.'))
        }
        const { jobs } = await ask(generation.start, studio.handlers.generation.start, {
          prompt,
          variations: options.variations,
          engine: options.engine,
          overrides: options.style ? { style: options.style } : {},
          ...(options.studio && { studio: options.studio }),
          ...(tuning && { tuning }),
          ...(influences.length > 0 && { influences }),
          ...(options.seconds !== undefined && { seconds: options.seconds }),
          ...(options.seed !== undefined && { seed: options.seed }),
        })
        await follow(jobs.map(({ jobId }) => jobId))
        stop()
        const tracks = []
        for (const { jobId } of jobs) {
          const trackId = trackIds.get(jobId)
          if (!trackId) throw new Error(`job ${jobId} succeeded without a song`)
          tracks.push(await generatedDocument(studio, trackId))
        }
        const rows = tracks.map(({ trackId, title, seconds: length, seed: own, plan, path }) => [
          trackId,
          title,
          clock(length),
          plan ? `${plan.tempoBpm} bpm, ${plan.key.tonic} ${plan.key.mode}, ${plan.style}` : `written by ${options.engine}`,
          String(own ?? ''),
          path,
        ])
        return { json: { tracks, ...(options.voice !== undefined && { prompt }) }, text: table(['Song', 'Title', 'Length', 'Plan', 'Seed', 'File'], rows) }
      }),
    )
}
