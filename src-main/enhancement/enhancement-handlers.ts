import type { enhancement } from '../../src-shared/enhancement/contract.ts'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { failure } from '../../src-shared/kernel/failure.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import { spanInBars } from '../../src-shared/project/edits/index.ts'
import type { EditableSongs } from '../editing/index.ts'
import type { ModelShelf } from '../models/index.ts'
import type { JobQueue } from '../platform/jobs/index.ts'
import { type EnhanceJob, ROOMY_RATE_HZ } from './enhance-job.ts'
import { defaultModel, isInstalled, listChoices, notInstalled } from './methods.ts'

/** Shorter spans leave no room for two fades. */
const MIN_REGION_SECONDS = 0.1

export type EnhancementHandlerParts = {
  readonly songs: Pick<EditableSongs, 'find' | 'findTake'>
  readonly models: Pick<ModelShelf, 'find'>
  readonly jobs: JobQueue
  readonly enhanceJob: EnhanceJob
  readonly drawSeed: () => number
  readonly newGroupId: () => string
}

export const createEnhancementHandlers = (parts: EnhancementHandlerParts): Handlers<typeof enhancement> => {
  const { songs, models, jobs, enhanceJob, drawSeed, newGroupId } = parts
  return {
    async choices() {
      return ok({ choices: listChoices(models) })
    },
    async restore({ trackId, startFrame, endFrame, steps, seed = drawSeed(), model = defaultModel(models) }) {
      const track = await songs.find(trackId)
      const take = track && !track.trashedAt && (await songs.findTake(track.currentTakeId))
      if (!take) {
        const message = track?.trashedAt ? `${track.title} is in the trash. Restore it first.` : 'This song is not in the library any more.'
        return err(failure('track.not-found', message, { trackId }))
      }
      if (!isInstalled(models, model)) return err(notInstalled(model))
      const hasRegion = startFrame !== undefined || endFrame !== undefined
      const [from, to] = [startFrame ?? 0, endFrame ?? take.lengthFrames]
      const seconds = take.lengthFrames / take.sampleRateHz
      if (from >= take.lengthFrames || to > take.lengthFrames) {
        return err(
          failure('region.outside-song', `The region reaches past the end of the song, which is ${seconds.toFixed(1)} s long. Mark a span inside it.`, {
            seconds,
          }),
        )
      }
      if (hasRegion && (to - from) / take.sampleRateHz < MIN_REGION_SECONDS)
        return err(failure('region.empty', 'The region has no length to speak of. Mark at least a tenth of a second, or restore the whole song.'))
      const isWhole = from === 0 && to === take.lengthFrames
      if (!isWhole && take.sampleRateHz < ROOMY_RATE_HZ) {
        const message = `This song is stored at ${take.sampleRateHz.toLocaleString('en')} Hz, which has no room for treble, so a part of it cannot have more. Restore the whole song: it becomes a new one at 48 kHz.`
        return err(failure('enhancement.rate-too-low', message, { sampleRateHz: take.sampleRateHz }))
      }
      const groupId = newGroupId()
      const place = isWhole ? '' : `${spanInBars(take, from, to)} of `
      const jobId = await jobs.enqueue(
        enhanceJob,
        { trackId, parentTakeId: take.id, groupId, model, seed, steps, ...(!isWhole && { startFrame: from, endFrame: to }) },
        { title: `Restore the treble of ${place}${track.title}`, subjectId: trackId, groupId },
      )
      return ok({ groupId, jobIds: [jobId] })
    },
  }
}
