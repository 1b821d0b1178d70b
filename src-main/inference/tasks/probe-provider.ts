import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Provider } from '../../../src-shared/hardware/contract.ts'
import type { InferenceTask } from '../protocol.ts'

/** What running a real graph on a provider came to. */
export type ProbeResult = { readonly provider: Provider; readonly works: boolean; readonly why: string }

/** y = x · 1: float32 [1,4] by the identity matrix, opset 17, IR 8; written with onnx.helper. */
const PROBE_GRAPH = Buffer.from(
  'CAg6kQEKEQoBeAoBdxIBeSIGTWF0TXVsEgVwcm9iZSpLCAQIBBABIkAAAIA/AAAAAAAAAAAAAAAAAAAAAAAAgD8AAAAAAAAAAAAAAAAAAAAAAACAPwAAAAAAAAAAAAAAAAAAAAAAAIA/QgF3WhMKAXgSDgoMCAESCAoCCAEKAggEYhMKAXkSDgoMCAESCAoCCAEKAggEQgQKABAR',
  'base64',
)
const NUMBERS = [1, -2, 3.5, 0.25]

const probe = async (provider: Provider): Promise<ProbeResult> => {
  try {
    const session = await InferenceSession.create(PROBE_GRAPH, { executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'], logSeverityLevel: 4 })
    const { y } = await session.run({ x: new Tensor('float32', Float32Array.from(NUMBERS), [1, 4]) })
    await session.release()
    const isRight = NUMBERS.every((number, index) => y?.data[index] === number)
    return { provider, works: isRight, why: isRight ? '' : 'it answered with wrong numbers' }
  } catch (cause) {
    return { provider, works: false, why: (cause instanceof Error ? cause.message : String(cause)).split('\n')[0] ?? '' }
  }
}

/** Runs a tiny graph on a provider: the only way to know whether it works here. One a call, because a driver may take the process along. */
export const probeProvider: InferenceTask<{ readonly provider: Provider }, ProbeResult> = ({ provider }) => probe(provider)
