import type { StudioHandlers } from '../../src-shared/ipc/studio-contract.ts'
import type { CoverHandlers, ImportHandlers } from '../library/index.ts'
import type { MixdownHandlers } from '../mixdown/index.ts'
import type { Events } from '../platform/events.ts'
import type { AudioStore, DataFolder } from '../platform/files/index.ts'
import type { JobService } from '../platform/jobs/index.ts'
import type { RightsService } from '../rights/index.ts'
import type { SettingsService } from '../settings/index.ts'
import type { TranscriptionHandlers } from '../transcription/index.ts'
import type { VoiceHandlers } from '../voice/index.ts'
import type { Intake } from './compose-intake.ts'
import type { composeMixdown } from './compose-mixdown.ts'
import type { ModelStore } from './compose-model-store.ts'
import type { createMediaFiles } from './media-files.ts'
import type { OfferDesk } from './offers.ts'

/** Everything without a desktop: what the window and the command line share. */
export type Studio = {
  readonly folder: DataFolder
  readonly handlers: Omit<StudioHandlers, 'desktop'>
  readonly events: Events
  readonly jobs: JobService
  readonly settings: SettingsService
  readonly store: AudioStore
  readonly offers: OfferDesk
  /** for those who may say paths themselves: the command line, agents */
  readonly importPaths: ImportHandlers['importPaths']
  readonly watchPaths: Intake['outside']['watchPaths']
  readonly tagFiles: Intake['outside']['tagFiles']
  readonly giveAlbumCover: CoverHandlers['giveAlbumCover']
  readonly olderFolders: Intake['outside']['olderFolders']
  readonly exportTrack: MixdownHandlers['exportTrack']
  readonly exportMany: MixdownHandlers['exportMany']
  readonly exportHandoff: MixdownHandlers['exportHandoff']
  readonly exportStems: MixdownHandlers['exportStems']
  readonly importModels: ModelStore['handlers']['importPaths']
  readonly provenanceOf: RightsService['manifestOf']
  readonly writeMidi: TranscriptionHandlers['writeMidi']
  readonly transcribeFile: VoiceHandlers['transcribeFile']
  readonly mayUseMicrophone: () => boolean
  readonly mediaFile: ReturnType<typeof createMediaFiles>
  readonly dragFile: ReturnType<typeof composeMixdown>['dragFile']
  /** what is due once the studio is up: old trash, a daily backup */
  tidy(): Promise<void>
  close(): Promise<void>
}
