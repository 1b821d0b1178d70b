import type { Command as Program } from '@commander-js/extra-typings'
import { failure } from '../../../src-shared/kernel/failure.ts'
import { type SoundQuery, similarity } from '../../../src-shared/similarity/contract.ts'
import { ask } from '../ask.ts'
import { findTrack } from '../find-track.ts'
import { seconds, wholeNumber } from '../option-values.ts'
import type { RunCommand } from '../outcome.ts'
import { clock, table } from '../table.ts'

export const addSimilar = (program: Program, run: RunCommand): void => {
  program
    .command('similar [track]')
    .description('songs that sound like a song, like a part of it, or like some words')
    .option('--from <time>', 'where the part begins', seconds)
    .option('--to <time>', 'where the part ends', seconds)
    .option('--text <words>', 'what it should sound like; needs CLAP')
    .option('--limit <n>', 'how many songs', wholeNumber(1, 500), 10)
    .action((words, { from, to, text, limit }) =>
      run(async ({ studio, follow }) => {
        const { handlers } = studio
        if ((words === undefined) === (text === undefined)) {
          const usage = failure('cli.usage', 'Say either which song, or --text with words.')
          return { json: { error: usage }, text: '', failure: usage }
        }
        const track = words === undefined ? undefined : await findTrack(studio, words)
        const query: SoundQuery = track
          ? { kind: 'track', trackId: track.id, ...(from !== undefined && { fromSeconds: from }), ...(to !== undefined && { toSeconds: to }) }
          : { kind: 'words', text: text ?? '' }
        const state = await ask(similarity.state, handlers.similarity.state, {})
        // a search by words that cannot be answered should not measure a whole library first
        if (state.waiting > 0 && (query.kind === 'track' || state.canSearchWords)) {
          const { jobId } = await ask(similarity.start, handlers.similarity.start, {})
          await follow([jobId])
        }
        const found = await ask(similarity.find, handlers.similarity.find, { query, limit })
        const rows = found.matches.map((match) => [match.similarity.toFixed(2), match.track.id, match.track.title, clock(match.track.seconds)])
        const how = found.method === 'clap' ? `Compared by ${found.methodName}.` : 'Compared by measured sound, not by CLAP: install CLAP for meaning.'
        const shown = rows.length > 0 ? table(['Alike', 'Song', 'Title', 'Length'], rows) : 'There is no other song to compare with.'
        return { json: { query, ...found }, text: `${shown}\n${how}` }
      }),
    )
}
