import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readWish } from '../influence/read-wish.ts'
import { askEvaluation } from './ask-evaluation.ts'
import { crossValidate } from './cross-validate.ts'
import { Evaluation, evaluate } from './evaluation.ts'

test('the mix finds more than each way of looking alone, for questions by hand and by construction', async () => {
  const set = Evaluation.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'evaluation.json'), 'utf8')))
  expect(set.songs.length).toBeGreaterThanOrEqual(60)
  const asked = await askEvaluation(set, readWish)
  const isByHand = set.queries.map((query) => query.isByHand)
  for (const some of [asked, asked.filter((_, i) => isByHand[i]), asked.filter((_, i) => !isByHand[i])]) {
    const { mix, ...alone } = evaluate(some)
    for (const recall of Object.values(alone)) expect(mix).toBeGreaterThanOrEqual(recall)
  }
  expect(evaluate(asked).mix).toBeGreaterThan(0.68)
  // weights that never saw a question do on it nearly what those do that were chosen with it
  expect(crossValidate(asked).mix).toBeGreaterThan(0.64)
})
