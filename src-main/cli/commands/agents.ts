import { randomBytes } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command as Program } from '@commander-js/extra-typings'
import { agents, MAX_WISH_CHARACTERS, type Reply, withAdditions } from '../../../src-shared/agents/contract.ts'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { ask } from '../ask.ts'
import { findTrack } from '../find-track.ts'
import type { CommandLine, RunCommand } from '../outcome.ts'

const BY_MODEL = 'Found by a language model.'

const wordsOf = async (typed: readonly string[], file: string | undefined, folder: string): Promise<string> => {
  if (file === undefined) return typed.join(' ')
  const path = resolve(folder, file)
  const { size } = await stat(path).catch((cause) => Promise.reject(new FailureError(failure('file.not-found', `There is no file ${path}.`), { cause })))
  // looked at before it is read: a wish is a sentence, not a book
  if (size > MAX_WISH_CHARACTERS * 4)
    throw new FailureError(failure('prompt.too-long', `${path} is longer than a wish can be (${MAX_WISH_CHARACTERS} characters).`))
  return readFile(path, 'utf8')
}

/** Applies everything that was proposed, and waits for it. */
const applyAll = async ({ studio, follow }: CommandLine, { proposals }: Reply) => {
  const done = []
  for (const { id } of proposals) {
    const ended = new Promise<void>((resolveEnd) => {
      const stop = studio.events.on('agents.proposalChanged', (changed) => {
        if (changed.id !== id || changed.state === 'proposed' || changed.state === 'running') return
        stop()
        resolveEnd()
      })
    })
    const started = await ask(agents.apply, studio.handlers.agents.apply, { proposalId: id })
    if (started.jobId) await follow([started.jobId])
    await ended
    done.push(started)
  }
  return done
}

export const addAgents = (program: Program, run: RunCommand): void => {
  const group = program.command('agents').description('agents that understand words: they propose, you decide')

  group
    .command('enhance-prompt [words...]')
    .description('what a prompt could say more, phrase by phrase')
    .option('--file <path>', 'read the words from a file')
    .option('--rules', 'ask no language model', false)
    .action((typed, { file, rules }) =>
      run(async ({ studio, folder }) => {
        const prompt = await wordsOf(typed, file, folder)
        const found = await ask(agents.enhancePrompt, studio.handlers.agents.enhancePrompt, { prompt, useModel: !rules, influences: [] })
        const enhanced = withAdditions(prompt, found.additions)
        const lines = [
          enhanced,
          '',
          ...found.additions.map(({ words, why }) => `+ ${words}   (${why})`),
          found.by === 'model' ? `${BY_MODEL} ${found.note}`.trim() : found.note,
        ]
        return { json: { ...found, enhanced }, text: lines.join('\n') }
      }),
    )

  group
    .command('ask [words...]')
    .description('a wish in words: “make the bridge quieter”, “may I sell this?”; what would change is shown, and done only with --yes')
    .option('--track <track>', 'the song that it is about')
    .option('--file <path>', 'read the wish from a file')
    .option('--yes', 'do what is proposed', false)
    .action((typed, { track: name, file, yes }) =>
      run(async (line) => {
        const { studio, folder } = line
        const wish = await wordsOf(typed, file, folder)
        const track = name === undefined ? undefined : await findTrack(studio, name)
        const askId = `ask_${randomBytes(8).toString('hex')}`
        const reply = await ask(agents.ask, studio.handlers.agents.ask, { askId, wish, ...(track && { trackId: track.id }) })
        const done = yes ? await applyAll(line, reply) : []
        const lines = [
          reply.text,
          ...reply.proposals.flatMap(({ title, lines: what }) => [`* ${title}`, ...what.map((one) => `    ${one}`)]),
          ...reply.songs.map(({ trackId, title, why }) => `  ${trackId}  ${title}  (${why})`),
          ...(reply.proposals.length > 0
            ? [yes ? 'Done. `segno undo` takes edits of a song back.' : 'Nothing was changed. Say it again with --yes to have it done.']
            : []),
        ]
        return { json: { ...reply, applied: done }, text: lines.join('\n') }
      }),
    )

  group
    .command('quality <track>')
    .description('what is right and wrong with a song, as measured')
    .action((words) =>
      run(async ({ studio }) => {
        const track = await findTrack(studio, words)
        const report = await ask(agents.quality, studio.handlers.agents.quality, { trackId: track.id })
        const marks = { good: 'good', look: 'look', bad: 'BAD' } as const
        return {
          json: { trackId: track.id, ...report },
          text: [`${report.score} of 100`, ...report.points.map(({ name, verdict, sentence }) => `${marks[verdict]}  ${name}: ${sentence}`)].join('\n'),
        }
      }),
    )
}
