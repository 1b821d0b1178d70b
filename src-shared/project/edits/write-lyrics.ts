import { ok } from '../../kernel/result.ts'
import type { ProjectCommand } from '../commands.ts'
import type { PlanEdit } from './edit.ts'
import { invalidEdit } from './find-in-scene.ts'

type Write = Extract<ProjectCommand, { type: 'lyrics.write' }>

/** Words are put on the song, or one line of them is changed. Always the whole text: a line alone would leave those of the score behind. */
export const planWriteLyrics: PlanEdit<Write> = ({ document }, { lines, bar }) => {
  const fresh = Object.fromEntries(
    lines.filter(({ text }) => text.trim() !== '').map(({ bar: at, text, bars }) => [String(at), { text: text.trim().replace(/\s+/g, ' '), bars }]),
  )
  const count = Object.keys(fresh).length
  const before = document.lyrics
  if (JSON.stringify(before ?? {}) === JSON.stringify(fresh)) return invalidEdit('The words are these already.', {})
  const label =
    count === 0
      ? 'Take the words off'
      : bar === undefined
        ? `Write the words: ${count} ${count === 1 ? 'line' : 'lines'}`
        : `Change the words at bar ${bar + 1}`
  return ok({
    label,
    change: (draft) => {
      if (count === 0) {
        delete draft.lyrics
        return
      }
      const old = draft.lyrics
      if (!old) {
        draft.lyrics = fresh
        return
      }
      // line by line, so that the history keeps what changed and not the text
      for (const at of Object.keys(old)) if (!fresh[at]) delete old[at]
      for (const [at, line] of Object.entries(fresh)) if (old[at]?.text !== line.text || old[at]?.bars !== line.bars) old[at] = line
    },
  })
}
