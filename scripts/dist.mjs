/**
 * `npm run dist`: an unpacked package for this machine in dist/. `-- --check` also looks into it and starts it;
 * `-- --linux AppImage deb`, `-- --win nsis`, `-- --mac dmg` make installers.
 */
import { packageApp, wantedTargets } from './packaging/package-app.mjs'
import { prepareTests } from './setup/prepare.mjs'
import { main, say } from './setup/say.mjs'

await main(async () => {
  const wanted = wantedTargets(process.argv.slice(2))
  const unpacked = await packageApp(await prepareTests(), wanted)
  say(`\nPackaged: ${unpacked}`)
  if (!process.argv.includes('--check')) return 0
  const { checkPackage } = await import('./packaging/check-package.mjs')
  await checkPackage(unpacked)
  return 0
})
