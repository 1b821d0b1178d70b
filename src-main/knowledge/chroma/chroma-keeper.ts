import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { LaunchProcess } from '../../platform/processes/index.ts'
import { createChromaStore } from '../store/chroma-store.ts'
import type { ChromaKeeper } from '../store/memory-store.ts'
import { type ChromaServer, createChromaServer } from './chroma-server.ts'
import type { Binding } from './find-binding.ts'

export type ChromaKeeperParts = {
  readonly launch: LaunchProcess
  readonly folder: string
  readonly binding: () => Binding | undefined
  readonly now: () => number
  readonly onChange: () => void
}

const ABSENT = 'Chroma is not on this machine: it is a server for very large libraries that can be fetched under Models. sqlite-vec does the same work.'

/** The Chroma server with the binding that is on this machine now: it may be fetched or removed while the studio runs. */
export const createChromaKeeper = ({ launch, folder, binding, now, onChange }: ChromaKeeperParts): ChromaKeeper & { close(): Promise<void> } => {
  let running: { readonly path: string; readonly server: ChromaServer } | undefined
  const server = (): ChromaServer => {
    const found = binding()
    if (!found) throw new FailureError(failure('knowledge.chroma-failed', ABSENT))
    if (running?.path !== found.path) {
      void running?.server.close()
      running = { path: found.path, server: createChromaServer({ launch, folder, bindingPath: found.path, now, onChange }) }
    }
    return running.server
  }
  return {
    whyNot: () => (binding() ? undefined : ABSENT),
    store: (space) => createChromaStore(async () => server().address(), binding()?.version ?? '', space),
    setAside: async () => server().setAside(),
    close: async () => running?.server.close(),
  }
}
