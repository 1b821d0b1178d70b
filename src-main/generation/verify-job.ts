import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Provider } from '../../src-shared/hardware/contract.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { TrackId } from '../../src-shared/kernel/ids.ts'
import type { TrackReader } from '../library/index.ts'
import type { Events } from '../platform/events.ts'
import { sha256OfFile } from '../platform/files/index.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import type { EngineShelf } from './engine-shelf.ts'
import { remakeOf } from './recorded-making.ts'

export const VerifyPayload = z.object({ trackId: TrackId })
export type VerifyJob = JobDefinition<typeof VerifyPayload>

export type VerifyParts = { readonly engines: EngineShelf; readonly library: Pick<TrackReader, 'listTakes'>; readonly events: Events }

const listed = (providers: readonly Provider[]): string => providers.map((provider) => (provider === 'cpu' ? 'the processor' : provider)).join(' and ')
const isSame = (a: readonly Provider[], b: readonly Provider[]): boolean => [...a].sort().join() === [...b].sort().join()

/** A lane belongs to a job's kind: what needs a model waits for the one that runs. */
const KINDS = { cpu: 'generation.verify', gpu: 'generation.verify-with-model' } as const

/**
 * Makes a generated song once more from what was recorded of it and compares the files, byte for byte by their hashes. Equal bytes prove it
 * wherever they were made; other bytes prove nothing where the network ran on other hardware than then: that is told as a failure of its own.
 */
export const createVerifyJob = ({ engines, library, events }: VerifyParts, lane: keyof typeof KINDS = 'cpu'): VerifyJob => ({
  kind: KINDS[lane],
  payload: VerifyPayload,
  lane,
  afterCrash: 'restart',
  async run({ trackId }, { jobId, signal, flags, progress, workFolder }) {
    const original = (await library.listTakes(trackId)).find(({ kind }) => kind === 'original')
    const remake = remakeOf(engines, original)
    if (!remake.ok) throw new FailureError(remake.error)
    const { engine, request, providers } = remake.value
    const folder = join(workFolder, 'engine')
    await mkdir(folder)
    const piece = await engine.generate(request, folder, { signal, flags, progress })
    const actualSha256 = await sha256OfFile(piece.audioPath)
    const expectedSha256 = original?.audioSha256 ?? ''
    const isIdentical = actualSha256 === expectedSha256
    const now = piece.run?.providers
    if (!isIdentical && providers && now && !isSame(providers, now)) {
      const message = `It came out with other bytes, which proves nothing either way: the song was made on ${listed(providers)}, and here the model runs on ${listed(now)}, which rounds differently. The same model, words and seed were used. Choose the same hardware under Settings > Hardware and compare again.`
      throw new FailureError(failure('verify.other-provider', message, { trackId, recorded: providers, here: now }))
    }
    events.emit('generation.verified', { jobId, trackId, isIdentical, expectedSha256, actualSha256 })
  },
})
