import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { SpeedFinding } from '../../../src-shared/hardware/contract.ts'
import type { InferenceTask } from '../protocol.ts'

/** y = x · w with free dimensions: float32 [n,k] by [k,m], opset 17, IR 8; written with onnx.helper. */
const SPEED_GRAPH = Buffer.from(
  'CAg6XwoRCgF4CgF3EgF5IgZNYXRNdWwSBXNwZWVkWhUKAXgSEAoOCAESCgoDEgFuCgMSAWtaFQoBdxIQCg4IARIKCgMSAWsKAxIBbWIVCgF5EhAKDggBEgoKAxIBbgoDEgFtQgQKABAR',
  'base64',
)
/** a product of the size that transformers are made of: 2·n·k·m = 0.27 GFLOP */
const SIDE = 512
const ROUNDS = 12

/**
 * The same matrix product with each number of threads: how much arithmetic this processor really does for a model. The best of the rounds
 * counts, because whatever else the computer does only ever makes one slower.
 */
export const measureSpeed: InferenceTask<{ readonly threads: readonly number[] }, readonly SpeedFinding[]> = async ({ threads }, { checkpoint }) => {
  const values = Float32Array.from({ length: SIDE * SIDE }, (_, i) => ((i * 7919) % 1000) / 1000 - 0.5)
  const matrix = new Tensor('float32', values, [SIDE, SIDE])
  const findings: SpeedFinding[] = []
  for (const count of threads) {
    const session = await InferenceSession.create(SPEED_GRAPH, { executionProviders: ['cpu'], intraOpNumThreads: count, logSeverityLevel: 4 })
    const seconds: number[] = []
    for (let round = 0; round <= ROUNDS; round++) {
      await checkpoint()
      const begun = performance.now()
      await session.run({ x: matrix, w: matrix })
      // the first one also starts the threads
      if (round > 0) seconds.push((performance.now() - begun) / 1000)
    }
    await session.release()
    findings.push({ threads: count, gigaflops: (2 * SIDE ** 3) / Math.min(...seconds) / 1e9 })
  }
  return findings
}
