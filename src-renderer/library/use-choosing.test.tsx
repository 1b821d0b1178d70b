import { renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useChoosing } from './use-choosing.ts'

test('a deed waits for the choice that is under way, and for nothing else', async () => {
  const { choose, onceChosen } = renderHook(useChoosing).result.current
  const done: string[] = []
  onceChosen(() => done.push('before'))()
  expect(done).toEqual(['before'])
  const choice = Promise.withResolvers<void>()
  choose(choice.promise)
  onceChosen(() => done.push('after'))()
  await Promise.resolve()
  expect(done).toEqual(['before'])
  choice.resolve()
  await expect.poll(() => done).toEqual(['before', 'after'])
  choose(Promise.reject(new Error('main is gone')))
  onceChosen(() => done.push('all the same'))()
  await expect.poll(() => done).toContain('all the same')
  onceChosen(() => done.push('at once'))()
  expect(done.at(-1)).toBe('at once')
})
