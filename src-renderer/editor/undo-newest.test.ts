import { expect, test } from 'vitest'
import { commentToRedo, commentToUndo } from './undo-newest.ts'

const edit = (at: number, isUndone = false) => ({ index: 0, label: 'Mark region', at, actor: 'person' as const, isUndone })
const comment = { stepId: 7, label: 'Add the comment', at: 50 }

test('Undo means what was done last: a comment that is newer than the song’s newest standing edit, else that edit', () => {
  expect(commentToUndo({ history: [edit(10)] }, [comment])).toBe(comment)
  expect(commentToUndo({ history: [edit(10), edit(60)] }, [comment])).toBeUndefined()
  expect(commentToUndo({ history: [edit(10), edit(60, true)] }, [comment])).toBe(comment)
  expect(commentToUndo({ history: [] }, [comment])).toBe(comment)
  expect(commentToUndo({ history: [edit(10)] }, [])).toBeUndefined()
})

test('Redo means what was taken back last: a comment that was written before the edit that would be redone', () => {
  const back = { ...comment, by: 7 }
  expect(commentToRedo({ history: [edit(10)] }, [back])).toBe(back)
  expect(commentToRedo({ history: [edit(10), edit(60, true)] }, [back])).toBe(back)
  expect(commentToRedo({ history: [edit(10), edit(40, true)] }, [back])).toBeUndefined()
  expect(commentToRedo({ history: [edit(10)] }, [])).toBeUndefined()
  // an edit after it was taken back: there is nothing to do again
  expect(commentToRedo({ history: [edit(10), edit(90)] }, [back])).toBeUndefined()
})
