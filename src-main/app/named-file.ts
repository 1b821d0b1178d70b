import { copyFile, link, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { desktop } from '../../src-shared/desktop/contract.ts'
import type { Call } from '../../src-shared/ipc/call.ts'
import { type Failure, failure } from '../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { err, ok, type Result } from '../../src-shared/kernel/result.ts'
import type { TrackReader } from '../library/index.ts'
import { type AudioStore, failureOfSystemError } from '../platform/files/index.ts'

type Codes = (typeof desktop)['startDrag'] extends Call<infer _I, infer _O, infer F> ? F : never

/**
 * The song as a file that bears its name, for dragging out of the window: a hard link to the stored file where the disk allows it, else a copy.
 * The folder is a song's own, so that two songs of one name do not meet.
 */
export const createNamedFiles =
  (folder: string, store: AudioStore, tracks: Pick<TrackReader, 'find'>, safeName: (title: string) => string) =>
  async (trackId: TrackId): Promise<Result<{ path: string }, Failure<Codes>>> => {
    const track = await tracks.find(trackId)
    if (!track) return err(failure('track.not-found', 'This song is not in the library any more.'))
    const own = join(folder, trackId)
    const path = join(own, `${safeName(track.title)}.wav`)
    try {
      await rm(own, { recursive: true, force: true })
      await mkdir(own, { recursive: true })
      const stored = store.pathOf(track.audioSha256)
      await link(stored, path).catch(() => copyFile(stored, path))
      return ok({ path })
    } catch (cause) {
      const known = failureOfSystemError(cause, path)?.failure
      if (known?.code === 'disk.full' || known?.code === 'disk.read-only') return err({ ...known, code: known.code })
      throw cause
    }
  }
