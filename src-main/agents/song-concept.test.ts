import { expect, test } from 'vitest'
import { err, ok } from '../../src-shared/kernel/result.ts'
import type { LanguageModel } from '../llm/index.ts'
import type { PromptAgent } from './prompt-agent.ts'
import { conceive } from './song-concept.ts'

const context = { signal: new AbortController().signal }
const helper: PromptAgent = { enhance: async (original) => ({ original, additions: [{ words: '80 bpm', why: 'usual' }], by: 'rules', note: '' }) }
const author = (drafts: readonly object[], heard: string[] = []): LanguageModel => {
  const left = [...drafts]
  return {
    isAvailable: async () => true,
    async answer({ messages, schema }) {
      heard.push(messages.at(-1)?.text ?? '')
      const next = left.shift()
      if (!next) return err({ code: 'llm.none-available', message: 'nobody' })
      return ok({ value: schema.parse(next), trail: { task: 'author', at: 0, asked: [], milliseconds: 1, dollars: 0 } })
    },
  }
}
const check = async ({ prompt }: { prompt: string }) => (prompt.includes('waltz') ? undefined : 'The wish says waltz; keep it.')

test('a draft that loses the wish goes back to its author with what is wrong, then the helper adds what is open', async () => {
  const heard: string[] = []
  const model = author(
    [
      { title: 'A', prompt: 'slow ballad' },
      { title: 'Rain', prompt: 'slow waltz with accordion' },
    ],
    heard,
  )
  expect(await conceive(model, helper, check, 'a <waltz> about rain', context)).toEqual({
    title: 'Rain',
    prompt: 'slow waltz with accordion, 80 bpm',
    additions: [{ words: '80 bpm', why: 'usual' }],
    by: 'model',
  })
  expect(heard).toEqual(['<wish>a  waltz  about rain</wish>', 'The wish says waltz; keep it.'])
})

test('an author who never listens, or is not there, is passed over: the wish itself is the draft', async () => {
  const stubborn = author(Array.from({ length: 9 }, () => ({ title: 'A', prompt: 'slow ballad' })))
  expect(await conceive(stubborn, helper, check, 'a waltz', context)).toMatchObject({ by: 'rules', prompt: 'a waltz, 80 bpm', title: undefined })
  expect(await conceive(author([]), helper, check, 'a waltz', context)).toMatchObject({ by: 'rules', prompt: 'a waltz, 80 bpm' })
})
