import { Tensor } from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { createRandom } from '../../../../src-shared/kernel/random.ts'
import { createModelShelf } from '../../../models/index.ts'
import { locateDataFolder } from '../../../platform/files/index.ts'
import { createSessionShelf } from '../../sessions/session-shelf.ts'
import { PIECES } from './separation-graph.ts'

test('real weights answer in pieces as they do whole, to a hundred-thousandth', { timeout: 300_000 }, async (context) => {
  const path = createModelShelf(locateDataFolder().models, '', () => []).find('htdemucs')?.files.model
  if (!path) return context.skip('htdemucs is not installed: segno models pull htdemucs')
  const shelf = createSessionShelf()
  const sessions = shelf.forTask({ providers: ['cpu'], threads: 2, memoryCeilingBytes: 8e9 })
  const [whole, cut] = [await sessions.open(path), await sessions.open(path, { fusedAttention: true, pieces: PIECES })]
  expect([cut.inputNames, cut.outputNames]).toEqual([whole.inputNames, whole.outputNames])
  const random = createRandom(1)
  const feeds = Object.fromEntries(
    whole.inputNames.map((name) => {
      const shape = whole.inputShape(name).map(Number)
      const count = shape.reduce((product, size) => product * size, 1)
      return [
        name,
        new Tensor(
          'float32',
          Float32Array.from({ length: count }, () => random.next() - 0.5),
          shape,
        ),
      ]
    }),
  )
  const [wanted, got] = [await whole.run(feeds), await cut.run(feeds)]
  for (const name of whole.outputNames) {
    const [a, b] = [wanted[name]?.data as Float32Array, got[name]?.data as Float32Array]
    expect(b.length).toBe(a.length)
    let [most, apart] = [0, 0]
    for (let i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] as number))
      apart = Math.max(apart, Math.abs((a[i] as number) - (b[i] as number)))
    }
    process.stdout.write(`output ${name}: apart by ${(apart / most).toExponential(1)} of its peak\n`)
    expect(apart / most, name).toBeLessThan(1e-5)
  }
})
