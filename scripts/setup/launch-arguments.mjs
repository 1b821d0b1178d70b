/** Chromium refuses to run its sandbox as root; everyone else gets it. */
export const launchArguments = (appFolder, isRoot = process.getuid?.() === 0) => [...(isRoot ? ['--no-sandbox'] : []), appFolder]

export const hasDisplay = (platform = process.platform, env = process.env) => platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)

/**
 * Chromium reads file names in the locale's character set: without a UTF-8 one, a dropped "é.wav" has no path. What to add to the
 * environment, nothing where the locale is UTF-8 already.
 */
export const utf8Locale = (platform = process.platform, env = process.env) => {
  if (platform !== 'linux' || /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '')) return {}
  return env.LC_ALL ? { LC_ALL: 'C.UTF-8' } : { LC_CTYPE: 'C.UTF-8' }
}
