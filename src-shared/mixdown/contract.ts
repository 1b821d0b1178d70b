import { z } from 'zod'
import { call, push } from '../ipc/call.ts'
import { JobId, StemSetId, TrackId } from '../kernel/ids.ts'
import { Excerpt } from './excerpt.ts'
import { ExportFormat, ExportOptions, MOST_EXPORTED } from './export-options.ts'
import { HandoffTarget } from './handoff.ts'
import { LevelReached } from './level-reached.ts'

const songs = z.array(TrackId).min(1).max(MOST_EXPORTED)
/** undefined when the musician closed the system's dialog */
const started = z.object({ jobId: JobId.optional() })

export const mixdown = {
  /** asks where with the system's own dialog, then writes in a job */
  saveAs: call({
    input: z.object({ trackId: TrackId, format: ExportFormat, options: ExportOptions.optional() }),
    output: started,
    failures: ['track.not-found', 'export.no-score', 'export.bad-options'],
  }),
  /**
   * Asks for a folder, then writes a file a song there in one job, named by a template (file-names.ts). A file that is there is never replaced: the
   * new one gets a number.
   */
  saveMany: call({
    input: z.object({ trackIds: songs, format: ExportFormat, options: ExportOptions.optional(), template: z.string().min(1).max(200) }),
    output: started,
    failures: ['track.not-found', 'export.no-score', 'export.bad-options'],
  }),
  /**
   * Asks for a folder with the system's own dialog, then writes one WAV a stem into a new folder there: those of a set that the song was split
   * into; without `setId` the instruments of its score, or, where it has none, the newest set of the take that plays.
   */
  saveStems: call({
    input: z.object({ trackId: TrackId, setId: StemSetId.optional() }),
    output: started,
    failures: ['track.not-found', 'export.no-score', 'separation.not-found'],
  }),
  /** asks where, then writes a part of a song in a job */
  saveExcerpt: call({ input: Excerpt, output: started, failures: ['track.not-found', 'export.no-score', 'separation.not-found'] }),
  /** asks for a folder, then writes the song for other programs into a new folder there: stems, MIDI, score, project files, a read-me */
  handOff: call({ input: z.object({ trackId: TrackId, target: HandoffTarget }), output: started, failures: ['track.not-found'] }),
  /**
   * `fileName`: of the file, or of the folder with the files `stems`, or with the `fileCount` files of several songs, of which `trackId` is the
   * first. `levels`: where a loudness was asked for, how loud each file became, in their order.
   */
  finished: push(
    z.object({
      jobId: JobId,
      trackId: TrackId,
      fileName: z.string(),
      stems: z.array(z.string()).optional(),
      fileCount: z.number().int().optional(),
      levels: z.array(LevelReached).optional(),
    }),
  ),
} as const
