import type { TaskContext } from '../../protocol.ts'
import type { SongSignals } from './song-signals.ts'

/** One signal of a song, to be read in any pieces. */
export type SignalReader = { readonly rateHz: number; read(from: number, to: number): Promise<Float32Array<ArrayBuffer>> }

/**
 * Makes a guess at the whole sound of a signal, treble included, of which only what lies above the cut-off is used. Yields blocks that follow
 * each other without a gap and cover frames `from..to`, at the signal's own rate and without delay.
 */
export type BandMaker = (signal: SignalReader, range: { readonly from: number; readonly to: number; readonly cutoffHz: number }) => AsyncGenerator<Float32Array>

export type MakerContext = Pick<TaskContext, 'sessions' | 'checkpoint'>

export const signalOf = (song: SongSignals, signal: number): SignalReader => ({ rateHz: song.rateHz, read: (from, to) => song.read(signal, from, to) })

export const isSilent = (samples: Float32Array): boolean => samples.every((value) => Math.abs(value) < 1e-6)
