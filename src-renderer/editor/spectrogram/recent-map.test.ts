import { expect, test } from 'vitest'
import { RecentMap } from './recent-map.ts'

test('what was asked for last stays, what goes is told once', () => {
  const gone: string[] = []
  const map = new RecentMap<string, string>(2, (value) => gone.push(value))
  map.set('a', 'A')
  map.set('b', 'B')
  expect(map.get('a')).toBe('A')
  map.set('c', 'C')
  expect(gone).toEqual(['B'])
  expect(map.get('b')).toBeUndefined()
  map.set('a', 'A')
  map.set('a', 'A2')
  expect(gone).toEqual(['B', 'A'])
  map.delete('c')
  map.delete('c')
  expect(gone).toEqual(['B', 'A', 'C'])
  expect([map.size, ...map.keys()]).toEqual([1, 'a'])
})
