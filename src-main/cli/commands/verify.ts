import type { Command as Program } from '@commander-js/extra-typings'
import type { z } from 'zod'
import { generation } from '../../../src-shared/generation/contract.ts'
import { failure } from '../../../src-shared/kernel/failure.ts'
import { ask } from '../ask.ts'
import { findTrack } from '../find-track.ts'
import type { RunCommand } from '../outcome.ts'

type Verified = z.output<typeof generation.verified.payload>

export const addVerify = (program: Program, run: RunCommand): void => {
  program
    .command('verify <track>')
    .description('make a generated song again from what was recorded of it and compare the bytes')
    .action((words) =>
      run(async ({ studio, follow }) => {
        const { id: trackId, title } = await findTrack(studio, words)
        let verified: Verified | undefined
        const stop = studio.events.on('generation.verified', (facts) => {
          if (facts.trackId === trackId) verified = facts
        })
        const { jobId } = await ask(generation.verify, studio.handlers.generation.verify, { trackId })
        await follow([jobId])
        stop()
        if (!verified) throw new Error(`job ${jobId} succeeded without an answer`)
        const { isIdentical, expectedSha256, actualSha256 } = verified
        const differs = failure(
          'verify.differs',
          `${title} came out differently: ${actualSha256.slice(0, 12)}… instead of ${expectedSha256.slice(0, 12)}…. Its own file is unchanged.`,
        )
        const facts = { trackId, isIdentical, expectedSha256, actualSha256 }
        return isIdentical
          ? { json: facts, text: `${title} comes out the same: ${expectedSha256}` }
          : { json: { ...facts, error: differs }, text: '', failure: differs }
      }),
    )
}
