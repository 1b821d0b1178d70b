import { writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

/** Writes the names of the packages that this process has loaded into the file that SEGNO_TEST_LOADED_PACKAGES names. */
const packages = new Set()
registerHooks({
  load(url, context, next) {
    const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? []
    if (name) packages.add(name)
    return next(url, context)
  },
})
process.on('exit', () => writeFileSync(process.env.SEGNO_TEST_LOADED_PACKAGES, JSON.stringify([...packages].toSorted())))
