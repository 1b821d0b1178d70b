import { describe, expect, test } from 'vitest'
import type { ProjectCommand } from '../commands.ts'
import type { ProjectDocument, Take } from '../document.ts'
import { applyCommand, applyDiff, proposedTakes, takesById } from './index.ts'
import { makeDocument, makeTake, ORIGINAL, regenerated, regionId, takeId } from './song-for-tests.ts'

const BAR = 96_000
const first = regenerated(takeId('one'), 1)
const second = regenerated(takeId('two'), 2)
const takes = takesById([makeTake(), first, second])
const chorus = { id: regionId('chorus'), name: 'Chorus', startFrame: 8 * BAR, endFrame: 12 * BAR }
const marked = makeDocument({ regions: { [chorus.id]: chorus } })

const apply = (document: ProjectDocument, command: ProjectCommand, of = takes) => {
  const applied = applyCommand(document, of, command)
  if (!applied.ok) throw new Error(`${applied.error.code}: ${applied.error.message}`)
  expect(applyDiff(document, applied.value.forward)).toEqual(applied.value.document)
  expect(applyDiff(applied.value.document, applied.value.backward)).toEqual(document)
  return applied.value
}
const codeOf = (document: ProjectDocument, command: ProjectCommand) => {
  const applied = applyCommand(document, takes, command)
  return applied.ok ? 'ok' : applied.error.code
}

describe('regions', () => {
  test('read in the history as musicians read them', () => {
    expect(apply(makeDocument(), { type: 'region.add', region: chorus }).label).toBe('Mark region Chorus')
    expect(apply(makeDocument(), { type: 'region.add', region: { ...chorus, name: ' ' } }).label).toBe('Mark region bars 9–12')
    expect(apply(marked, { type: 'region.rename', regionId: chorus.id, name: 'Hook' }).label).toBe('Rename region Chorus to Hook')
    expect(apply(marked, { type: 'region.resize', regionId: chorus.id, startFrame: 8 * BAR, endFrame: 10 * BAR }).label).toBe(
      'Resize region Chorus to bars 9–10',
    )
    expect(apply(marked, { type: 'region.resize', regionId: chorus.id, startFrame: 9 * BAR, endFrame: 13 * BAR }).label).toBe(
      'Move region Chorus to bars 10–13',
    )
    const removed = apply(marked, { type: 'region.remove', regionId: chorus.id })
    expect(removed.label).toBe('Remove region Chorus')
    expect(removed.document.regions).toEqual({})
  })

  test.each<[string, ProjectCommand]>([
    ['project.invalid-edit', { type: 'region.add', region: { ...chorus, endFrame: chorus.startFrame } }],
    ['project.invalid-edit', { type: 'region.add', region: { ...chorus, endFrame: 4_800_001 } }],
    ['project.invalid-edit', { type: 'region.resize', regionId: chorus.id, startFrame: 5, endFrame: 4 }],
    ['region.not-found', { type: 'region.rename', regionId: regionId('nobody'), name: 'x' }],
    ['region.not-found', { type: 'region.remove', regionId: regionId('nobody') }],
  ])('%s is refused', (code, command) => {
    expect(codeOf(makeDocument(), command.type === 'region.resize' ? { ...command, regionId: regionId('nobody') } : command)).toBe(
      command.type === 'region.resize' ? 'region.not-found' : code,
    )
    if (command.type === 'region.resize') expect(codeOf(marked, command)).toBe(code)
  })

  test('a region that is marked twice is refused', () => {
    expect(codeOf(marked, { type: 'region.add', region: chorus })).toBe('project.invalid-edit')
  })
})

describe('takes', () => {
  test('accepting one puts its siblings away and leaves regions where they are', () => {
    const accepted = apply(marked, { type: 'take.accept', takeId: second.id })
    expect(accepted.label).toBe('Accept take 2: bars 5–8')
    expect(accepted.document).toMatchObject({ currentTakeId: second.id, discardedTakeIds: { [first.id]: true }, regions: { [chorus.id]: chorus } })
  })

  test('the sibling that was accepted before is put away when another is accepted instead', () => {
    const one = apply(marked, { type: 'take.accept', takeId: first.id }).document
    const two = apply(one, { type: 'take.accept', takeId: second.id }).document
    expect(two.discardedTakeIds).toEqual({ [first.id]: true })
  })

  test('discarded takes are no longer proposed and can be restored', () => {
    expect(proposedTakes(marked, takes).map(({ number }) => number)).toEqual([1, 2])
    const discarded = apply(marked, { type: 'take.discard', takeIds: [first.id] })
    expect(discarded.label).toBe('Discard take 1: bars 5–8')
    expect(proposedTakes(discarded.document, takes).map(({ number }) => number)).toEqual([2])
    const restored = apply(discarded.document, { type: 'take.restore', takeIds: [first.id, second.id] })
    expect(restored.label).toBe('Restore take 1: bars 5–8')
    expect(restored.document).toEqual(marked)
  })

  test.each<[string, ProjectCommand]>([
    ['take.not-found', { type: 'take.accept', takeId: takeId('nobody') }],
    ['project.invalid-edit', { type: 'take.accept', takeId: ORIGINAL }],
    ['project.invalid-edit', { type: 'take.discard', takeIds: [ORIGINAL] }],
    ['take.not-found', { type: 'take.discard', takeIds: [takeId('nobody')] }],
    ['project.invalid-edit', { type: 'take.restore', takeIds: [first.id] }],
  ])('%s is refused', (code, command) => expect(codeOf(marked, command)).toBe(code))
})

describe('takes of another length', () => {
  const accept = (take: Take, document = marked) => apply(document, { type: 'take.accept', takeId: take.id }, takesById([makeTake(), take]))

  test('a longer beginning moves every region by what was added', () => {
    const added = 4 * BAR
    const longer = regenerated(takeId('intro'), 1, { kind: 'extend', lengthFrames: 4_800_000 + added, region: { startFrame: 0, endFrame: added } })
    const accepted = accept(longer)
    expect(accepted.label).toBe('Accept take 1: longer beginning')
    expect(accepted.document.regions[chorus.id]).toMatchObject({ startFrame: 12 * BAR, endFrame: 16 * BAR })
  })

  test('a longer ending moves nothing', () => {
    const longer = regenerated(takeId('outro'), 1, {
      kind: 'extend',
      lengthFrames: 4_800_000 + BAR,
      region: { startFrame: 4_800_000 - BAR, endFrame: 4_800_000 + BAR },
    })
    const accepted = accept(longer)
    expect(accepted.label).toBe('Accept take 1: longer ending')
    expect(accepted.document.regions[chorus.id]).toEqual(chorus)
  })

  test('a shorter take clamps what sticks out and drops what is gone', () => {
    const late = { id: regionId('late'), name: 'Late', startFrame: 20 * BAR, endFrame: 24 * BAR }
    const shorter = regenerated(takeId('short'), 1, { lengthFrames: 10 * BAR })
    const accepted = accept(shorter, makeDocument({ regions: { [chorus.id]: chorus, [late.id]: late } }))
    expect(accepted.document.regions).toEqual({ [chorus.id]: { ...chorus, endFrame: 10 * BAR } })
  })
})
