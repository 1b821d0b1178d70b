import { getLogger } from '@logtape/logtape'
import type { z } from 'zod'
import type { Queries } from '../database/index.ts'

const log = getLogger(['segno', 'settings'])

/** Named JSON values in the library file, each parsed by its own schema. */
export type ValueStore = {
  /** undefined where nothing is stored, or what is stored does not fit any more (which is logged and left alone) */
  read<S extends z.ZodType>(name: string, schema: S, onUnreadable?: (text: string) => Promise<void>): Promise<z.output<S> | undefined>
  write(values: Readonly<Record<string, unknown>>): Promise<void>
}

/** Takes the database or a transaction. */
export const createValueStore = (db: Queries, now: () => number): ValueStore => ({
  async read(name, schema, onUnreadable) {
    const row = await db.selectFrom('settings').select('value_json').where('name', '=', name).executeTakeFirst()
    if (!row) return undefined
    try {
      return schema.parse(JSON.parse(row.value_json))
    } catch (cause) {
      log.warn('the stored value of {name} cannot be read; its default is used', { name, cause })
      await onUnreadable?.(row.value_json)
      return undefined
    }
  },
  async write(values) {
    const rows = Object.entries(values).map(([name, value]) => ({ name, value_json: JSON.stringify(value), updated_at: now() }))
    if (rows.length === 0) return
    await db
      .insertInto('settings')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet((eb) => ({ value_json: eb.ref('excluded.value_json'), updated_at: eb.ref('excluded.updated_at') })),
      )
      .execute()
  },
})
