import type { Failure } from './failure.ts'

/** Outcome of an operation that is expected to fail sometimes. Plain data, so it crosses processes unchanged. */
export type Result<T, F extends Failure = Failure> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: F }

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })
export const err = <F extends Failure>(error: F): { readonly ok: false; readonly error: F } => ({ ok: false, error })
