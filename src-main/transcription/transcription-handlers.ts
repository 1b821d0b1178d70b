import { randomBytes } from 'node:crypto'
import { basename } from 'node:path'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { type Failure, FailureError } from '../../src-shared/kernel/failure.ts'
import { err, ok, type Result } from '../../src-shared/kernel/result.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import type { Key } from '../../src-shared/score/score.ts'
import { TranscriptionId, type transcription } from '../../src-shared/transcription/contract.ts'
import type { Inference } from '../inference/index.ts'
import { type ChooseSavePath, safeFileName, saveMidiFile } from '../mixdown/index.ts'
import type { ModelShelf } from '../models/index.ts'
import type { Events } from '../platform/events.ts'
import type { JobQueue } from '../platform/jobs/index.ts'
import type { HeardCache } from './heard-cache.ts'
import { notesToScore } from './notes-to-score.ts'
import type { RenderJob } from './render-job.ts'
import type { SongSounds } from './song-sounds.ts'
import type { TranscribeJob } from './transcribe-job.ts'
import { emptyRegion, mustListenAgain, noNotes, noSuchSound, noTrack, noTranscription } from './transcription-failures.ts'
import type { TranscriptionRepository } from './transcription-repository.ts'

export type TranscriptionHandlerParts = {
  readonly sounds: SongSounds
  readonly repository: TranscriptionRepository
  readonly models: Pick<ModelShelf, 'forTask' | 'require'>
  readonly inference: Pick<Inference, 'ask'>
  readonly cache: HeardCache
  readonly jobs: Pick<JobQueue, 'enqueue'>
  readonly transcribeJob: TranscribeJob
  readonly renderJob: RenderJob
  readonly chooseSavePath: ChooseSavePath
  readonly events: Events
  readonly now: () => number
}

export type TranscriptionHandlers = Handlers<typeof transcription> & {
  /** For those who may say paths themselves: the command line, agents. @throws FailureError */
  writeMidi(transcriptionId: TranscriptionId, path: string, options: { readonly force: boolean }): Promise<void>
}

const LEAST_SECONDS = 0.25
const BASIC_PITCH = 'basic-pitch'
const ACOUSTIC_PIANO = 0
const C_MAJOR: Key = { tonic: 'C', mode: 'major' }

/** The codes that a contract lists, out of what was thrown; anything else is a defect. */
const failureFrom = <C extends string>(cause: unknown, codes: readonly C[]): Failure<C> => {
  if (cause instanceof FailureError && (codes as readonly string[]).includes(cause.failure.code)) return cause.failure as Failure<C>
  throw cause
}
const SAVE_CODES = [
  'transcription.not-found',
  'transcription.no-notes',
  'track.not-found',
  'export.no-folder',
  'export.not-writable',
  'export.file-exists',
  'disk.full',
  'disk.read-only',
] as const

