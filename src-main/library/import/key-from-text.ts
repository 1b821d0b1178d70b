import { Key } from '../../../src-shared/score/score.ts'

/** "F#m", "Bb minor", "C maj", "A": a key as people write it; undefined where it is not one. */
export const keyFromText = (text: string | undefined): Key | undefined => {
  const found = /^\s*([A-Ga-g])\s*(#|♯|b|♭)?\s*(m|min|minor|moll|maj|major|dur|M)?\s*$/.exec(text ?? '')
  if (!found) return undefined
  const [, letter = '', sign = '', mode = ''] = found
  const tonic = `${letter.toUpperCase()}${sign.replace('♯', '#').replace('♭', 'b')}`
  const isMinor = /^(m|min|minor|moll)$/.test(mode) || (mode === '' && letter === letter.toLowerCase())
  const key = Key.safeParse({ tonic, mode: isMinor ? 'minor' : 'major' })
  return key.success ? key.data : undefined
}
