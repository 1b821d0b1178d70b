import type { StudioHandlers } from '../../src-shared/ipc/studio-contract.ts'
import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { AlbumId, JobId, Sha256, StemSetId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { Result } from '../../src-shared/kernel/result.ts'
import type { Album } from '../../src-shared/library/album.ts'
import type { ExportFormat, ExportOptions } from '../../src-shared/mixdown/export-options.ts'
import type { HandoffTarget } from '../../src-shared/mixdown/handoff.ts'
import type { TranscriptionId } from '../../src-shared/transcription/contract.ts'
import type { OlderFolders, TagFiles } from '../library/index.ts'
import type { Events } from '../platform/events.ts'
import type { JobQueue } from '../platform/jobs/index.ts'

export type HowToExport = { readonly force: boolean; readonly options?: ExportOptions | undefined; readonly coverPath?: string | undefined }

/** The studio as the command line holds it: the same handlers as the window's, in this process, and what the window does with dialogs. */
export type StudioServices = {
  readonly handlers: Omit<StudioHandlers, 'desktop'>
  readonly events: Events
  readonly jobs: Pick<JobQueue, 'whenEnded'>
  /** one job; a row per file comes with `library.imported` */
  importPaths(paths: readonly string[]): Promise<Result<{ readonly jobId: JobId }, Failure>>
  /** folders to be watched; one job looks through them for the first time */
  watchPaths(paths: readonly string[]): Promise<Result<{ readonly paths: readonly string[]; readonly jobId: JobId }, Failure>>
  /** tags of any sound file; what is written comes with `fileTags.written` */
  readonly tagFiles: TagFiles
  /** a picture on the disk as an album’s cover */
  giveAlbumCover(albumId: AlbumId, path: string): Promise<Result<Album, Failure>>
  /** folders of the older studio; a row per song comes with `library.imported` */
  readonly olderFolders: OlderFolders
  /** one job that writes `path`; replaces a file that is there only with `force` */
  exportTrack(trackId: TrackId, format: ExportFormat, path: string, how: HowToExport): Promise<Result<{ readonly jobId: JobId }, Failure>>
  /** one job that writes a file a song into `folder` */
  exportMany(
    trackIds: readonly TrackId[],
    format: ExportFormat,
    folder: string,
    how: HowToExport & { readonly template?: string | undefined },
  ): Promise<Result<{ readonly jobId: JobId }, Failure>>
  /** one job that writes everything for other programs into `folder` */
  exportHandoff(
    trackId: TrackId,
    folder: string,
    how: { readonly target: HandoffTarget; readonly force: boolean },
  ): Promise<Result<{ readonly jobId: JobId }, Failure>>
  /** one job that writes a WAV for each stem into `folder`: the score's instruments, or (of) a set that the song was split into */
  exportStems(
    trackId: TrackId,
    folder: string,
    options: { readonly force: boolean; readonly setId?: StemSetId | undefined; readonly positions?: readonly number[] | undefined },
  ): Promise<Result<{ readonly jobId: JobId }, Failure>>
  /** one job that takes in what these folders and files hold */
  importModels(
    paths: readonly string[],
    loras?: { readonly strength?: number; readonly baseId?: string; readonly name?: string },
  ): Promise<Result<{ readonly jobId: JobId }, Failure>>
  /** @throws FailureError export.…, transcription.not-found; replaces a file that is there only with `force` */
  writeMidi(transcriptionId: TranscriptionId, path: string, options: { readonly force: boolean }): Promise<void>
  /** how a song came to be and on what terms, as JSON text */
  provenanceOf(trackId: TrackId): Promise<Result<string, Failure>>
  /** one job; the words come with `voice.heard` */
  transcribeFile(
    path: string,
    options: { readonly language?: string | undefined; readonly modelId?: string | undefined },
  ): Promise<Result<{ readonly jobId: JobId }, Failure>>
  /** where the audio store keeps this file */
  audioPath(sha256: Sha256): string
  /** stops what runs and lets go of the database */
  close(): Promise<void>
}
