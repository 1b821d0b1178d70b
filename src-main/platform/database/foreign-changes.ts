import type Sqlite from 'better-sqlite3'

const POLL_MILLISECONDS = 500

/** `PRAGMA data_version` changes when another connection commits, never for this one's own writes; reading it costs microseconds. */
export const watchDataVersion = (sqlite: Sqlite.Database, onChange: () => void): (() => void) => {
  const read = () => Number(sqlite.pragma('data_version', { simple: true }))
  let last = read()
  const timer = setInterval(() => {
    if (!sqlite.open) return clearInterval(timer)
    const version = read()
    if (version === last) return
    last = version
    onChange()
  }, POLL_MILLISECONDS)
  timer.unref()
  return () => clearInterval(timer)
}
