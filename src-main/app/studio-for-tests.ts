import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { writeSound } from '../inference/sound/write-sound.ts'
import { locateDataFolder } from '../platform/files/index.ts'
import { type LaunchProcess, launchNodeProcess } from '../platform/processes/index.ts'
import { createStudio } from './composition-root.ts'
import { knowMachine } from './machine-for-tests.ts'
import type { Studio } from './studio.ts'
import type { StudioOptions } from './studio-options.ts'

type Wishes = Partial<Pick<StudioOptions, 'claimOnlyOwn' | 'chooseSavePath'>> & {
  /** how much later than now it is for this studio, milliseconds */
  readonly later?: number
}

/** What a call answered where it must not be refused. */
export const value = <T>(result: { ok: true; value: T } | { ok: false; error: { code: string; message: string } }): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}

/** A whole studio on a folder of its own for each test of this file; what was opened is closed after the test. */
export const testStudio = () => {
  let home = ''
  let studio: Studio | undefined
  let launched: { readonly name: string; readonly pid: number | undefined }[] = []
  const launch: LaunchProcess = (entry, name) => {
    const link = launchNodeProcess(entry, name)
    launched.push({ name, pid: link.pid })
    return link
  }

  const close = async (): Promise<void> => {
    await studio?.close()
    studio = undefined
  }
  /** closes what is open, and opens the folder anew */
  const open = async ({ claimOnlyOwn = true, later = 0, chooseSavePath }: Wishes = {}): Promise<Studio> => {
    await close()
    launched = []
    const folder = locateDataFolder({ platform: process.platform, env: { SEGNO_HOME: home }, home })
    const now = () => Date.now() + later
    studio = await createStudio({ folder, env: process.env, now, claimOnlyOwn, launchProcess: launch, ...(chooseSavePath && { chooseSavePath }) })
    return studio
  }
  const here = (): Studio => {
    if (!studio) throw new Error('no studio')
    return studio
  }

  const importFile = async (path: string): Promise<TrackId> => {
    const { jobId } = value(await here().importPaths([path]))
    expect((await here().jobs.whenEnded(jobId)).state).toBe('succeeded')
    const { tracks } = value(await here().handlers.library.list({ text: '', view: 'all', sort: 'createdAt', descending: true, limit: 1 }))
    const id = tracks[0]?.id
    if (!id) throw new Error('nothing was imported')
    return id
  }
  const importSound = async (channels: readonly Float32Array[], rateHz: number): Promise<TrackId> => {
    const path = join(home, 'song.wav')
    await writeSound(path, [...channels], rateHz)
    return importFile(path)
  }

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'segno-studio-'))
    await knowMachine(home)
  })
  afterEach(async () => {
    await close()
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  })
  return {
    home: () => home,
    open,
    close,
    here,
    importFile,
    importSound,
    /** processes that the open studio started */
    launched: () => launched,
  }
}
