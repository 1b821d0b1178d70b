import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Score } from '../../src-shared/score/score.ts'
import { failureOfSystemError } from '../platform/files/index.ts'
import { requireFolder } from './mixdown-job.ts'
import { alreadyThere, fileExists, publishFile } from './publish-file.ts'
import { requireWritable } from './require-writable.ts'
import { scoreToMidi } from './score-to-midi.ts'

/**
 * Writes a score as a MIDI file, whole or not at all.
 * @throws FailureError export.no-folder, export.file-exists, export.not-writable, disk.full, disk.read-only
 */
export const saveMidiFile = async (score: Score, title: string, path: string, force: boolean): Promise<void> => {
  await requireFolder(dirname(path))
  if (!force && (await fileExists(path))) throw alreadyThere(path)
  const temporary = join(dirname(path), `.segno-${createHash('sha256').update(path).digest('hex').slice(0, 16)}.part`)
  try {
    await requireWritable(path, temporary)
    const file = await open(temporary, 'w')
    try {
      await file.writeFile(scoreToMidi(score, title))
      await file.sync()
    } finally {
      await file.close()
    }
    await publishFile(temporary, path, force)
  } catch (cause) {
    throw failureOfSystemError(cause, path) ?? cause
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}
