/** The command line: `npm run -s segno -- generate --prompt "rainy night piano"`. Prints nothing of its own on stdout. */
import { runSegno } from './setup/command-line.mjs'
import { prepareCommandLine } from './setup/prepare.mjs'
import { main } from './setup/say.mjs'

await main(async () => {
  await prepareCommandLine()
  const { code } = await runSegno(process.argv.slice(2), { stdout: 'inherit' })
  return code
})
