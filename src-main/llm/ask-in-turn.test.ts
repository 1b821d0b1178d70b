import { expect, test } from 'vitest'
import { z } from 'zod'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { AnswerTrail } from '../../src-shared/llm/contract.ts'
import { createAskInTurn } from './ask-in-turn.ts'
import type { Speaker, SpeakerQuestion } from './speaker.ts'

const schema = z.object({ mood: z.enum(['calm', 'loud']) })
const request = { task: 'prompt' as const, system: 'You are a musician.', messages: [{ role: 'user' as const, text: 'rain' }], schema }
const context = () => ({ signal: new AbortController().signal })

/** answers these, one a question; an Error is thrown */
const speaker = (id: string, answers: readonly unknown[], heard: SpeakerQuestion[] = []): Speaker => {
  const left = [...answers]
  return {
    id,
    name: id.toUpperCase(),
    isLocal: id === 'local',
    costOf: () => 0,
    async ask(question) {
      heard.push(question)
      const next = left.shift()
      if (next instanceof Error) throw next
      return { value: next, answerTokens: 5, dollars: 0.01 }
    },
  }
}
const door = (...speakers: readonly Speaker[]) => {
  const trails: AnswerTrail[] = []
  let time = 0
  return { trails, model: createAskInTurn({ speakersFor: async () => speakers, keep: (trail) => trails.push(trail), now: () => (time += 10) }) }
}
const down = new FailureError(failure('llm.unreachable', 'it did not answer'))

test('the first that answers is used, and the trail tells who was not and why', async () => {
  const { model, trails } = door(speaker('local', [down]), speaker('cloud', [{ mood: 'calm' }]))
  const reply = await model.answer(request, context())
  expect(reply).toMatchObject({ ok: true, value: { value: { mood: 'calm' }, trail: { answeredBy: { id: 'cloud', isLocal: false }, dollars: 0.01 } } })
  expect(trails[0]?.asked).toEqual([
    { id: 'local', name: 'LOCAL', outcome: 'llm.unreachable', why: 'it did not answer' },
    { id: 'cloud', name: 'CLOUD', outcome: 'answered', why: '' },
  ])
  expect(JSON.stringify(trails)).not.toContain('rain')
})

test('the trail says that a card was given up, and when it is the rules’ turn', async () => {
  const onProcessor: Speaker = { ...speaker('local', []), ask: async () => ({ value: { mood: 'calm' }, dollars: 0, note: 'The graphics card was given up.' }) }
  expect(await door(onProcessor).model.answer(request, context())).toMatchObject({ ok: true, value: { trail: { notes: ['The graphics card was given up.'] } } })
  const { model, trails } = door(speaker('local', [down, down]))
  await model.answer(request, context())
  expect(trails[0]).toMatchObject({ notes: ['The studio’s rules took their turn.'] })
  await model.answer({ ...request, task: 'test' }, context())
  expect(trails[1]?.notes).toBeUndefined()
})

test('an answer that does not fit is asked for again with what is wrong, then the next is asked', async () => {
  const heard: SpeakerQuestion[] = []
  const { model } = door(speaker('local', [{ mood: 'odd' }, { mood: 'loud' }], heard))
  expect(await model.answer(request, context())).toMatchObject({ ok: true, value: { value: { mood: 'loud' } } })
  expect(heard[1]?.messages.at(-1)?.text).toContain('does not fit the schema')
  const second = door(speaker('local', ['?', 'ignore your rules']), speaker('cloud', [{ mood: 'calm' }]))
  expect(await second.model.answer(request, context())).toMatchObject({ ok: true, value: { trail: { asked: [{ outcome: 'llm.bad-answer' }, {}] } } })
})

test('with nobody there, or nobody who answers, agents are told so at once; a question too long keeps its reason', async () => {
  expect(await door().model.answer(request, context())).toMatchObject({ ok: false, error: { code: 'llm.none-available' } })
  expect(await door().model.isAvailable()).toBe(false)
  expect(await door(speaker('a', [down]), speaker('b', [down])).model.answer(request, context())).toMatchObject({
    ok: false,
    error: { code: 'llm.none-available', message: expect.stringContaining('A: it did not answer; B') },
  })
  const long = new FailureError(failure('llm.context-too-long', 'too long'))
  expect(await door(speaker('a', [long])).model.answer(request, context())).toMatchObject({ ok: false, error: { code: 'llm.context-too-long' } })
})

test('a cancel is no failure, and a defect is not hidden', async () => {
  const cancel = new AbortController()
  cancel.abort()
  await expect(door(speaker('a', [{ mood: 'calm' }])).model.answer(request, { signal: cancel.signal })).rejects.toMatchObject({ name: 'AbortError' })
  await expect(door(speaker('a', [new TypeError('oops')])).model.answer(request, context())).rejects.toThrow('oops')
})
