/** `npm run studio`: from a fresh clone to an open window. Built-ins only here: packages may not be installed yet. */
import { root } from './setup/folders.mjs'
import { hasDisplay, launchArguments } from './setup/launch-arguments.mjs'
import { playWithoutWindow } from './setup/play-without-window.mjs'
import { prepareWindow } from './setup/prepare.mjs'
import { run } from './setup/run.mjs'
import { main, say } from './setup/say.mjs'

await main(async () => {
  const canOpen = hasDisplay()
  if (!canOpen) return playWithoutWindow(prepareWindow({ hasDisplay: false }))
  const electron = await prepareWindow({ hasDisplay: true })
  const args = [...launchArguments(root), ...process.argv.slice(2)]
  if (args.includes('--no-sandbox')) say("Running as root: Chromium's sandbox is off. Start as an ordinary user to have it.")
  const { code } = await run(electron.executable, args, { cwd: root, env: { ...process.env, ...electron.env } })
  return code
})
