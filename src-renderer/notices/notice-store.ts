import { create } from 'zustand'
import type { Failure } from '../../src-shared/kernel/failure.ts'

/** A short message in the corner. Failures stay until closed, facts leave by themselves. */
export type Notice = {
  readonly id: number
  readonly tone: 'fact' | 'failure'
  readonly text: string
  readonly code?: string | undefined
  /** label = the verb that happens ("Undo") */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
}

export const useNotices = create<{ readonly notices: readonly Notice[] }>()(() => ({ notices: [] }))

const VISIBLE = 4
let lastId = 0

const add = (notice: Omit<Notice, 'id'>): void => {
  lastId += 1
  const added = { ...notice, id: lastId }
  useNotices.setState(({ notices }) => ({ notices: [...notices.filter((old) => old.text !== notice.text), added].slice(-VISIBLE) }))
}

export const notify = (text: string, action?: Notice['action']): void => add({ tone: 'fact', text, action })

/** Says what went wrong in main's own words. A cancelled call is not worth a word. */
export const notifyFailure = (error: Failure, action?: Notice['action']): void => {
  if (error.code === 'ipc.cancelled') return
  add({ tone: 'failure', text: error.message, code: error.code, action })
}

export const dismissNotice = (id: number): void => useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))
