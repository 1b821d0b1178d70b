import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { RPCHandler } from '@orpc/server/message-port'
import { afterEach, expect, test, vi } from 'vitest'
import { createStudioClient } from '../../../src-shared/ipc/studio-client.ts'
import { type StudioHandlers, studioContract } from '../../../src-shared/ipc/studio-contract.ts'
import type { WireClient } from '../../../src-shared/ipc/wire.ts'
import { failure } from '../../../src-shared/kernel/failure.ts'
import { err, ok } from '../../../src-shared/kernel/result.ts'
import { createEvents } from '../events.ts'
import { createStudioRouter } from './router.ts'

const defects: unknown[] = []
const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
  defects.length = 0
})

/** Handlers whose calls are all missing but the ones given: enough to walk the wire. */
const handlersWith = (given: { [D in keyof StudioHandlers]?: Partial<StudioHandlers[D]> }): StudioHandlers =>
  Object.fromEntries(
    Object.entries(studioContract).map(([domain, contract]) => [
      domain,
      { ...Object.fromEntries(Object.keys(contract).map((name) => [name, async () => ok({})])), ...given[domain as keyof StudioHandlers] },
    ]),
  ) as unknown as StudioHandlers

const connect = (handlers: StudioHandlers) => {
  const events = createEvents((cause) => defects.push(cause))
  const { port1, port2 } = new MessageChannel()
  new RPCHandler(createStudioRouter(handlers, events, (_, cause) => defects.push(cause))).upgrade(port1)
  port1.start()
  port2.start()
  const studio = createStudioClient(createORPCClient(new RPCLink({ port: port2 })) as unknown as WireClient, () => {})
  open.push(() => {
    studio.close()
    port1.close()
    port2.close()
  })
  return { studio, events }
}

test('a call crosses a port with its defaults filled in and its answer as a Result', async () => {
  const list = vi.fn(async () => ok({ tracks: [], nextCursor: undefined, total: 0 }))
  const { studio } = connect(handlersWith({ library: { list } }))
  expect(await studio.library.list({ text: 'rain' })).toEqual({ ok: true, value: { tracks: [], total: 0 } })
  const [input] = list.mock.calls[0] as unknown[]
  expect(input).toEqual({ text: 'rain', view: 'all', sort: 'createdAt', descending: true, limit: 100 })
})

test('a question that is withdrawn is so on both sides', async () => {
  const heard = Promise.withResolvers<AbortSignal | undefined>()
  const list = (_: unknown, signal?: AbortSignal) => {
    heard.resolve(signal)
    return new Promise<never>((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  }
  const { studio } = connect(handlersWith({ library: { list } }))
  const stop = new AbortController()
  const reply = studio.library.list({ text: 'rain' }, stop.signal)
  const signal = await heard.promise
  stop.abort()
  expect(await reply).toMatchObject({ ok: false, error: { code: 'ipc.cancelled' } })
  await vi.waitFor(() => expect(signal?.aborted).toBe(true))
})

test('a failure keeps its code, a wrong input is refused, a defect is reported and hidden', async () => {
  const { studio } = connect(
    handlersWith({
      library: {
        get: async () => err(failure('track.not-found', 'There is no such track.')),
        stats: async () => {
          throw new Error('broken invariant')
        },
      },
    }),
  )
  const missing = await studio.library.get({ trackId: 'trk_00000000' as never })
  expect(missing).toMatchObject({ ok: false, error: { code: 'track.not-found' } })
  expect(await studio.library.get({ trackId: '../../etc/passwd' as never })).toMatchObject({ ok: false, error: { code: 'ipc.invalid-input' } })
  expect(await studio.library.stats({})).toMatchObject({ ok: false, error: { code: 'ipc.defect' } })
  expect(defects).toHaveLength(1)
})

test('facts arrive in order at those who listen', async () => {
  const { studio, events } = connect(handlersWith({}))
  const heard: string[] = []
  studio.library.on('changed', ({ trackIds }) => heard.push(...trackIds))
  await studio.library.stats({})
  for (let i = 0; i < 50; i++) events.emit('library.changed', { trackIds: [`trk_0000000${i}` as never] })
  await vi.waitFor(() => expect(heard).toHaveLength(50))
  expect(heard[49]).toBe('trk_000000049')
})
