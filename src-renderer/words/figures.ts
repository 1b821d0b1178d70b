import type { Key, TimeSignature } from '../../src-shared/score/score.ts'

/** 0:07, 3:05, 1:02:09. Rounds down, as a clock does. */
export const clockTime = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds + 1e-6))
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  const rest = String(whole % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}

/** "3 h 12 min", "48 min", "20 s": for sums. */
export const spokenLength = (seconds: number): string => {
  if (seconds < 60) return `${Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** "about 12 s left": what a wait feels like, not digits that jump. */
export const timeLeft = (seconds: number): string => {
  if (seconds < 2) return 'almost done'
  if (seconds < 20) return `about ${Math.ceil(seconds)} s left`
  if (seconds < 90) return `about ${Math.ceil(seconds / 5) * 5} s left`
  return `about ${Math.ceil(seconds / 60)} min left`
}

export const byteSize = (bytes: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

export const tempoWord = (tempoBpm: number): string => `${Number(tempoBpm.toFixed(1))} bpm`

/** "F♯ minor" */
export const keyWord = ({ tonic, mode }: Key): string => `${tonic.replace('#', '♯').replace('b', '♭')} ${mode}`
export const meterWord = ({ beats, unit }: TimeSignature): string => `${beats}/${unit}`

/** A style's id as a word: "acoustic-pop" reads "Acoustic pop". */
export const styleWord = (id: string): string => {
  const words = id === 'lofi' ? 'lo-fi' : id.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A studio's id as its name: "blue-note" reads "Blue Note". */
export const studioWord = (id: string): string => id.replace(/(^|-)(.)/g, (_, gap: string, letter: string) => `${gap && ' '}${letter.toUpperCase()}`)

/** What a song is told by in a list: its studio, where it has one, and its style. */
export const mannerWord = ({ studio, style }: { readonly studio?: string | undefined; readonly style?: string | undefined }): string | undefined => {
  const words = [studio && studioWord(studio), style && styleWord(style)].filter((word) => word !== undefined && word !== '')
  return words.length > 0 ? [...new Set(words)].join(' · ') : undefined
}

// made once: each `toLocaleString` with a locale makes its own, a good part of what a row of a list costs
const figures = new Intl.NumberFormat('en')
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const dayMonthAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })

export const counted = (count: number, one: string, many = `${one}s`): string => `${figures.format(count)} ${count === 1 ? one : many}`

/** "just now", "5 min ago", "yesterday", "12 Nov", "12 Nov 2025" */
export const timeAgo = (at: number, now: number): string => {
  const seconds = (now - at) / 1000
  if (seconds < 60) return 'just now'
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  const then = new Date(at)
  const isOn = (time: number) => then.toDateString() === new Date(time).toDateString()
  const isRecent = seconds < 3 * 86_400
  if (isRecent && isOn(now)) return `${Math.floor(seconds / 3600)} h ago`
  if (isRecent && isOn(now - 86_400_000)) return 'yesterday'
  return (then.getFullYear() === new Date(now).getFullYear() ? dayAndMonth : dayMonthAndYear).format(then)
}
