import { expect, test } from 'vitest'
import { followHistory } from './comment-deeds.ts'

const deed = (stepId: number) => ({ stepId, label: `Step ${stepId}`, at: stepId * 10 })
const line = (stepId: number, isUndone: boolean) => ({ place: { kind: 'library', stepId } as const, isUndone })

test('what the history panel undid is nothing that Undo means, but Redo does', () => {
  const after = followHistory({ deeds: [deed(1), deed(2)], undone: [] }, [line(1, false), line(2, true)])
  expect(after).toEqual({ deeds: [deed(1)], undone: [{ ...deed(2), by: 2 }] })
  // and back again
  expect(followHistory(after, [line(1, false), line(2, false)])).toEqual({ deeds: [deed(1), deed(2)], undone: [] })
})

test('a deed that a step of its own took back comes back when that step is undone; what is not in the list stays', () => {
  const now = { deeds: [deed(9)], undone: [{ ...deed(3), by: 5 }] }
  expect(followHistory(now, [line(3, false), line(5, false)])).toEqual(now)
  expect(followHistory(now, [line(3, false), line(5, true)])).toEqual({ deeds: [deed(3), deed(9)], undone: [] })
})
