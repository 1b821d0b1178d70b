import { expect, test } from 'vitest'
import type { StudioEntry } from '../../src-shared/studios/contract.ts'
import { meantStudio } from './meant-studio.ts'

const entry = (id: StudioEntry['id'], recognisedBy: string[]): StudioEntry => ({
  id,
  name: id,
  blurb: '',
  agents: [],
  styles: [],
  examplePrompts: [],
  recognisedBy,
  memoryBytes: 0,
})
const studios = [entry('open', []), entry('cypher', ['trap', 'boom bap']), entry('chiptune', ['8-bit', 'nes'])]

test('words name a studio as whole words, the longest first, and never the one that is open', () => {
  expect(meantStudio('Dusty boom bap, please', studios, 'open')?.id).toBe('cypher')
  expect(meantStudio('8-bit boom bap', studios, 'open')?.id).toBe('cypher')
  expect(meantStudio('an 8-bit castle', studios, 'open')?.id).toBe('chiptune')
  expect(meantStudio('a trapeze artist eats nested cake', studios, 'open')).toBeUndefined()
  expect(meantStudio('trap', studios, 'cypher')).toBeUndefined()
})
