import { z } from 'zod'
import { call, push } from '../ipc/call.ts'
import { JobId, Sha256, StemSetId, TakeId, TrackId } from '../kernel/ids.ts'
import { ModelId, ModelLicence } from '../models/catalog.ts'

const frames = z.number().int().min(0)

/** Half-open, in frames of the take. */
export const StemSpan = z.object({ startFrame: frames, endFrame: frames })
export type StemSpan = z.output<typeof StemSpan>

/**
 * A part of a song's sound, as long as the song and at its rate. `rest`: all sources that were not asked for by themselves, summed;
 * `outside`: of a region, the song without it. All stems of a set add up to the song.
 */
export const Stem = z.object({ position: frames, name: z.string(), role: z.enum(['stem', 'rest', 'outside']), audioSha256: Sha256 })
export type Stem = z.output<typeof Stem>

/** What one request took a take apart into. */
export const StemSet = z.object({
  id: StemSetId,
  trackId: TrackId,
  takeId: TakeId,
  method: z.enum(['model', 'score']),
  makerId: z.string(),
  makerName: z.string(),
  region: StemSpan.optional(),
  shifts: z.number().int(),
  /** null test: energy of (song minus the sum of the stems) against the song, dB */
  residualDb: z.number(),
  /** the same of the model's own answer, which was then shared among the stems; undefined: nothing was shared */
  sharedResidualDb: z.number().optional(),
  /** what all stems are turned up by to be as loud as in the song */
  baseGainDb: z.number(),
  /** the set whose place under the song, and mix, this one has for a later take */
  follows: StemSetId.optional(),
  /** of an engine's stems: what its own level was multiplied by */
  playedGain: z.number().optional(),
  bytes: z.number(),
  stems: z.array(Stem),
  createdAt: z.number(),
})
export type StemSet = z.output<typeof StemSet>

/** An installed model that takes songs apart. */
export const Separator = z.object({ modelId: ModelId, name: z.string(), stems: z.array(z.string()), licence: ModelLicence })
export type Separator = z.output<typeof Separator>

/** Frames that a region must have to be worth it, seconds. */
export const MIN_STEM_SECONDS = 0.1
/** Each pass takes as long again. */
export const MAX_SHIFTS = 10

export const SplitRequest = z.object({
  trackId: TrackId,
  /** `score`: the built-in engine plays each instrument of a song that it made */
  method: z.enum(['model', 'score']).default('model'),
  /** undefined: the first one that is installed */
  modelId: ModelId.optional(),
  /** sources wanted by themselves, the others summed; undefined: each by itself */
  only: z.array(z.string().max(40)).min(1).max(20).optional(),
  region: StemSpan.optional(),
  shifts: z.number().int().min(0).max(MAX_SHIFTS).default(0),
})
export type SplitRequest = z.output<typeof SplitRequest>

const oneSet = z.object({ setId: StemSetId })

const SPLIT_FAILURES = [
  'track.not-found',
  'model.not-installed',
  'model.damaged',
  'separation.no-such-stem',
  'separation.no-score',
  'region.outside-song',
  'region.empty',
  'project.damaged',
] as const

export const separation = {
  /** every set of every take, newest last, and what this song can be taken apart by */
  list: call({
    input: z.object({ trackId: TrackId }),
    output: z.object({ sets: z.array(StemSet), separators: z.array(Separator), hasScore: z.boolean() }),
    failures: ['track.not-found'],
  }),
  /** `setId` instead of a job where this was asked before: the stems are there already */
  start: call({
    input: SplitRequest,
    output: z.object({ jobId: JobId.optional(), setId: StemSetId.optional() }),
    failures: SPLIT_FAILURES,
  }),
  /**
   * The same stems of the song as it is now, in the place and with the mix of these: instruments of a score are played anew where they changed,
   * a model takes the song apart again as it did.
   */
  again: call({
    input: oneSet,
    output: z.object({ jobId: JobId.optional(), setId: StemSetId.optional() }),
    failures: ['separation.not-found', ...SPLIT_FAILURES],
  }),
  /** lays stems that are there under the song again */
  attach: call({ input: oneSet, output: z.object({}), failures: ['separation.not-found', 'track.not-found', 'project.damaged', 'project.invalid-edit'] }),
  /** a new song in the library that is this one stem */
  openAsSong: call({
    input: oneSet.extend({ position: frames }),
    output: z.object({ trackId: TrackId }),
    failures: ['separation.not-found', 'audio.missing', 'disk.full', 'disk.read-only'],
  }),
  /** deletes the sound of a set that is not under its song, for good */
  discard: call({ input: oneSet, output: z.object({ freedBytes: z.number() }), failures: ['separation.not-found', 'separation.in-use'] }),
  finished: push(z.object({ jobId: JobId, trackId: TrackId, setId: StemSetId })),
  /** sets came or went */
  changed: push(z.object({ trackId: TrackId })),
} as const
