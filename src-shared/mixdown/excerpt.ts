import { z } from 'zod'
import { StemSetId, TrackId } from '../kernel/ids.ts'

const frames = z.number().int().min(0)

/**
 * A song, or a part of it, as a file of its own: what is dragged out of the window or saved from its menus. The sound is that of the take that
 * plays, sample for sample; the notes are those of its score.
 */
export const Excerpt = z
  .object({
    trackId: TrackId,
    format: z.enum(['wav', 'mid']),
    /** frames of the take that plays; undefined: all of it */
    span: z.object({ startFrame: frames, endFrame: frames }).optional(),
    /** one stem instead of the whole; it is as long as the take */
    stem: z.object({ setId: StemSetId, position: z.number().int().min(0).max(99) }).optional(),
    /** what the part is called ("Chorus", "bars 9–12"): goes behind the song's title in the file's name */
    name: z.string().max(200).optional(),
  })
  .refine(({ span }) => !span || span.startFrame < span.endFrame, { message: 'a span has to end after it begins' })
  .refine(({ format, stem }) => format === 'wav' || !stem, { message: 'a stem has sound, not notes' })
export type Excerpt = z.output<typeof Excerpt>
