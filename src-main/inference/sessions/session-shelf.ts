import { readFile, stat } from 'node:fs/promises'
import { InferenceSession } from 'onnxruntime-node'
import type { Provider } from '../../../src-shared/hardware/contract.ts'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { SessionSettings } from '../protocol.ts'
import { type Graph, openInPieces } from './pieced-graph.ts'
import type { OpenOptions, Session, Sessions } from './sessions.ts'

type Held = { readonly session: Session; readonly wantsMore: boolean; readonly bytes: number; usedAt: number; release(): Promise<void> }

const damaged = (path: string, cause: unknown): FailureError => {
  const why = cause instanceof Error ? cause.message : String(cause)
  const message = 'A file of this model is missing or damaged. Your songs are unchanged. Open Models and choose Repair, or install the model again.'
  return new FailureError(failure('model.damaged', message, { path, why }), { cause })
}

const PROVIDER_NAMES: Readonly<Record<Provider, string>> = { cuda: 'CUDA', dml: 'DirectML', coreml: 'CoreML', webgpu: 'WebGPU', cpu: 'the processor' }
const REASON_CHARACTERS = 140
/** The last sentence of a provider's words says what it missed; what comes before are places in its source. */
const shortened = (why: string): string => {
  const line = (why.split('\n')[0] ?? '').replace(/^.*FAIL : /, '')
  return line.length <= REASON_CHARACTERS ? line : `${line.slice(0, REASON_CHARACTERS)}…`
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`

const wrap = (path: string, provider: Provider, session: Graph): Session => {
  const describe = (name: string) => session.inputMetadata.find((input) => input.name === name)
  return {
    path,
    provider,
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    inputType: (name) => {
      const input = describe(name)
      return input?.isTensor ? input.type : undefined
    },
    inputShape: (name) => {
      const input = describe(name)
      return input?.isTensor ? input.shape : []
    },
    run: (feeds, outputs) => (outputs ? session.run(feeds, outputs) : session.run(feeds)),
  }
}

/** A graph may keep its weights beside it (`model.onnx_data`); what counts is what is loaded. */
const bytesOf = async (path: string): Promise<number> => {
  const { size } = await stat(path)
  const beside = await stat(`${path}_data`).catch(() => undefined)
  return size + (beside?.size ?? 0)
}

/** The graph as it is easier on memory on the CPU; undefined where it says itself what is wrong with it, or has nothing to change. */
const createLean = async (path: string, { fusedAttention = false, pieces = [] }: OpenOptions, options: InferenceSession.SessionOptions) => {
  if (!fusedAttention && pieces.length === 0) return undefined
  try {
    return await openInPieces(await readFile(path), { starts: pieces, isFused: fusedAttention }, options)
  } catch {
    return undefined
  }
}

/**
 * Opens graphs on the first provider that takes them and keeps them for the next task. A provider list throws where its first entry cannot
 * load (onnxruntime-node does not fall back by itself), so each is tried alone.
 */
export const createSessionShelf = () => {
  const held = new Map<string, Held>()
  /** opened by the task that runs now */
  const pinned = new Set<string>()
  /** why a graph is not tried on a provider again in this process, by path: another graph may well fit there */
  const refusals = new Map<string, ReadonlyMap<Provider, string>>()
  let clock = 0

  const makeRoom = async (bytes: number, { memoryCeilingBytes }: SessionSettings): Promise<void> => {
    const total = () => [...held.values()].reduce((sum, one) => sum + one.bytes, 0)
    const leastRecent = () => [...held].filter(([key]) => !pinned.has(key)).sort(([, a], [, b]) => a.usedAt - b.usedAt)[0]
    for (let next = leastRecent(); next && total() + bytes > memoryCeilingBytes; next = leastRecent()) {
      held.delete(next[0])
      await next[1].release()
    }
    if (total() + bytes <= memoryCeilingBytes) return
    const message = `This model needs about ${gigabytes(total() + bytes)} of memory, more than the ${gigabytes(memoryCeilingBytes)} it may use. Choose a smaller one under Models, or raise the limit under Settings > Hardware.`
    throw new FailureError(failure('model.too-big', message, { bytes, memoryCeilingBytes }))
  }

  const create = async (path: string, settings: SessionSettings, lean: OpenOptions) => {
    const { memoryArena = false, providers = settings.providers } = lean
    const refused = new Map(refusals.get(path))
    const wanted = [...providers.filter((name) => name !== 'cpu' && !refused.has(name)), 'cpu'] as const
    for (const provider of wanted) {
      try {
        const options: InferenceSession.SessionOptions = {
          executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
          enableCpuMemArena: memoryArena,
          enableMemPattern: memoryArena,
          intraOpNumThreads: settings.threads,
          interOpNumThreads: 1,
          logSeverityLevel: 3,
        }
        const session: Graph = (provider === 'cpu' && (await createLean(path, lean, options))) || (await InferenceSession.create(path, options))
        // a graph that opens nowhere says nothing about the providers
        if (refused.size > 0) refusals.set(path, refused)
        return { provider, session }
      } catch (cause) {
        if (provider === 'cpu') throw damaged(path, cause)
        refused.set(provider, cause instanceof Error ? cause.message : String(cause))
      }
    }
    throw new Error('cpu is always tried')
  }

  const open = async (path: string, settings: SessionSettings, options: OpenOptions): Promise<Session> => {
    const key = JSON.stringify([path, settings.threads, options, options.providers ?? settings.providers])
    const before = held.get(key)
    if (before) {
      before.usedAt = ++clock
      pinned.add(key)
      return before.session
    }
    const bytes = await bytesOf(path).catch((cause: unknown) => Promise.reject(damaged(path, cause)))
    await makeRoom(bytes, settings)
    const { provider, session } = await create(path, settings, options)
    const own = wrap(path, provider, session)
    const wantsMore = (options.providers ?? settings.providers).some((name) => name !== 'cpu')
    held.set(key, { session: own, wantsMore, bytes, usedAt: ++clock, release: () => session.release() })
    pinned.add(key)
    return own
  }

  return {
    /** for one task; call `unpin` when it has ended */
    forTask: (settings: SessionSettings): Sessions => ({ open: (path, options = {}) => open(path, settings, options) }),
    unpin: (): void => pinned.clear(),
    refusals: (path: string): ReadonlyMap<Provider, string> => refusals.get(path) ?? new Map(),
    /** for the musician: why what the running task opened computes on the processor; '' where it was not meant to run elsewhere */
    fallbackWords: (): string => {
      const refused = [...pinned].flatMap((key) => {
        const one = held.get(key)
        const why = one?.session.provider === 'cpu' && one.wantsMore ? [...(refusals.get(one.session.path) ?? [])][0] : undefined
        return why ? [why] : []
      })[0]
      return refused ? `on the processor, since ${PROVIDER_NAMES[refused[0]]} did not take this model: ${shortened(refused[1])}` : ''
    },
    heldBytes: (): number => [...held.values()].reduce((sum, one) => sum + one.bytes, 0),
  }
}
export type SessionShelf = ReturnType<typeof createSessionShelf>
