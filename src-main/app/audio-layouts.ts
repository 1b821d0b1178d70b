import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import { readWavLayout } from '../audio/index.ts'
import type { AudioStore } from '../platform/files/index.ts'
import type { AudioLayouts } from '../project/index.ts'

/** How a stored sound is laid out, read from its header. */
export const createAudioLayouts = (store: AudioStore): AudioLayouts => ({
  async find(audioSha256) {
    const missing = () => err(failure('audio.not-found', 'The sound file of this take is not in the studio’s folder any more.', { audioSha256 }))
    if (!store.has(audioSha256)) return missing()
    try {
      const { sampleRateHz, channelCount, lengthFrames, encoding, dataOffset } = await readWavLayout(store.pathOf(audioSha256))
      return ok({ audioSha256, sampleRateHz, channelCount, lengthFrames, encoding, dataOffset })
    } catch (cause) {
      if (!(cause instanceof FailureError)) throw cause
      return cause.failure.code === 'file.not-found' ? missing() : err({ ...cause.failure, code: 'audio.damaged' })
    }
  },
})
