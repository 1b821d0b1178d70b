import { expect, test } from 'vitest'
import type { Sha256 } from '../../kernel/ids.ts'
import type { ProjectCommand } from '../commands.ts'
import { applyCommand, applyDiff, takesById } from './index.ts'
import { makeDocument, makeTake, ORIGINAL, regenerated, takeId } from './song-for-tests.ts'

const takes = takesById([makeTake({ kind: 'imported' })])
const grid = { tempoMap: [{ atTicks: 0, tempoBpm: 98.5 }], timeSignature: { beats: 4, unit: 4 as const }, firstBarFrame: 480 }
const correct = (changes: Partial<Extract<ProjectCommand, { type: 'grid.correct' }>> = {}): ProjectCommand => ({
  type: 'grid.correct',
  what: 'tempo',
  grid,
  ...changes,
})

test('a correction is one step of the history, there and back', () => {
  const edit = applyCommand(makeDocument(), takes, correct())
  if (!edit.ok) throw new Error(edit.error.message)
  expect(edit.value.label).toBe('Set the tempo to 98.5 bpm')
  expect(edit.value.document.correction).toEqual({ takeId: ORIGINAL, grid })
  expect(applyDiff(edit.value.document, edit.value.backward)).toEqual(makeDocument())
  const key = applyCommand(edit.value.document, takes, { type: 'grid.correct', what: 'key', key: { tonic: 'A', mode: 'dorian' } })
  if (!key.ok) throw new Error(key.error.message)
  expect(key.value.label).toBe('Set the key to A dorian')
  expect(key.value.document.correction).toEqual({ takeId: ORIGINAL, grid, key: { tonic: 'A', mode: 'dorian' } })
  const reset = applyCommand(key.value.document, takes, { type: 'grid.reset' })
  expect(reset.ok && reset.value.document).toEqual(makeDocument())
})

test('what is written in a score is not corrected, nor what is already as it is heard', () => {
  const written = takesById([makeTake({ scoreSha256: 'b'.repeat(64) as Sha256 }), regenerated(takeId('two'), 1)])
  expect(applyCommand(makeDocument(), written, correct())).toMatchObject({ ok: false, error: { code: 'project.invalid-edit' } })
  expect(applyCommand(makeDocument({ currentTakeId: takeId('two') }), written, correct())).toMatchObject({ ok: false })
  expect(applyCommand(makeDocument(), takes, { type: 'grid.reset' })).toMatchObject({ ok: false, error: { code: 'project.invalid-edit' } })
  expect(applyCommand(makeDocument(), takes, { type: 'grid.correct', what: 'tempo' })).toMatchObject({ ok: false })
})
