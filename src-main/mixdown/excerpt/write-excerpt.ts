import { link, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import type { Excerpt } from '../../../src-shared/mixdown/excerpt.ts'
import { safeFileName } from '../../../src-shared/mixdown/safe-file-name.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { secondsToTicks } from '../../../src-shared/score/musical-time.ts'
import type { AudioService } from '../../audio/index.ts'
import type { TrackReader } from '../../library/index.ts'
import { type AudioStore, requireSpace } from '../../platform/files/index.ts'
import { noScore, noSet, requireAudio, writeFailure } from '../mixdown-failures.ts'
import { findSong, type NamedTake } from '../mixdown-job.ts'
import { scoreToMidi } from '../score-to-midi.ts'
import { songMarks } from '../song-marks.ts'
import { songTags } from '../song-tags.ts'
import type { SeparatedStems } from '../stems-job.ts'
import { scoreExcerpt } from './score-excerpt.ts'

export type ExcerptParts = {
  readonly audio: Pick<AudioService, 'encode'>
  readonly store: Pick<AudioStore, 'pathOf' | 'has'>
  readonly library: Pick<TrackReader, 'find' | 'findScore' | 'listTakes'>
  readonly separated: Pick<SeparatedStems, 'find'>
}

/** An excerpt with everything that it is made from looked up; `fileName` says which song and which part of it. */
export type FoundExcerpt = {
  readonly excerpt: Excerpt
  readonly song: NamedTake
  /** of the take or the stem */
  readonly audioSha256: Sha256
  readonly partName: string | undefined
  readonly fileName: string
}

/** bytes a frame of two channels as floats: no excerpt is larger */
const FRAME_BYTES = 8

/** @throws FailureError track.not-found, separation.not-found, export.no-score */
export const findExcerpt = async ({ library, separated }: ExcerptParts, excerpt: Excerpt): Promise<FoundExcerpt> => {
  const song = await findSong(library, excerpt.trackId)
  const { track, take } = song
  if (excerpt.format === 'mid' && !take.scoreSha256) throw new FailureError(noScore())
  const { stem } = excerpt
  const found = stem && (await separated.find(stem.setId))?.stems[stem.position]
  if (stem && !found) throw new FailureError(noSet())
  const partName = [found?.name, excerpt.name].filter((name) => name?.trim()).join(' ') || undefined
  return {
    excerpt,
    song,
    audioSha256: found?.audioSha256 ?? take.audioSha256,
    partName,
    fileName: `${safeFileName(partName ? `${track.title} ${partName}` : track.title)}.${excerpt.format}`,
  }
}

const ticksAt = ({ tempoMap, firstBarFrame, sampleRateHz }: Take, frame: number): number =>
  Math.max(0, Math.round(secondsToTicks(tempoMap ?? [{ atTicks: 0, tempoBpm: 120 }], Math.max(0, frame - firstBarFrame) / sampleRateHz)))

const notesOf = async ({ library }: ExcerptParts, { excerpt: { span }, song: { take }, fileName }: FoundExcerpt): Promise<Uint8Array> => {
  const score = take.scoreSha256 && (await library.findScore(take.scoreSha256))
  if (!score) throw new FailureError(noScore())
  const part = span ? scoreExcerpt(score, ticksAt(take, span.startFrame), ticksAt(take, span.endFrame)) : score
  if (span && part.parts.every(({ notes }) => notes.length === 0))
    throw new FailureError(failure('export.no-score', 'No note begins in these bars, so there is nothing to save as MIDI.'))
  return scoreToMidi(part, fileName.replace(/\.mid$/, ''))
}

const writeNotes = async (parts: ExcerptParts, found: FoundExcerpt, path: string): Promise<void> => {
  const bytes = await notesOf(parts, found)
  const file = await open(path, 'w')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A Broadcast Wave that knows where in the song it begins, so that a DAW can put it there. */
const writeSound = async ({ audio, store }: ExcerptParts, found: FoundExcerpt, path: string, context: WorkContext): Promise<void> => {
  const { track, take, lineage } = found.song
  const span = found.excerpt.span ?? { startFrame: 0, endFrame: take.lengthFrames }
  const endFrame = Math.min(span.endFrame, take.lengthFrames)
  requireAudio(store, found.audioSha256)
  if (span.startFrame >= endFrame) throw new FailureError(failure('export.bad-options', 'These bars lie behind the end of the song.'))
  await requireSpace(dirname(path), (endFrame - span.startFrame) * FRAME_BYTES)
  const startSeconds = span.startFrame / take.sampleRateHz
  const marks = found.excerpt.stem ? [] : songMarks(take, [])
  const cues = marks
    .filter(({ atSeconds }) => atSeconds >= startSeconds && atSeconds < endFrame / take.sampleRateHz)
    .map((mark) => ({ ...mark, atSeconds: mark.atSeconds - startSeconds }))
  await audio.encode(
    {
      source: store.pathOf(found.audioSha256),
      target: path,
      format: 'wav',
      tags: { ...songTags(track, lineage), ...(found.partName && { title: `${track.title} ${found.partName}` }) },
      cues,
      timeReferenceSeconds: startSeconds,
      span: { startFrame: span.startFrame, endFrame },
    },
    context,
  )
}

/**
 * Writes an excerpt to `path`, whole or not at all. `mayReplace`: a file that is there already is replaced; else it is kept as it is, because it
 * is the same excerpt. @throws FailureError track.not-found, export.no-score, export.bad-options, audio.missing, disk.full, disk.read-only;
 * AbortError
 */
export const writeExcerpt = async (parts: ExcerptParts, found: FoundExcerpt, path: string, mayReplace: boolean, context: WorkContext): Promise<void> => {
  const temporary = `${path}.part`
  try {
    await mkdir(dirname(path), { recursive: true })
    if (found.excerpt.format === 'mid') await writeNotes(parts, found, temporary)
    else await writeSound(parts, found, temporary, context)
    context.signal.throwIfAborted()
    if (mayReplace) await rename(temporary, path)
    else
      await link(temporary, path).catch((cause) => {
        if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return undefined
        return rename(temporary, path)
      })
  } catch (cause) {
    throw await writeFailure(cause, path, dirname(path))
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}
