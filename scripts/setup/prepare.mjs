import { ensureBuilt } from './build.mjs'
import { ensureDependencies } from './dependencies.mjs'
import { ensureElectron } from './electron-runtime.mjs'
import { ensureNode } from './node-runtime.mjs'
import { ensureSystemLibraries } from './system-libraries.mjs'

/** For the command line: no Electron, no build. */
export const prepareCommandLine = async () => {
  await ensureNode()
  await ensureDependencies()
  await ensureSystemLibraries(['sound'], { isRequired: false })
}

/** For the window: everything, built. `hasDisplay` says whether a window is going to be opened now. */
export const prepareWindow = async ({ hasDisplay }) => {
  await ensureNode()
  await ensureDependencies()
  await ensureSystemLibraries(['sound', 'window', ...(hasDisplay ? [] : ['virtual-display'])], { isRequired: hasDisplay })
  const electron = await ensureElectron()
  await ensureBuilt()
  return electron
}

/** For the tests: also a virtual display and other people's programs to listen with. Tests that need those skip, and say so, without them. */
export const prepareTests = async () => {
  await ensureNode()
  await ensureDependencies()
  await ensureSystemLibraries(['sound', 'window', 'virtual-display'], { isRequired: true })
  await ensureSystemLibraries(['independent-ears'], { isRequired: false })
  const electron = await ensureElectron()
  await ensureBuilt()
  return electron
}
