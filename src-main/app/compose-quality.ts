import { Hearing } from '../../src-shared/analysis/hearing.ts'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { createQualityDesk, type QualityDesk } from '../agents/index.ts'
import { hearingRepository } from '../analysis/index.ts'
import type { AudioService } from '../audio/index.ts'
import type { Examiner } from '../generation/index.ts'
import type { TrackReader } from '../library/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { SettingsService } from '../settings/index.ts'

export type QualityCore = {
  readonly database: Database
  readonly tracks: TrackReader
  readonly pathOf: (sha256: Sha256) => string
  readonly audio: AudioService
  readonly settings: SettingsService
}

/** Who looks at songs before they are heard, joined to what has been measured and heard already. */
export const composeQuality = ({ database, tracks, pathOf, audio, settings }: QualityCore): { readonly quality: QualityDesk; readonly examiner: Examiner } => {
  const hearings = hearingRepository(database.query)
  const quality = createQualityDesk({
    library: tracks,
    pathOf,
    scanLevels: audio.scanLevels,
    async hearingOf(audioSha256) {
      const row = await hearings.find(audioSha256)
      return row?.hearing_json ? Hearing.parse(JSON.parse(row.hearing_json)) : undefined
    },
  })
  return { quality, examiner: { judge: quality.judgePiece, retries: () => settings.current().faultRetries } }
}
