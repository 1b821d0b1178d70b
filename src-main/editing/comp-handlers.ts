import type { editing } from '../../src-shared/editing/contract.ts'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { compPieces, EMPTY_COMP, fadedEdges, isCompEmpty } from '../../src-shared/project/comp-pieces.ts'
import { takeTitle } from '../../src-shared/project/edits/index.ts'
import { readWavLayout } from '../audio/index.ts'
import type { JobQueue } from '../platform/jobs/index.ts'
import type { ThreadPool } from '../platform/threads/thread-pool.ts'
import type { ProjectService } from '../project/index.ts'
import type { CompJob } from './comp-job.ts'
import type { AudioShelf, EditableSongs } from './editing-ports.ts'
import type { StretchLoudnessRequest } from './stretch-loudness.ts'

export type CompHandlerParts = {
  readonly project: Pick<ProjectService, 'open'>
  readonly songs: Pick<EditableSongs, 'listTakes'>
  readonly audio: Pick<AudioShelf, 'pathOf'>
  readonly pool: Pick<ThreadPool, 'run'>
  readonly jobs: JobQueue
  readonly compJob: CompJob
  /** of edges without a length of their own; it stands in the job */
  readonly crossfadeMilliseconds: () => Promise<number>
  readonly newGroupId: () => string
}

const unattended = (): WorkContext => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })

/** Putting takes together, and comparing them fairly. */
export const createCompHandlers = (parts: CompHandlerParts): Pick<Handlers<typeof editing>, 'comp' | 'stretchLoudness'> => {
  const { project, songs, audio, pool, jobs, compJob, crossfadeMilliseconds, newGroupId } = parts
  return {
    async comp({ trackId }) {
      const opened = await project.open(trackId)
      if (!opened.ok) return opened
      const { document, takes, title } = opened.value
      const song = takes.find(({ id }) => id === document.currentTakeId)
      if (!song) return err(failure('track.not-found', 'This song is not in the library any more.', { trackId }))
      const comp = document.comp ?? EMPTY_COMP
      if (isCompEmpty(comp)) return err(failure('comp.empty', 'Nothing is put together yet. Swipe over a take where it should play, then try again.'))
      const usual = (await crossfadeMilliseconds()) / 1000
      const fades = new Map(fadedEdges(comp, song, usual).map(({ atFrame, fadeFrames }) => [atFrame, fadeFrames]))
      const pieces = compPieces(comp, song).map((piece) => ({ ...piece, fadeFrames: fades.get(piece.startFrame) ?? 0 }))
      const { encoding } = await readWavLayout(audio.pathOf(song.audioSha256))
      // one piece from the first frame to the last: the comp is that take, and there is nothing to make
      if (pieces.length < 2) return err(failure('comp.empty', 'One take plays the whole song. Accept that take instead.'))
      for (const take of takes.filter(({ id }) => pieces.some(({ takeId }) => takeId === id))) {
        if ((await readWavLayout(audio.pathOf(take.audioSha256))).encoding === encoding) continue
        const message = `This cannot be put together: ${takeTitle(take)} is kept in another sample format than the song. Choose another take.`
        return err(failure('comp.other-format', message, { takeId: take.id }))
      }
      const groupId = newGroupId()
      const jobId = await jobs.enqueue(compJob, { trackId, parentTakeId: song.id, groupId, pieces }, { title: `Comp of ${title}`, subjectId: trackId, groupId })
      return ok({ groupId, jobIds: [jobId] })
    },
    async stretchLoudness({ trackId, takeIds, startFrame, endFrame }) {
      const takes = await songs.listTakes(trackId)
      const measured = []
      for (const takeId of takeIds) {
        const take = takes.find(({ id }) => id === takeId)
        if (!take) return err(failure('take.not-found', 'A take of this comparison is gone.', { takeId }))
        const request: StretchLoudnessRequest = { path: audio.pathOf(take.audioSha256), startFrame, endFrame }
        try {
          const integratedLufs = await pool.run<number | undefined>('stretchLoudness', request, unattended())
          measured.push({ takeId, ...(integratedLufs !== undefined && { integratedLufs }) })
        } catch (cause) {
          const code = cause instanceof FailureError ? cause.failure.code : undefined
          if (code !== 'file.not-found' && code !== 'audio.damaged') throw cause
          const message = 'The sound of a take cannot be read, so the takes cannot be brought to one loudness. Accept or discard by the usual comparison.'
          return err(failure(code === 'file.not-found' ? 'audio.not-found' : 'audio.damaged', message, { takeId }))
        }
      }
      return ok(measured)
    },
  }
}
