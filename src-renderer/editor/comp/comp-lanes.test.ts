import { expect, test } from 'vitest'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { makeDocument, makeTake, ORIGINAL, regenerated, takeId } from '../../../src-shared/project/edits/song-for-tests.ts'
import { openGroupsOf } from '../takes/take-groups.ts'
import { laneName, laneTakes } from './comp-lanes.ts'

const one = regenerated(takeId('one'), 1)
const two = regenerated(takeId('two'), 2)
const later = regenerated(takeId('later'), 1, { groupId: 'third', createdAt: 5 })
const comp = regenerated(takeId('comp'), 1, { groupId: 'fourth', kind: 'comp', createdAt: 6 })
const slow = regenerated(takeId('slow'), 3, { sampleRateHz: 44_100 })
const viewOf = (changes: Partial<ProjectView['document']> = {}): ProjectView => ({
  document: makeDocument(changes),
  revision: 1,
  title: 'Rain',
  takes: [makeTake(), one, two, slow, later, comp],
  history: [],
})
const idsOf = (view: ProjectView, groupId: string) =>
  laneTakes(
    view,
    openGroupsOf(view).find((group) => group.groupId === groupId),
  ).map(({ id }) => id)

test('the song lies above the takes of the open group that can play in it', () => {
  expect(idsOf(viewOf(), 'second')).toEqual([ORIGINAL, one.id, two.id])
  expect(idsOf(viewOf({ discardedTakeIds: { [two.id]: true } }), 'second')).toEqual([ORIGINAL, one.id])
})

test('what the comp uses stays a lane with its siblings, whichever group is open, and also when it was put away', () => {
  const used = { comp: { spans: { 0: { endFrame: 10, takeId: one.id } }, fades: {} } }
  expect(idsOf(viewOf(used), 'fourth')).toEqual([ORIGINAL, one.id, two.id])
  expect(idsOf(viewOf({ ...used, discardedTakeIds: { [one.id]: true } }), 'third')).toEqual([ORIGINAL, one.id, two.id, later.id])
})

test('a lane bears the name that the musician gave its take', () => {
  const { document } = viewOf({ takeNotes: { [two.id]: { name: 'Dry drums' } } })
  expect([makeTake(), one, two].map((take) => laneName(document, take))).toEqual(['Song', 'Take 1', 'Dry drums'])
})
