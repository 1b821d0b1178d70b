/** Bytes `start..end`, both included, of a file that is `size` long. */
export type ByteRange = { readonly start: number; readonly end: number }

/**
 * Reads a `Range` header for one range.
 *
 * @returns the range clamped to the file; `'whole'` when there is no header, or one that a server may ignore (other unit, several ranges,
 *   bad syntax: RFC 9110 section 14.2); `'unsatisfiable'` when the range lies outside the file (answer 416)
 */
export const readByteRange = (header: string | null, size: number): ByteRange | 'whole' | 'unsatisfiable' => {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (!match) return 'whole'
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return 'whole'
  if (first === '') {
    const suffixLength = Number(last)
    if (suffixLength === 0 || size === 0) return 'unsatisfiable'
    return { start: Math.max(0, size - suffixLength), end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return 'whole'
  return start >= size ? 'unsatisfiable' : { start, end }
}
