import type { z } from 'zod'
import { type AbsentEngine, type generation, MAX_PROMPT_CHARACTERS } from '../../src-shared/generation/contract.ts'
import type { PlanOverrides } from '../../src-shared/generation/plan.ts'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { type Failure, failure } from '../../src-shared/kernel/failure.ts'
import type { JobId, TrackId } from '../../src-shared/kernel/ids.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import type { Influence } from '../../src-shared/knowledge/contract.ts'
import type { StudioId } from '../../src-shared/studios/studio-id.ts'
import type { TrackReader } from '../library/index.ts'
import type { JobQueue } from '../platform/jobs/index.ts'
import type { EngineShelf } from './engine-shelf.ts'
import type { GenerateJob } from './generate-job.ts'
import { remakeOf } from './recorded-making.ts'
import type { VerifyJob } from './verify-job.ts'

type Options = z.output<typeof generation.options.output>

/** Engines that could be here: which they are, and why one of them is not. */
export type AbsentEngines = {
  list(): readonly AbsentEngine[]
  why(id: string): Failure<'model.not-installed' | 'model.damaged'> | undefined
}

/**
 * What songs of the library make of a wish: concrete choices that can be stored, so that the same song can be made again without them.
 * `overrides` is the wish's own object where they decide nothing.
 */
export type Leaning = { readonly overrides: PlanOverrides; readonly hintWords: string | undefined; readonly influences: readonly Influence[] }
/** A studio that one has entered: its ensemble is loaded. `neural`: how engines that read words are brought near. */
export type StudioRoom = {
  readonly id: StudioId
  readonly styles: Options['styles']
  readonly neural: { readonly words: string; readonly guidance: number } | undefined
}
/** `asked` wins; else the style says which studio; else the one that is open */
export type StudioRooms = { enter(asked: StudioId | undefined, style: PlanOverrides['style']): Promise<StudioRoom> }

export type LeanOn = (wish: {
  readonly prompt: string
  readonly seconds: number | undefined
  readonly seed: number | undefined
  readonly overrides: PlanOverrides
  readonly trackIds: readonly TrackId[]
  readonly studio: StudioId
}) => Promise<Leaning>

export type GenerationHandlerParts = {
  readonly engines: EngineShelf
  readonly studios: StudioRooms
  /** what the built-in engine offers to choose from */
  readonly instruments: Options['instruments']
  readonly library: Pick<TrackReader, 'find' | 'listTakes'>
  readonly jobs: Pick<JobQueue, 'enqueue' | 'whenEnded'>
  readonly generateJob: GenerateJob
  /** the same work where it needs a model */
  readonly generateWithModelJob: GenerateJob
  readonly absent: AbsentEngines
  readonly verifyJob: VerifyJob
  readonly verifyWithModelJob: VerifyJob
  readonly leanOn: LeanOn
  /** fresh 32-bit seeds for those who gave none */
  readonly drawSeed: () => number
  readonly newGroupId: () => string
}

const promptTooLong = () =>
  err(failure('prompt.too-long', `The prompt is longer than ${MAX_PROMPT_CHARACTERS.toLocaleString('en')} characters. Say it in fewer words.`))

const TITLE_CHARACTERS = 60
/** The prompt on one line, cut where a list would cut it. */
const inShort = (prompt: string): string => {
  const line = prompt.trim().replace(/\s+/g, ' ')
  return line.length > TITLE_CHARACTERS ? `${line.slice(0, TITLE_CHARACTERS - 1)}…` : line
}

/** Songs lend what the room can play: another studio's style, and in an ensemble of one's own other players, stay outside. */
const withinRoom = ({ id, styles }: StudioRoom, byHand: PlanOverrides, leant: PlanOverrides): PlanOverrides => {
  const { style, instrumentation, ...rest } = leant
  const ownStyle = styles.some((own) => own.id === style) ? { style } : {}
  const band = id === 'open' ? instrumentation : byHand.instrumentation
  return { ...rest, ...(style && ownStyle), ...(band && { instrumentation: band }) }
}

