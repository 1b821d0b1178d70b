/** `npm run check`: format, lint, types, dependency rules, unused code and unit tests. For every save worth a commit. */
import { runStages } from './checks/run-stages.mjs'
import { quickStages } from './checks/stages.mjs'
import { prepareCommandLine } from './setup/prepare.mjs'
import { main } from './setup/say.mjs'

await main(async () => {
  await prepareCommandLine()
  return runStages(quickStages)
})
