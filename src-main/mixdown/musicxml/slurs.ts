import type { Written } from './notation.ts'

const without = (one: Written, mark: 'slur-start' | 'slur-stop'): Written => ({ ...one, marks: one.marks.filter((other) => other !== mark) })

/** Every slur that begins ends before the next of its line, at the latest with the last note before it: an end that fell to a hidden note is put back. */
export const withClosedSlurs = (written: readonly Written[]): readonly Written[] => {
  const notes = [...written]
  const places = notes.map((_, place) => place).toSorted((a, b) => (notes[a]?.start ?? 0) - (notes[b]?.start ?? 0))
  for (const line of new Set(notes.map((one) => one.line))) {
    let begunAt: number | undefined
    let last: number | undefined
    const end = (): void => {
      const one = last === undefined ? undefined : notes[last]
      const begin = begunAt === undefined ? undefined : notes[begunAt]
      if (last === undefined || begunAt === undefined || !one || !begin) return
      if (last === begunAt) notes[begunAt] = without(begin, 'slur-start')
      else if (!one.marks.includes('slur-stop')) notes[last] = { ...one, marks: [...one.marks, 'slur-stop'] }
    }
    for (const place of places.filter((at) => notes[at]?.line === line)) {
      const one = notes[place] as Written
      if (one.marks.includes('slur-stop')) {
        if (begunAt === undefined) notes[place] = without(one, 'slur-stop')
        begunAt = undefined
      }
      if (one.marks.includes('slur-start')) {
        end()
        begunAt = place
      }
      last = place
    }
    end()
  }
  return notes
}