export const createGenerationHandlers = (parts: GenerationHandlerParts): Handlers<typeof generation> => {
  const { engines, studios, instruments, library, jobs, generateJob, generateWithModelJob, absent, verifyJob, verifyWithModelJob } = parts
  const { leanOn, drawSeed, newGroupId } = parts
  return {
    async plan({ prompt, seconds, overrides, seed, influences = [], studio }) {
      if (prompt.length > MAX_PROMPT_CHARACTERS) return promptTooLong()
      const room = await studios.enter(studio, overrides.style)
      const leaning = await leanOn({ prompt, seconds, seed, overrides, trackIds: influences, studio: room.id })
      return ok(engines.builtIn.plan({ prompt, seconds, overrides: withinRoom(room, overrides, leaning.overrides), seed, studio: room.id }))
    },
    async start({ prompt, seconds, overrides, engine, seed, variations, tuning, influences = [], studio }) {
      if (prompt.trim() === '') return err(failure('prompt.empty', 'Say what the music should sound like: a mood, a style, an instrument, a tempo.'))
      if (prompt.length > MAX_PROMPT_CHARACTERS) return promptTooLong()
      const found = engines.find(engine)?.describe()
      if (!found) {
        const why = absent.why(engine)
        if (why) return err(why)
        const known = engines.list().map((other) => other.describe().id)
        return err(failure('engine.not-found', `There is no engine “${engine}”. Installed: ${known.join(', ')}.`, { known }))
      }
      const { maxSeconds = Number.POSITIVE_INFINITY } = found
      if (seconds !== undefined && seconds > maxSeconds) {
        const message = `${found.name} makes songs of up to ${maxSeconds} s in one go. Ask for less; an ending can be extended later.`
        return err(failure('engine.too-long', message, { maxSeconds }))
      }
      const room = await studios.enter(studio, overrides.style)
      if (overrides.style && !room.styles.some(({ id }) => id === overrides.style)) {
        const names = room.styles.map(({ id }) => id)
        return err(
          failure('studio.no-such-style', `“${overrides.style}” is not played in this studio. It plays: ${names.join(', ')}.`, { studio: room.id, names }),
        )
      }
      const job = found.needsModel ? generateWithModelJob : generateJob
      const groupId = newGroupId()
      const base = seed ?? drawSeed()
      const started: { jobId: JobId; seed: number }[] = []
      for (let number = 1; number <= variations; number++) {
        const own = (base + number - 1) >>> 0
        const title = variations > 1 ? `Generate: ${inShort(prompt)} (${number} of ${variations})` : `Generate: ${inShort(prompt)}`
        const leaning = await leanOn({ prompt, seconds, seed: own, overrides, trackIds: influences, studio: room.id })
        const hintWords = [room.neural?.words, leaning.hintWords].filter((words) => words !== undefined).join(', ')
        const guided = found.tuning?.guidance !== undefined && room.neural ? { guidance: room.neural.guidance, ...tuning } : tuning
        const side = found.needsModel ? { ...(hintWords !== '' && { hintWords }), ...(guided && { tuning: guided }) } : { ...(tuning && { tuning }) }
        const played = found.needsModel ? overrides : withinRoom(room, overrides, leaning.overrides)
        const request = { prompt, seconds, overrides: played, seed: own, ...(room.id !== 'open' && { studio: room.id }), ...side }
        const isHeard = found.needsModel ? leaning.hintWords !== undefined : leaning.overrides !== overrides
        const payload = { engine, groupId, number, request, ...(isHeard && leaning.influences.length > 0 && { influences: [...leaning.influences] }) }
        started.push({ jobId: await jobs.enqueue(job, payload, { title, groupId }), seed: own })
      }
      return ok({ groupId, jobs: started })
    },
    async options() {
      const { styles } = await studios.enter(undefined, undefined)
      return ok({
        engines: engines.list().map((engine) => engine.describe()),
        absent: [...absent.list()],
        styles: [...styles],
        instruments: [...instruments],
      })
    },
    async verify({ trackId }) {
      const track = await library.find(trackId)
      if (!track) return err(failure('track.not-found', 'This song is not in the library any more.', { trackId }))
      if (track.origin !== 'generated')
        return err(failure('verify.not-generated', 'This song was imported, so there is no plan and seed to make it again from.'))
      const remake = remakeOf(
        engines,
        (await library.listTakes(trackId)).find(({ kind }) => kind === 'original'),
      )
      if (!remake.ok) return remake
      const job = remake.value.engine.describe().needsModel ? verifyWithModelJob : verifyJob
      return ok({ jobId: await jobs.enqueue(job, { trackId }, { title: `Verify ${track.title}`, subjectId: trackId }) })
    },
  }
}
