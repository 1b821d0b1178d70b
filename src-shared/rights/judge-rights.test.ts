import { expect, test } from 'vitest'
import type { RightsSource } from './contract.ts'
import { answerOf, verdictOf } from './judge-rights.ts'

const source = (name: string, mayISell: RightsSource['mayISell'], note = ''): RightsSource => ({
  kind: 'model',
  id: name,
  name,
  licence: 'x',
  mayISell,
  note,
  takes: 1,
})

test('the strictest source decides, and is named', () => {
  const free = source('Built-in engine', 'yes')
  const unsure = source('HTDemucs', 'ask', 'Personal and research use.')
  const closed = source('MusicGen', 'no', 'No. Non-commercial use only.')
  expect(verdictOf([free])).toBe('yes')
  expect(answerOf([free])).toBe('Yes. Nothing that is heard in this song forbids selling it (Built-in engine).')
  expect(verdictOf([free, unsure])).toBe('ask')
  expect(answerOf([unsure, free])).toBe('Ask first: it depends on HTDemucs. Personal and research use.')
  expect(verdictOf([unsure, closed, free])).toBe('no')
  expect(answerOf([unsure, closed, free])).toMatch(/^No, because of MusicGen\. Non-commercial use only\. Have those bars played anew/)
})
