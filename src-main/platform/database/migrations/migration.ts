/** One step of the schema, frozen once released. `sql` runs in one transaction with foreign keys off and checked at its end. */
export type Migration = { readonly version: number; readonly name: string; readonly sql: string }
