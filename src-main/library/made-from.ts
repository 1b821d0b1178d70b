import type { TakeId } from '../../src-shared/kernel/ids.ts'
import { inheritedOrigin } from '../../src-shared/rights/inherited-origin.ts'
import type { SoundOrigin } from '../../src-shared/rights/sound-origin.ts'
import type { Tx } from '../platform/database/index.ts'
import { takeOfRow } from './take-rows.ts'

/** `helpers`: models that worked on the sound on its way into the new song. */
export type MadeFrom = { readonly takeId: TakeId; readonly helpers: readonly string[] }

/** What a new song owes to the take of another song that it is made from; undefined where that take is gone. */
export const findInheritedOrigin = async (tx: Tx, { takeId, helpers }: MadeFrom): Promise<SoundOrigin | undefined> => {
  const song = await tx
    .selectFrom('takes')
    .innerJoin('tracks', 'tracks.id', 'takes.track_id')
    .select(['tracks.id', 'tracks.source_name'])
    .where('takes.id', '=', takeId)
    .executeTakeFirst()
  if (!song) return undefined
  const rows = await tx.selectFrom('takes').selectAll().where('track_id', '=', song.id).orderBy('created_at').orderBy('id').execute()
  const takes = rows.map(takeOfRow)
  const from = takes.find(({ id }) => id === takeId)
  return from && inheritedOrigin(takes, from, song.source_name ?? undefined, helpers)
}
