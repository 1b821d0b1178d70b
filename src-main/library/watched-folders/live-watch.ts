import { type FSWatcher, watch } from 'node:fs'

/** `timed`: the system cannot tell of every change (too many folders, a network drive) */
export type Watching = 'live' | 'timed' | 'off'

export type LiveWatch = {
  /** the folders below a watched one, as they are now */
  setFolders(path: string, folders: readonly string[]): void
  remove(path: string): void
  watchingOf(path: string): Watching
  close(): void
}

/** Changes come in swarms: this long after the last one, milliseconds. */
const CALM = 700
/** Where they do not end (a long copy, a download), it is told this long after the first one all the same. */
const MOST_WAIT = 10_000
/** Recursive watches of Linux keep a watch for every file; one for every folder tells the same. */
const IS_RECURSIVE = process.platform === 'darwin' || process.platform === 'win32'
const MOST_WATCHES = 20_000

/** Tells that something changed below a watched folder, never what: looking through it says that. */
export const createLiveWatch = (onChange: (path: string) => void, mostWait = MOST_WAIT): LiveWatch => {
  type Root = { readonly watchers: Map<string, FSWatcher>; timer?: ReturnType<typeof setTimeout>; restlessSince?: number | undefined; watching: Watching }
  const roots = new Map<string, Root>()

  const nudge = (path: string) => {
    const root = roots.get(path)
    if (!root) return
    clearTimeout(root.timer)
    const now = performance.now()
    root.restlessSince ??= now
    const tell = () => {
      root.restlessSince = undefined
      onChange(path)
    }
    root.timer = setTimeout(tell, Math.max(0, Math.min(CALM, root.restlessSince + mostWait - now)))
    root.timer.unref()
  }
  const start = (path: string, root: Root, folder: string): void => {
    try {
      const watcher = watch(folder, { recursive: IS_RECURSIVE, persistent: false }, () => nudge(path))
      watcher.on('error', () => {
        watcher.close()
        root.watchers.delete(folder)
        nudge(path)
      })
      root.watchers.set(folder, watcher)
    } catch {
      root.watching = 'timed'
    }
  }
  const remove = (path: string) => {
    const root = roots.get(path)
    if (!root) return
    clearTimeout(root.timer)
    for (const watcher of root.watchers.values()) watcher.close()
    roots.delete(path)
  }

  return {
    setFolders(path, folders) {
      const root: Root = roots.get(path) ?? { watchers: new Map(), watching: 'live' }
      roots.set(path, root)
      const wanted = new Set(IS_RECURSIVE ? [path] : folders.slice(0, MOST_WATCHES))
      root.watching = !IS_RECURSIVE && folders.length > MOST_WATCHES ? 'timed' : 'live'
      for (const [folder, watcher] of root.watchers) {
        if (wanted.has(folder)) continue
        watcher.close()
        root.watchers.delete(folder)
      }
      for (const folder of wanted) if (!root.watchers.has(folder)) start(path, root, folder)
    },
    remove,
    watchingOf: (path) => roots.get(path)?.watching ?? 'off',
    close() {
      for (const path of [...roots.keys()]) remove(path)
    },
  }
}
