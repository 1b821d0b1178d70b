/** `npm test`: set-up, then every check there is, the cheap ones first. */
import { runStages } from './checks/run-stages.mjs'
import { quickStages, thoroughStages } from './checks/stages.mjs'
import { prepareTests } from './setup/prepare.mjs'
import { main } from './setup/say.mjs'

await main(async () => {
  const begun = performance.now()
  const { env } = await prepareTests()
  return runStages([...quickStages, ...thoroughStages], { env, begun, before: ['set-up and build'] })
})
