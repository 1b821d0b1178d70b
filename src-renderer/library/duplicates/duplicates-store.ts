import { useEffect } from 'react'
import { create } from 'zustand'
import type { DuplicateGroup } from '../../../src-shared/library/duplicates.ts'
import { studio } from '../../bridge/studio-client.ts'
import { notifyFailure } from '../../notices/index.ts'

type Duplicates = { readonly isOpen: boolean; readonly groups: readonly DuplicateGroup[]; readonly waiting: number }

const store = create<Duplicates>()(() => ({ isOpen: false, groups: [], waiting: 0 }))

const ask = async (): Promise<void> => {
  const reply = await studio.duplicates.list({})
  if (!reply.ok) return notifyFailure(reply.error)
  store.setState(reply.value)
}

/** The groups as they are now, kept up to date while something shows them. */
export const useDuplicates = (): Duplicates => {
  useEffect(() => {
    void ask()
    const stops = [studio.duplicates.on('changed', () => void ask()), studio.library.on('changed', () => void ask())]
    return () => {
      for (const stop of stops) stop()
    }
  }, [])
  return store()
}
export const useDuplicatesAreOpen = (): boolean => store((state) => state.isOpen)

export const openDuplicates = (): void => store.setState({ isOpen: true })
export const closeDuplicates = (): void => store.setState({ isOpen: false })

export const compareWaiting = async (): Promise<void> => {
  const reply = await studio.duplicates.look({})
  if (!reply.ok) notifyFailure(reply.error)
}
