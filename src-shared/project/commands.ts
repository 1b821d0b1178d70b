import { z } from 'zod'
import { MarkerId, RegionId, StemSetId, TakeId } from '../kernel/ids.ts'
import { GridCorrection, Marker, Preference, Region, StemMix, WrittenLine } from './document.ts'
import { MarkerColour } from './marker-colours.ts'

const frame = z.number().int().min(0)

/** Every way a person, an agent or a pipeline changes a song. Data, so that all share one history. */
export const ProjectCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('region.add'), region: Region }),
  z.object({ type: z.literal('region.resize'), regionId: RegionId, startFrame: z.number().int().min(0), endFrame: z.number().int().min(0) }),
  z.object({ type: z.literal('region.rename'), regionId: RegionId, name: z.string().max(200) }),
  z.object({ type: z.literal('region.remove'), regionId: RegionId }),
  z.object({ type: z.literal('marker.add'), marker: Marker }),
  z.object({ type: z.literal('marker.move'), markerId: MarkerId, frame: z.number().int().min(0) }),
  z.object({ type: z.literal('marker.rename'), markerId: MarkerId, name: z.string().max(200) }),
  /** without a colour: that of all markers */
  z.object({ type: z.literal('marker.colour'), markerId: MarkerId, colour: MarkerColour.optional() }),
  z.object({ type: z.literal('marker.remove'), markerId: MarkerId }),
  /** the take becomes the song; its siblings (same group) stay recoverable as discarded */
  z.object({ type: z.literal('take.accept'), takeId: TakeId }),
  z.object({ type: z.literal('take.discard'), takeIds: z.array(TakeId).min(1) }),
  z.object({ type: z.literal('take.restore'), takeIds: z.array(TakeId).min(1) }),
  z.object({ type: z.literal('take.rename'), takeId: TakeId, name: z.string().max(200) }),
  /** 0 takes the stars away */
  z.object({ type: z.literal('take.rate'), takeId: TakeId, stars: z.number().int().min(0).max(5) }),
  /** a blind comparison was decided */
  z.object({ type: z.literal('take.prefer'), id: z.string().regex(/^[0-9a-z]{8,32}$/), preference: Preference }),
  /** from here to there that take plays; the song itself takes back what it had */
  z.object({ type: z.literal('comp.use'), takeId: TakeId, startFrame: frame, endFrame: frame }),
  z.object({ type: z.literal('comp.move-edge'), fromFrame: frame, toFrame: frame }),
  /** undefined: the usual length */
  z.object({ type: z.literal('comp.fade'), atFrame: frame, seconds: z.number().min(0).max(2).optional() }),
  z.object({ type: z.literal('comp.clear') }),
  /** stems that were made are laid under the song; `names` is for the history */
  z.object({ type: z.literal('stems.attach'), setId: StemSetId, names: z.array(z.string().max(200)).max(100) }),
  /** they leave the song; their sound stays until it is deleted for good */
  z.object({ type: z.literal('stems.detach'), setId: StemSetId }),
  z.object({
    type: z.literal('stems.mix'),
    setId: StemSetId,
    position: z.number().int().min(0).max(99),
    name: z.string().max(200),
    change: StemMix.partial(),
  }),
  /** everything is heard as in the song again */
  z.object({ type: z.literal('stems.plain'), setId: StemSetId }),
  /** `what` names the change in the history; the grid or key that is not given stays as it is */
  z.object({
    type: z.literal('grid.correct'),
    what: z.enum(['tempo', 'meter', 'first bar', 'bar line', 'key', 'taps']),
    grid: GridCorrection.shape.grid,
    key: GridCorrection.shape.key,
  }),
  /** all words of the song anew, or with `bar` that line alone (without a text: it goes); no lines at all: the song has no words of its own */
  z.object({
    type: z.literal('lyrics.write'),
    lines: z.array(WrittenLine.extend({ bar: z.number().int().min(0).max(100_000) })).max(2_000),
    bar: z.number().int().min(0).optional(),
  }),
  /** back to what the studio hears by itself */
  z.object({ type: z.literal('grid.reset') }),
])
export type ProjectCommand = z.output<typeof ProjectCommand>
