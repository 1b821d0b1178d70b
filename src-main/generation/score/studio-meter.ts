import { StudioId } from '../../../src-shared/studios/studio-id.ts'

/**
 * What studios take in memory, told by the threads while they work: a table of bytes, a row a thread and a column a studio, in shared
 * memory, so that nobody has to be asked. A thread that ends clears its row.
 */
export const METER_THREADS = 64
const STUDIOS = StudioId.options

export type StudioMeter = { readonly buffer: SharedArrayBuffer; bytesByStudio(): ReadonlyMap<StudioId, number> }

export const createStudioMeter = (): StudioMeter => {
  const buffer = new SharedArrayBuffer(METER_THREADS * STUDIOS.length * 8)
  const table = new Float64Array(buffer)
  return {
    buffer,
    bytesByStudio: () =>
      new Map(
        STUDIOS.map((id, column) => {
          let bytes = 0
          for (let row = 0; row < METER_THREADS; row++) bytes += table[row * STUDIOS.length + column] ?? 0
          return [id, bytes]
        }),
      ),
  }
}

/** One thread's row. */
export const meterRow = (buffer: SharedArrayBuffer, thread: number): { set(studio: StudioId, bytes: number): void; clear(): void } => {
  const table = new Float64Array(buffer)
  const first = (thread % METER_THREADS) * STUDIOS.length
  return {
    set: (studio, bytes) => {
      table[first + STUDIOS.indexOf(studio)] = bytes
    },
    clear: () => {
      table.fill(0, first, first + STUDIOS.length)
    },
  }
}
