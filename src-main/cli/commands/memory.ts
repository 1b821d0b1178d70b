import type { Command as Program } from '@commander-js/extra-typings'
import { knowledge, type MemoryState } from '../../../src-shared/knowledge/contract.ts'
import { similarity } from '../../../src-shared/similarity/contract.ts'
import { ask } from '../ask.ts'
import type { CommandLine, RunCommand } from '../outcome.ts'

/** Describes and remembers what waits, so that a search knows every song. A kind of work without songs to do is passed over. */
export const rememberAll = async ({ studio, follow }: CommandLine): Promise<MemoryState> => {
  const { handlers } = studio
  const sound = await ask(similarity.state, handlers.similarity.state, {})
  if (sound.waiting > 0) {
    const { jobId } = await ask(similarity.start, handlers.similarity.start, {})
    await follow([jobId])
  }
  const before = await ask(knowledge.state, handlers.knowledge.state, {})
  if (before.waiting > 0) {
    const { jobId } = await ask(knowledge.index, handlers.knowledge.index, {})
    await follow([jobId])
  }
  return ask(knowledge.state, handlers.knowledge.state, {})
}

export const memoryLines = ({ keeper, meaning, sound, songs, remembered }: MemoryState): string =>
  [
    `${remembered} of ${songs} songs are remembered.`,
    `Vectors: ${keeper.kind === undefined ? 'not asked yet' : keeper.name}.${keeper.why === '' ? '' : ` ${keeper.why}`}`,
    meaning.isReady ? `Meaning: ${meaning.modelName}.` : `${meaning.why} \`segno models pull ${meaning.modelId}\` does it.`,
    `Sound: ${sound.name}.`,
  ].join('\n')

export const addMemory = (program: Program, run: RunCommand): void => {
  program
    .command('index')
    .description('remember every song for searches: its words, their meaning, its facts and its sound')
    .option('--rebuild', 'forget everything first, and read every song anew', false)
    .option('--status', 'only say how far it is', false)
    .action(({ rebuild, status }) =>
      run(async (line) => {
        const { handlers } = line.studio
        if (status) {
          const state = await ask(knowledge.state, handlers.knowledge.state, {})
          return { json: state, text: memoryLines(state) }
        }
        if (rebuild) {
          const reply = await handlers.knowledge.index({ rebuild: true })
          if (reply.ok) await line.follow([reply.value.jobId])
        }
        await rememberAll(line)
        // opens the store, so that what is said of it is what it does
        const { state } = await ask(knowledge.find, handlers.knowledge.find, { query: { kind: 'words', text: 'music' }, limit: 1 })
        return { json: state, text: memoryLines(state) }
      }),
    )
}
