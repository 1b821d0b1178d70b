import type { Command } from '@commander-js/extra-typings'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { EditCounts, SongDiff } from '../../../src-shared/library/batch-edit.ts'
import { library } from '../../../src-shared/library/contract.ts'
import { ask } from '../ask.ts'
import { editOperations } from '../edit-operations.ts'
import { oneOf, wholeNumber } from '../option-values.ts'
import type { RunCommand } from '../outcome.ts'
import { selectionOf, withSelection } from '../selection-options.ts'
import { table } from '../table.ts'

const several = (text: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), text]
const shown = (text: string) => (text === '' ? '(none)' : text)

const inWords = (counts: EditCounts, rows: readonly SongDiff[]): string => {
  const lines = rows.flatMap(({ title, diffs, problem, warning }) =>
    problem
      ? [[title, problem, '']]
      : diffs.map(({ field, before, after }, index) => [
          index === 0 ? title : '',
          `${field}: ${shown(before)} → ${shown(after)}`,
          index === 0 ? (warning ?? '') : '',
        ]),
  )
  const sum = `${counts.changed} of ${counts.total} songs would change, ${counts.unchanged} would not, ${counts.problems} cannot, ${counts.warnings} come out with the same title as another.`
  return lines.length === 0 ? sum : `${table(['Song', 'Change', ''], lines)}\n${sum}`
}

/** Many songs at once: seen first, then done as one step. */
export const addEdit = (group: Command, run: RunCommand): void => {
  withSelection(
    group
      .command('edit')
      .description('change many songs at once: first seen (--dry-run), then done as one step (--apply)')
      .option('--where <words>', 'songs with these words; more filters below'),
  )
    .option('--set <field=value>', 'title, artist, style, mood, rating, favourite, disliked, album; tags+=a,b and tags-=a', several)
    .option('--replace <text>', 'look for this in titles')
    .option('--with <text>', 'and put this in its place')
    .option('--pattern', 'what --replace looks for is a regular expression')
    .option('--case-sensitive', 'tell large letters from small ones in --replace')
    .option('--case <case>', 'upper, lower, title or sentence', oneOf(['upper', 'lower', 'title', 'sentence'] as const))
    .option('--number <first>', 'number the titles from here, oldest song first', wholeNumber(0, 1_000_000))
    .option('--dry-run', 'say what would change, and change nothing')
    .option('--apply', 'change it')
    .option('--limit <n>', 'songs to show, 0 to 500', wholeNumber(0, 500), 50)
    .action(({ where, set, replace, with: put, pattern, caseSensitive, case: letters, number, dryRun, apply, limit, ...selection }) =>
      run(async ({ studio }) => {
        if (dryRun === apply) throw new FailureError(failure('cli.usage', 'Say --dry-run to see what would change, or --apply to change it.'))
        const { handlers } = studio
        const operations = await editOperations(studio, { set, replace, with: put, pattern, caseSensitive, case: letters, number })
        const query = { ...(await selectionOf(studio, where ?? '', selection)), sort: 'createdAt', descending: false }
        const { selectionId } = await ask(library.openSelection, handlers.library.openSelection, { query })
        const preview = await ask(library.previewEdit, handlers.library.previewEdit, { selectionId, operations, show: 'changed', limit })
        const problems = await ask(library.previewEdit, handlers.library.previewEdit, { selectionId, operations, show: 'problems', limit })
        const rows = [...preview.rows, ...problems.rows].slice(0, limit)
        if (!apply) return { json: { counts: preview.counts, songs: rows }, text: inWords(preview.counts, rows) }
        const { changed, stepId } = await ask(library.applyEdit, handlers.library.applyEdit, { selectionId, operations })
        const text = changed === 0 ? 'Nothing changed.' : `${changed} ${changed === 1 ? 'song' : 'songs'} changed. \`segno undo\` takes it back.`
        return { json: { changed, stepId, counts: preview.counts, problems: problems.rows }, text }
      }),
    )
}
