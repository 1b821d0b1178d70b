import type { Command as Program } from '@commander-js/extra-typings'
import { InvalidArgumentError } from '@commander-js/extra-typings'
import { type Comment, comments } from '../../../src-shared/comments/contract.ts'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { TrackDetail } from '../../../src-shared/library/contract.ts'
import { ask } from '../ask.ts'
import { findTrack } from '../find-track.ts'
import { wholeNumber } from '../option-values.ts'
import type { RunCommand } from '../outcome.ts'
import type { StudioServices } from '../studio-services.ts'
import { clock, table } from '../table.ts'

/** "1:12", "72", "1:12.5" as seconds */
const time = (text: string): number => {
  const parts = /^(?:(\d+):)?(\d+(?:\.\d+)?)$/.exec(text.trim())
  if (!parts) throw new InvalidArgumentError('Give a time, like 1:12 or 72.5.')
  return Number(parts[1] ?? 0) * 60 + Number(parts[2])
}

const STATES = { waiting: 'takes are being made', ready: 'takes are ready', accepted: 'a take was accepted', over: 'no take came of it' } as const
const stateOf = ({ resolvedAt, task }: Comment): string => [resolvedAt === undefined ? 'open' : 'resolved', ...(task ? [STATES[task.state]] : [])].join(', ')

const place = ({ startSeconds, endSeconds }: Comment): string =>
  endSeconds === undefined ? clock(startSeconds) : `${clock(startSeconds)}-${clock(endSeconds)}`

/** the n-th comment of the song as `list` numbers them */
const nth = async (studio: StudioServices, track: TrackDetail, number: number): Promise<Comment> => {
  const list = await ask(comments.list, studio.handlers.comments.list, { trackId: track.id })
  const found = list[number - 1]
  if (!found)
    throw new FailureError(
      failure('comment.not-found', `“${track.title}” has ${list.length} comments, and no number ${number}. \`segno comments list\` numbers them.`),
    )
  return found
}

export const addComments = (program: Program, run: RunCommand): void => {
  const group = program.command('comments').description('remarks pinned to moments of a song')
  group
    .command('list <track>')
    .description('in the order of the song')
    .action((words) =>
      run(async ({ studio }) => {
        const { id: trackId } = await findTrack(studio, words)
        const list = await ask(comments.list, studio.handlers.comments.list, { trackId })
        const rows = list.map((comment, index) => [String(index + 1), place(comment), comment.body.replace(/\s+/gu, ' '), stateOf(comment)])
        return { json: { trackId, comments: list }, text: rows.length === 0 ? 'No comments yet.' : table(['', 'Time', 'Comment', ''], rows) }
      }),
    )
  group
    .command('add <track> <time> <text>')
    .description('pin a comment to a time like 1:12')
    .option('--to <time>', 'the end of a stretch', time)
    .action((words, at, body, { to }) =>
      run(async ({ studio }) => {
        const { id: trackId } = await findTrack(studio, words)
        const made = await ask(comments.add, studio.handlers.comments.add, { trackId, startSeconds: time(at), endSeconds: to, body })
        return { json: made, text: `Pinned to ${place(made.comment)}.` }
      }),
    )
  group
    .command('edit <track> <number> <text>')
    .description('give a comment other words; `segno undo` brings the old ones back')
    .action((words, number, body) =>
      run(async ({ studio }) => {
        const comment = await nth(studio, await findTrack(studio, words), wholeNumber(1, 1e6)(number))
        const done = await ask(comments.edit, studio.handlers.comments.edit, { commentId: comment.id, body })
        return { json: done, text: `Comment ${number} at ${place(comment)} has other words now.` }
      }),
    )
  group
    .command('resolve <track> <number>')
    .description('the comment is done; numbers as `list` gives them')
    .option('--open', 'open it again')
    .action((words, number, { open }) =>
      run(async ({ studio }) => {
        const comment = await nth(studio, await findTrack(studio, words), wholeNumber(1, 1e6)(number))
        const done = await ask(comments.resolve, studio.handlers.comments.resolve, { commentId: comment.id, isResolved: open !== true })
        return { json: done, text: open ? 'Open again.' : 'Resolved.' }
      }),
    )
  group
    .command('delete <track> <number>')
    .description('`segno undo` brings it back')
    .action((words, number) =>
      run(async ({ studio }) => {
        const comment = await nth(studio, await findTrack(studio, words), wholeNumber(1, 1e6)(number))
        const done = await ask(comments.remove, studio.handlers.comments.remove, { commentId: comment.id })
        return { json: done, text: 'Deleted. `segno undo` brings it back.' }
      }),
    )
  group
    .command('task <track> <number>')
    .description('make takes of the bars around the comment, as it asks; accepting one resolves it')
    .option('--prompt <words>', 'what to do there instead of the comment’s words')
    .option('--takes <n>', 'how many, 1 to 4', wholeNumber(1, 4), 2)
    .action((words, number, { prompt, takes }) =>
      run(async ({ studio, follow }) => {
        const track = await findTrack(studio, words)
        const comment = await nth(studio, track, wholeNumber(1, 1e6)(number))
        const asked = await ask(comments.makeTask, studio.handlers.comments.makeTask, { commentId: comment.id, prompt, takes })
        await follow(asked.jobIds)
        const after = await nth(studio, track, wholeNumber(1, 1e6)(number))
        return {
          json: { ...asked, comment: after },
          text: `${after.task ? `Comment ${number}: ${STATES[after.task.state]}.` : ''} \`segno takes list\` shows them.`,
        }
      }),
    )
}
