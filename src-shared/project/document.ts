import { z } from 'zod'
import { Loudness } from '../audio/loudness-report.ts'
import { GenerateRequest, NeuralRun } from '../generation/engine.ts'
import { Plan, RemixControls } from '../generation/plan.ts'
import { MarkerId, RegionId, Sha256, TakeId, TrackId } from '../kernel/ids.ts'
import { SoundOrigin } from '../rights/sound-origin.ts'
import { Key, Section, SectionRole, TempoMap, TimeSignature } from '../score/score.ts'
import { MarkerColour } from './marker-colours.ts'

/** Frames count at the take's own sample rate. */
const frames = z.number().int().min(0)

/** A marked span of the song. Never placed material. */
export const Region = z.object({ id: RegionId, name: z.string().max(200), startFrame: frames, endFrame: frames })
export type Region = z.output<typeof Region>

/**
 * One place where old and new sound meet. `loudnessStepLu`: the 400 ms after it less the 400 ms before it. `clickDb`: how far the sharpest
 * sample of the splice stands out against the sharpest within 5 ms around, dB; takes made before this was measured have none.
 */
export const Seam = z.object({
  atFrame: frames,
  loudnessStepLu: z.number(),
  /** of a comp: how much of that step is in the music, because one of the two takes makes it there by itself */
  musicStepLu: z.number().optional(),
  crossfadeSeconds: z.number().min(0).optional(),
  clickDb: z.number().optional(),
  /** where nothing sounds beside the seam and its crossfade (RMS under −70 dBFS): no loudness can fit to that */
  silent: z.enum(['before', 'after', 'both']).optional(),
})
export type Seam = z.output<typeof Seam>

/** A named moment of the song. */
export const Marker = z.object({ id: MarkerId, name: z.string().max(200), frame: frames, colour: MarkerColour.optional() })
export type Marker = z.output<typeof Marker>

/** What the studio measured when it pasted new material: shown before the musician decides. */
export const Proof = z.object({
  outsideIdentical: z.boolean(),
  comparedFrames: frames,
  /** the longest of them */
  crossfadeSeconds: z.number(),
  /** in the order of the song */
  seams: z.array(Seam),
  /** of a comp: every stretch between its crossfades is the chosen take's own samples */
  piecesIdentical: z.boolean().optional(),
})
export type Proof = z.output<typeof Proof>

/** A part of a take. Where no score names it, its role is only `part`: the letter says what sounds alike. */
export const TakeSection = Section.extend({ role: z.enum([...SectionRole.options, 'part']) })
export type TakeSection = z.output<typeof TakeSection>

/**
 * What a person knows better than the studio's ears: where the bars of a recording lie, and its key. Frames count in the take it was made on;
 * other takes of the recording follow by how far they are moved.
 */
export const GridCorrection = z.object({
  takeId: TakeId,
  grid: z.object({ tempoMap: TempoMap, timeSignature: TimeSignature, firstBarFrame: z.number().int() }).optional(),
  key: Key.optional(),
})
export type GridCorrection = z.output<typeof GridCorrection>

/**
 * What restoring the treble really did, measured on the two files. Levels are the energy above the cut-off against the energy of the whole
 * sound, dB; undefined where there is none. `nullBelowDb` is what differs below the cut-off against what is there.
 */
export const Enhancement = z.object({
  model: z.string(),
  cutoffHz: z.number(),
  newCutoffHz: z.number(),
  aboveBeforeDb: z.number().optional(),
  aboveAfterDb: z.number().optional(),
  nullBelowDb: z.number(),
  /** largest change of level in a third of an octave below the cut-off */
  belowChangeDb: z.number(),
  /** the level just above the cut-off less where the slope below it points, dB */
  continuityDb: z.number().optional(),
})
export type Enhancement = z.output<typeof Enhancement>

/** A stretch of a comp and the take that plays there. Frames count in the comp and in the take that it was made from: both have one timeline. */
export const CompPiece = z.object({ startFrame: frames, endFrame: frames, takeId: TakeId })
export type CompPiece = z.output<typeof CompPiece>

/** All that a song without a plan was made from: `request` as it was carried out (its seed is the one that is heard), and by which engine. */
export const Making = NeuralRun.extend({ request: GenerateRequest, engineVersion: z.string() })
export type Making = z.output<typeof Making>

/**
 * A whole version of the song: an immutable audio file and, where the engine wrote one, its score. Takes are facts and never change;
 * which of them plays, and which were put away, is the document's business.
 */
