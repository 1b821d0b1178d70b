import type { Command as Program } from '@commander-js/extra-typings'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { knowledge } from '../../../src-shared/knowledge/contract.ts'
import type { TrackDetail } from '../../../src-shared/library/contract.ts'
import { type SoundQuery, similarity } from '../../../src-shared/similarity/contract.ts'
import { ask } from '../ask.ts'
import { findTrack } from '../find-track.ts'
import { seconds, wholeNumber } from '../option-values.ts'
import type { RunCommand } from '../outcome.ts'
import type { StudioServices } from '../studio-services.ts'
import { clock, table } from '../table.ts'
import { rememberAll } from './memory.ts'

/** The song of that name; undefined where there is none, or more than one, so that the words can be words. */
const songOrWords = async (studio: StudioServices, said: string): Promise<TrackDetail | undefined> => {
  try {
    return await findTrack(studio, said)
  } catch (cause) {
    const looksLikeAnId = /^trk_[0-9a-f]*$/i.test(said.trim())
    const isNoOne = cause instanceof FailureError && (cause.failure.code === 'track.not-found' || cause.failure.code === 'track.ambiguous')
    if (isNoOne && !looksLikeAnId) return undefined
    throw cause
  }
}

const PART_NAMES = { words: 'words', meaning: 'meaning', sound: 'sound', tags: 'style, players and mood', harmony: 'tempo and key' } as const

export const addSimilar = (program: Program, run: RunCommand): void => {
  program
    .command('similar [what]')
    .description('songs of the library like a song, like a part of it, or like some words: by words, meaning, sound, tempo and key')
    .option('--from <time>', 'where the part begins', seconds)
    .option('--to <time>', 'where the part ends', seconds)
    .option('--text <words>', 'words, also where a song has this name')
    .option('--limit <n>', 'how many songs', wholeNumber(1, 500), 10)
    .action((said, { from, to, text, limit }) =>
      run(async (line) => {
        const { studio } = line
        if ((said === undefined) === (text === undefined)) throw new FailureError(failure('cli.usage', 'Say either a song or words, or --text with words.'))
        const track = said === undefined ? undefined : await songOrWords(studio, said)
        const isPart = from !== undefined || to !== undefined
        if (!track && isPart)
          throw new FailureError(failure('cli.usage', '--from and --to are of one song. None, or more than one, has this name: give its id.'))
        const query: SoundQuery = track
          ? { kind: 'track', trackId: track.id, ...(from !== undefined && { fromSeconds: from }), ...(to !== undefined && { toSeconds: to }) }
          : { kind: 'words', text: (text ?? said ?? '').trim().slice(0, 500) }
        if (query.kind === 'words' && query.text === '') throw new FailureError(failure('cli.usage', 'Say which song, or some words.'))
        await rememberAll(line)
        const found = await ask(knowledge.find, studio.handlers.knowledge.find, { query, limit })
        const sound = await ask(similarity.state, studio.handlers.similarity.state, {})
        const rows = found.matches.map(({ score, track: match, why }) => [score.toFixed(2), match.id, match.title, clock(match.seconds), why])
        const shown = rows.length > 0 ? table(['Alike', 'Song', 'Title', 'Length', 'Why'], rows) : 'There is no other song like it in the library.'
        const notes = [
          track ? `Like the song “${track.title}”.` : `Like the words “${query.kind === 'words' ? query.text : ''}”.`,
          found.parts.length > 0 ? `Compared by ${found.parts.map((part) => PART_NAMES[part]).join('; ')}.` : '',
          found.state.meaning.why,
          sound.method === 'clap' || query.kind === 'words' ? '' : 'Sound was measured, not understood: install CLAP for that.',
        ]
        return {
          json: { query, ...found, method: sound.method, methodName: sound.methodName },
          text: `${shown}\n${notes.filter((note) => note !== '').join(' ')}`,
        }
      }),
    )
}
