import type Sqlite from 'better-sqlite3'

const POLL_MILLISECONDS = 500

/**
 * Tells of what another process wrote. `PRAGMA data_version` changes when another connection commits, never for this one's own writes; reading
 * it costs microseconds. A second connection of this process says when it writes, so that it is not taken for another process.
 */
export type ForeignChanges = {
  /** Calls back after a change. Returns the function that stops. */
  watch(onChange: () => void): () => void
  /** The second connection has the write lock: what changed until now, others wrote. */
  ownWriteBegins(): void
  ownWriteEnded(): void
}

export const createForeignChanges = (sqlite: Sqlite.Database): ForeignChanges => {
  const read = () => Number(sqlite.pragma('data_version', { simple: true }))
  const watchers = new Set<() => void>()
  let last = 0
  let isOwn = false
  let timer: ReturnType<typeof setInterval> | undefined
  const stop = () => {
    clearInterval(timer)
    timer = undefined
  }
  const look = () => {
    if (!sqlite.open) return stop()
    if (isOwn) return
    const version = read()
    if (version === last) return
    last = version
    for (const tell of [...watchers]) tell()
  }
  return {
    watch(onChange) {
      // a watcher of its own, though the same function may watch twice
      const tell = () => onChange()
      if (watchers.size > 0) look()
      else last = read()
      watchers.add(tell)
      timer ??= setInterval(look, POLL_MILLISECONDS).unref()
      return () => {
        watchers.delete(tell)
        if (watchers.size === 0) stop()
      }
    },
    ownWriteBegins() {
      if (watchers.size > 0) look()
      isOwn = true
    },
    ownWriteEnded() {
      isOwn = false
      if (sqlite.open) last = read()
    },
  }
}
