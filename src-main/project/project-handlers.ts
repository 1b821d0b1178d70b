import type { Handlers } from '../../src-shared/ipc/call.ts'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { ok } from '../../src-shared/kernel/result.ts'
import type { project } from '../../src-shared/project/contract.ts'
import type { ProjectService } from './project-service.ts'
import type { AudioLayouts } from './song-ports.ts'

export const createProjectHandlers = (
  service: ProjectService,
  layouts: AudioLayouts,
  leaveSpectrum: (audioSha256: Sha256) => void,
): Handlers<typeof project> => ({
  open: ({ trackId }) => service.open(trackId),
  apply: ({ trackId, command, revision }) => service.apply(trackId, command, { revision }),
  undo: ({ trackId }) => service.undo(trackId),
  redo: ({ trackId }) => service.redo(trackId),
  goTo: ({ trackId, index }) => service.goTo(trackId, index),
  audioLayout: ({ audioSha256 }) => layouts.find(audioSha256),
  async leaveSpectrum({ audioSha256 }) {
    leaveSpectrum(audioSha256)
    return ok({})
  },
})
