import { expect, test } from 'vitest'
import type { MarkerId } from '../../kernel/ids.ts'
import type { ProjectCommand } from '../commands.ts'
import type { ProjectDocument } from '../document.ts'
import { applyCommand, applyDiff, takesById } from './index.ts'
import { makeDocument, makeTake, ORIGINAL, takeId } from './song-for-tests.ts'

const BAR = 96_000
const id = 'mrk_00000001' as MarkerId
const longer = makeTake({
  id: takeId('longer'),
  parentTakeId: ORIGINAL,
  kind: 'extend',
  groupId: 'third',
  lengthFrames: 4_800_000 + 2 * BAR,
  region: { startFrame: 0, endFrame: 2 * BAR },
})
const takes = takesById([makeTake(), longer])
const marked = makeDocument({ markers: { [id]: { id, name: 'Drop', frame: 4 * BAR } } })

const apply = (document: ProjectDocument, command: ProjectCommand) => {
  const applied = applyCommand(document, takes, command)
  if (!applied.ok) throw new Error(applied.error.message)
  expect(applyDiff(applied.value.document, applied.value.backward)).toEqual(document)
  return applied.value
}
const codeOf = (document: ProjectDocument, command: ProjectCommand) => {
  const applied = applyCommand(document, takes, command)
  return applied.ok ? 'ok' : applied.error.code
}

test('markers read in the history as musicians read them, and every edit can be undone', () => {
  expect(apply(makeDocument(), { type: 'marker.add', marker: { id, name: 'Drop', frame: 4 * BAR } }).label).toBe('Mark Drop at bar 5')
  expect(apply(makeDocument(), { type: 'marker.add', marker: { id, name: ' ', frame: 0 } }).label).toBe('Mark bar 1')
  expect(apply(marked, { type: 'marker.move', markerId: id, frame: 5 * BAR + BAR / 2 }).label).toBe('Move Drop to bar 6.3')
  expect(apply(marked, { type: 'marker.rename', markerId: id, name: 'Hook' }).label).toBe('Rename Drop to Hook')
  expect(apply(marked, { type: 'marker.remove', markerId: id }).document.markers).toEqual({})
  const coloured = apply(marked, { type: 'marker.colour', markerId: id, colour: 'sky' })
  expect(coloured).toMatchObject({ label: 'Colour Drop sky blue', document: { markers: { [id]: { colour: 'sky' } } } })
  const plain = apply(coloured.document, { type: 'marker.colour', markerId: id })
  expect([plain.label, plain.document.markers]).toEqual(['Take the colour off Drop', marked.markers])
  expect(codeOf(marked, { type: 'marker.colour', markerId: id })).toBe('project.invalid-edit')
})

test('markers follow their moment when the song gets a longer beginning', () => {
  expect(apply(marked, { type: 'take.accept', takeId: longer.id }).document.markers[id]?.frame).toBe(6 * BAR)
})

test.each<[string, ProjectCommand]>([
  ['project.invalid-edit', { type: 'marker.add', marker: { id, name: 'again', frame: 0 } }],
  ['project.invalid-edit', { type: 'marker.move', markerId: id, frame: 4_800_001 }],
  ['project.invalid-edit', { type: 'marker.move', markerId: id, frame: 4 * BAR }],
  ['marker.not-found', { type: 'marker.remove', markerId: 'mrk_nobody00' as MarkerId }],
])('%s is refused', (code, command) => expect(codeOf(marked, command)).toBe(code))
