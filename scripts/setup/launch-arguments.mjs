/** Chromium refuses to run its sandbox as root; everyone else gets it. */
export const launchArguments = (appFolder, isRoot = process.getuid?.() === 0) => [...(isRoot ? ['--no-sandbox'] : []), appFolder]

export const hasDisplay = (platform = process.platform, env = process.env) => platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
