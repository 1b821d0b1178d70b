import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ProjectCommand } from '../commands.ts'
import type { Take } from '../document.ts'
import { applyCommand, applyDiff, brokenInvariants, type DocumentDiff, takesById } from './index.ts'
import { makeDocument, makeTake, ORIGINAL, regenerated, regionId, takeId } from './song-for-tests.ts'

const TAKES = 6
const idOf = (index: number) => (index === 0 ? ORIGINAL : takeId(`t${index}`))

/** A random family of takes: each made from an earlier one, some longer in front, some at the end, some shorter. */
const family = fc.array(
  fc.record({
    parent: fc.nat(TAKES),
    kind: fc.constantFrom('regenerate', 'before', 'after', 'shorter' as const),
    frames: fc.integer({ min: 1, max: 200_000 }),
  }),
  { minLength: TAKES, maxLength: TAKES },
)
const grow = (shape: typeof family extends fc.Arbitrary<infer T> ? T : never): Take[] => {
  const takes: Take[] = [makeTake()]
  shape.forEach(({ parent, kind, frames }, index) => {
    const from = takes[parent % takes.length] ?? makeTake()
    const lengthFrames =
      kind === 'regenerate' ? from.lengthFrames : kind === 'shorter' ? Math.max(1, from.lengthFrames - frames * 10) : from.lengthFrames + frames
    const region = kind === 'before' ? { startFrame: 0, endFrame: frames } : { startFrame: Math.max(0, lengthFrames - frames), endFrame: lengthFrames }
    takes.push(
      regenerated(idOf(index + 1), index + 1, {
        kind: kind === 'before' || kind === 'after' ? 'extend' : 'regenerate',
        groupId: `group${index % 2}`,
        parentTakeId: from.id,
        lengthFrames,
        region,
      }),
    )
  })
  return takes
}

const frame = fc.integer({ min: 0, max: 6_000_000 })
const region = fc.constantFrom('a', 'b', 'c').map(regionId)
const take = fc.nat(TAKES + 1).map(idOf)
const command: fc.Arbitrary<ProjectCommand> = fc.oneof(
  fc.record({
    type: fc.constant('region.add' as const),
    region: fc.record({ id: region, name: fc.string({ maxLength: 20 }), startFrame: frame, endFrame: frame }),
  }),
  fc.record({ type: fc.constant('region.resize' as const), regionId: region, startFrame: frame, endFrame: frame }),
  fc.record({ type: fc.constant('region.rename' as const), regionId: region, name: fc.string({ maxLength: 20 }) }),
  fc.record({ type: fc.constant('region.remove' as const), regionId: region }),
  fc.record({ type: fc.constant('take.accept' as const), takeId: take }),
  fc.record({ type: fc.constant('take.discard' as const), takeIds: fc.array(take, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    type: fc.constant('lyrics.write' as const),
    lines: fc.array(fc.record({ bar: fc.nat(6), text: fc.constantFrom('', 'rain', 'all the night'), bars: fc.integer({ min: 1, max: 2 }) }), { maxLength: 4 }),
  }),
  fc.record({ type: fc.constant('take.restore' as const), takeIds: fc.array(take, { minLength: 1, maxLength: 3 }) }),
)

test('any row of commands keeps the invariants, never changes its input, and is undone and redone exactly', () => {
  let accepted = 0
  fc.assert(
    fc.property(family, fc.array(command, { maxLength: 40, size: 'max' }), (shape, commands) => {
      const takes = takesById(grow(shape))
      const versions = [makeDocument()]
      const edits: { forward: DocumentDiff; backward: DocumentDiff }[] = []
      for (const edit of commands) {
        const before = versions.at(-1) ?? makeDocument()
        const frozen = JSON.stringify(before)
        const applied = applyCommand(before, takes, edit)
        expect(JSON.stringify(before)).toBe(frozen)
        if (!applied.ok) continue
        accepted++
        expect(brokenInvariants({ document: applied.value.document, takes })).toEqual([])
        expect(applied.value.label).not.toBe('')
        versions.push(applied.value.document)
        edits.push(applied.value)
      }
      // the history table keeps diffs as JSON: walk them all the way back and forth through it
      const saved = JSON.parse(JSON.stringify(edits)) as typeof edits
      let document = versions.at(-1) ?? makeDocument()
      for (let i = saved.length - 1; i >= 0; i--) {
        document = applyDiff(document, saved[i]?.backward ?? [])
        expect(document).toEqual(versions[i])
      }
      for (let i = 0; i < saved.length; i++) {
        document = applyDiff(document, saved[i]?.forward ?? [])
        expect(document).toEqual(versions[i + 1])
      }
    }),
    { numRuns: 300, seed: 20_261_121 },
  )
  expect(accepted).toBeGreaterThan(1_000)
})
