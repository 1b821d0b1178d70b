import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

const slow = () => {
  let go = () => {}
  const gate = new Promise<void>((resolve) => {
    go = resolve
  })
  return { gate, go }
}

test('what was asked for last is what stays, however slow the first is; what lies between is left out', async () => {
  const turns = createTurns()
  const first = slow()
  const heard: number[] = []
  void turns.take(async () => {
    await first.gate
    heard.push(1)
  })
  await Promise.resolve()
  void turns.take(async () => void heard.push(2))
  void turns.take(async () => void heard.push(3))
  first.go()
  await turns.ended()
  expect(heard).toEqual([1, 3])
})

test('who waits hears the end of the switch, and one that fails stops none after it', async () => {
  const turns = createTurns()
  const failed = turns.take(() => Promise.reject(new Error('gone')))
  await expect(failed).rejects.toThrow('gone')
  let isHeard = false
  void turns.take(async () => {
    isHeard = true
  })
  await turns.ended()
  expect(isHeard).toBe(true)
})
