import { z } from 'zod'
import { HEARING_VERSION, Hearing } from '../../src-shared/analysis/hearing.ts'
import { Sha256 } from '../../src-shared/kernel/ids.ts'
import { hearingRepository } from '../analysis/index.ts'
import type { Queries, Tx } from '../platform/database/index.ts'

/** What the studio heard in a recording: bars, key and parts, by which a song without a score is edited. */
export const PackedHearing = z.object({ audioSha256: Sha256, heardAt: z.number(), hearing: Hearing })
export type PackedHearing = z.output<typeof PackedHearing>

export const packHearings = async (db: Queries, sounds: ReadonlySet<Sha256>): Promise<PackedHearing[]> => {
  const packed: PackedHearing[] = []
  for (const audioSha256 of sounds) {
    const row = await hearingRepository(db).find(audioSha256)
    const hearing = row?.hearing_json ? Hearing.safeParse(JSON.parse(row.hearing_json)) : undefined
    if (row && hearing?.success && row.version === HEARING_VERSION) packed.push({ audioSha256, heardAt: row.heard_at, hearing: hearing.data })
  }
  return packed
}

/** Those of sounds that are here as they were; what is known here already, or was heard by other ears, is heard by this studio's. */
export const unpackHearings = async (tx: Tx, hearings: readonly PackedHearing[], isWhole: (sha256: Sha256) => boolean): Promise<void> => {
  const repository = hearingRepository(tx)
  for (const { audioSha256, heardAt, hearing } of hearings)
    if (hearing.version === HEARING_VERSION && isWhole(audioSha256) && !(await repository.find(audioSha256)))
      await repository.put(audioSha256, heardAt, { hearing })
}