export const createTranscriptionHandlers = (parts: TranscriptionHandlerParts): TranscriptionHandlers => {
  const { sounds, repository, models, inference, cache, jobs, transcribeJob, renderJob, chooseSavePath, events, now } = parts

  const findOne = async (id: TranscriptionId) => {
    const found = await repository.find(id)
    return found && !found.isRemoved ? found : undefined
  }

  const writeMidi: TranscriptionHandlers['writeMidi'] = async (transcriptionId, path, { force }) => {
    const found = await findOne(transcriptionId)
    if (!found) throw new FailureError(noTranscription())
    const { detail } = found
    if (detail.noteCount === 0) throw new FailureError(noNotes())
    const track = await sounds.findTrack(detail.trackId)
    if (!track) throw new FailureError(noTrack(detail.trackId))
    const bars = await sounds.bars(detail.trackId, { ...detail, seconds: track.seconds })
    await saveMidiFile(notesToScore(detail, bars, track.key ?? C_MAJOR, detail.endSeconds), track.title, path, force)
  }

  return {
    writeMidi,
    async list({ trackId }) {
      if (!(await sounds.findTrack(trackId))) return err(noTrack(trackId))
      return ok({ transcriptions: [...(await repository.list(trackId))], sounds: [...(await sounds.list(trackId))] })
    },
    async get({ transcriptionId }) {
      const found = await findOne(transcriptionId)
      return found ? ok(found.detail) : err(noTranscription())
    },
    async start({ trackId, audioSha256, startSeconds = 0, endSeconds, settings, transcriptionId }) {
      const track = await sounds.findTrack(trackId)
      if (!track) return err(noTrack(trackId))
      const before = transcriptionId && (await findOne(transcriptionId))
      if (transcriptionId && !before) return err(noTranscription())
      const wanted = before?.detail.audioSha256 ?? audioSha256
      const sound = (await sounds.list(trackId)).find((one) => wanted === undefined || one.audioSha256 === wanted)
      if (!sound) return err(noSuchSound())
      const from = before?.detail.startSeconds ?? startSeconds
      const to = Math.min(sound.seconds, before?.detail.endSeconds ?? endSeconds ?? sound.seconds)
      if (!(to - from >= LEAST_SECONDS)) return err(emptyRegion())
      const model = await requireModel(models)
      if (!model.ok) return model
      const payload = {
        transcriptionId: transcriptionId ?? TranscriptionId.parse(`trs_${randomBytes(8).toString('hex')}`),
        trackId,
        audioSha256: sound.audioSha256,
        name: sound.name,
        startSeconds: from,
        endSeconds: to,
        program: before?.detail.program ?? ACOUSTIC_PIANO,
        settings,
        modelId: model.value,
      }
      return ok({ jobId: await jobs.enqueue(transcribeJob, payload, { title: `Notes: ${track.title}`, subjectId: trackId }) })
    },
    async adjust({ transcriptionId, settings }) {
      const found = await findOne(transcriptionId)
      if (!found) return err(noTranscription())
      const { detail, modelFingerprint } = found
      const heardPath = await cache.pathFor({ ...detail, modelFingerprint })
      const context = { signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined }
      const { notes } = await inference.ask('notes.pick', { heardPath, startSeconds: detail.startSeconds, settings }, context)
      if (!notes) return err(mustListenAgain())
      await repository.setNotes(transcriptionId, settings, notes)
      void cache.touch(heardPath)
      return ok({ ...detail, settings, notes: [...notes], noteCount: notes.length })
    },
    async setProgram({ transcriptionId, program }) {
      const found = await findOne(transcriptionId)
      if (!found) return err(noTranscription())
      await repository.setProgram(transcriptionId, program)
      const { notes: _, ...facts } = found.detail
      return ok({ ...facts, program })
    },
    async render({ transcriptionId }) {
      const found = await findOne(transcriptionId)
      if (!found) return err(noTranscription())
      const title = `Play the notes: ${found.detail.name}`
      return ok({ jobId: await jobs.enqueue(renderJob, { transcriptionId }, { title, subjectId: found.detail.trackId }) })
    },
    async saveMidi({ transcriptionId }) {
      const found = await findOne(transcriptionId)
      if (!found) return err(noTranscription())
      const track = await sounds.findTrack(found.detail.trackId)
      if (!track) return err(noTrack(found.detail.trackId))
      const suffix = found.detail.name === 'Song' ? '' : ` ${found.detail.name}`
      const path = await chooseSavePath(`${safeFileName(`${track.title}${suffix}`)}.mid`, 'mid')
      if (path === undefined) return ok({})
      try {
        await writeMidi(transcriptionId, path, { force: true })
        return ok({ fileName: basename(path) })
      } catch (cause) {
        return err(failureFrom(cause, SAVE_CODES))
      }
    },
    async remove({ transcriptionId }) {
      const found = await findOne(transcriptionId)
      if (!found) return err(noTranscription())
      await repository.setRemoved(transcriptionId, now())
      events.emit('transcription.changed', { trackId: found.detail.trackId })
      return ok({})
    },
    async restore({ transcriptionId }) {
      const found = await repository.find(transcriptionId)
      if (!found) return err(noTranscription())
      await repository.setRemoved(transcriptionId, undefined)
      events.emit('transcription.changed', { trackId: found.detail.trackId })
      const { notes: _, ...facts } = found.detail
      return ok(facts)
    },
  }
}

const requireModel = async (models: Pick<ModelShelf, 'forTask' | 'require'>): Promise<Result<string, Failure<'model.not-installed'>>> => {
  const [model] = models.forTask('audio-to-midi')
  if (model) return ok(model.id)
  try {
    return ok(models.require(BASIC_PITCH).id)
  } catch (cause) {
    return err(failureFrom(cause, ['model.not-installed']))
  }
}