export const Take = z.object({
  id: TakeId,
  trackId: TrackId,
  parentTakeId: TakeId.optional(),
  kind: z.enum(['original', 'imported', 'regenerate', 'extend', 'enhance', 'comp']),
  /** takes made by one click share it */
  groupId: z.string(),
  /** 1..n among the song's takes of the same kind and bars */
  number: z.number().int().min(1),
  audioSha256: Sha256,
  sampleRateHz: z.number().int(),
  channelCount: z.number().int(),
  lengthFrames: frames,
  scoreSha256: Sha256.optional(),
  plan: Plan.optional(),
  tempoMap: TempoMap.optional(),
  timeSignature: TimeSignature.optional(),
  /** where bar 0 begins; not 0 for imported files with a lead-in */
  firstBarFrame: z.number().int(),
  sections: z.array(TakeSection),
  /** the span that is new in this take */
  region: z.object({ startFrame: frames, endFrame: frames }).optional(),
  /** where several spans are new: each of them, in order; `region` then reaches from the first to the last */
  regions: z.array(z.object({ startFrame: frames, endFrame: frames })).optional(),
  /** of a comp: what is taken from which other take */
  pieces: z.array(CompPiece).optional(),
  prompt: z.string(),
  seed: z.number().int().optional(),
  controls: RemixControls.optional(),
  engine: z.string(),
  strategy: z.string(),
  reason: z.string(),
  proof: Proof.optional(),
  enhancement: Enhancement.optional(),
  making: Making.optional(),
  /** of sound that was brought in, or made from another song: how it came to be, where that is known */
  origin: SoundOrigin.optional(),
  loudness: Loudness.optional(),
  createdAt: z.number(),
})
export type Take = z.output<typeof Take>

/** How one stem is heard in the mix of its song. */
export const StemMix = z.object({
  gainDb: z.number().min(-60).max(12),
  /** -1 left .. 1 right */
  pan: z.number().min(-1).max(1),
  isMuted: z.boolean(),
  isSoloed: z.boolean(),
})
export type StemMix = z.output<typeof StemMix>

/** As it sounds in the song. */
export const PLAIN_STEM_MIX: StemMix = { gainDb: 0, pan: 0, isMuted: false, isSoloed: false }

/** What the musician says of a take. */
export const TakeNote = z.object({ name: z.string().min(1).max(200).optional(), stars: z.number().int().min(1).max(5).optional() })
export type TakeNote = z.output<typeof TakeNote>

/** The outcome of one blind comparison, made at equal loudness. `toldApart`: whether X was named rightly, where the musician said what it is. */
export const Preference = z.object({
  at: z.number().int().min(0),
  takeId: TakeId,
  againstTakeId: TakeId,
  toldApart: z.boolean().optional(),
})
export type Preference = z.output<typeof Preference>

/**
 * Which take plays where, of the song as it is now; everywhere else the song itself plays. Spans are filed under the frame where they begin and
 * never overlap; `fades` holds, by the frame of an edge, its crossfade in seconds where that is not the usual one.
 */
export const Comp = z.object({
  spans: z.record(z.string(), z.object({ endFrame: frames, takeId: TakeId })),
  fades: z.record(z.string(), z.number().min(0).max(2)),
})
export type Comp = z.output<typeof Comp>

/** A line of words and over how many bars it is said. */
export const WrittenLine = z.object({ text: z.string().max(300), bars: z.number().int().min(1).max(16) })
export type WrittenLine = z.output<typeof WrittenLine>

/** The editable song: saved, undoable, one writer (main). Takes are kept beside it. Records, not lists, so that diffs stay small and order-free. */
export const ProjectDocument = z.object({
  schemaVersion: z.literal(1),
  trackId: TrackId,
  currentTakeId: TakeId,
  regions: z.record(z.string(), Region),
  markers: z.record(z.string(), Marker).default({}),
  /** put away, recoverable */
  discardedTakeIds: z.record(z.string(), z.literal(true)),
  /** sets of stems that lie under the song, by id, with the mix of each stem that is not heard plainly, by its place in the set */
  stems: z.record(z.string(), z.record(z.string(), StemMix)).default({}),
  /** stays when the song is listened to again */
  correction: GridCorrection.optional(),
  /** by take */
  takeNotes: z.record(z.string(), TakeNote).default({}),
  /** by an id of their own */
  preferences: z.record(z.string(), Preference).default({}),
  comp: Comp.optional(),
  /** words over the song, by the bar where a line begins; absent: those of its score, if it has any */
  lyrics: z.record(z.string(), WrittenLine).optional(),
})
export type ProjectDocument = z.output<typeof ProjectDocument>
