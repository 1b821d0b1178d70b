/** Licences that ask for no more than their notice. */
const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]

/** Packages outside that list that a person has looked at, with the reason. Exact name, any version; a new licence needs a new look. */
const CONSIDERED = {
  mediabunny: ['MPL-2.0', 'unmodified; file-level copyleft, its sources are the package itself'],
  '@mediabunny/flac-encoder': ['MPL-2.0', 'unmodified; holds libFLAC (BSD-3-Clause) as WebAssembly'],
  'codec-parser': ['LGPL-3.0-or-later', 'unmodified JavaScript, loaded as files of its own that can be replaced (unpacked in the packaged app)'],
}

/** Whether an SPDX-like expression as license-checker writes it ("(MIT OR CC0-1.0)", "MIT*", "MIT AND ISC") is permissive. */
export const isPermissive = (expression) => {
  const words = expression.replaceAll(/[()*]/g, '').trim()
  if (/ OR /i.test(words)) return words.split(/ OR /i).some(isPermissive)
  if (/ AND /i.test(words)) return words.split(/ AND /i).every(isPermissive)
  return PERMISSIVE.includes(words)
}

/** @returns undefined when the package may ship, otherwise one sentence that says why not */
export const objection = ({ name, licence }) => {
  if (isPermissive(licence)) return undefined
  const [accepted] = CONSIDERED[name] ?? []
  if (accepted === licence) return undefined
  if (accepted) return `${name} was accepted as ${accepted} but is ${licence} now: look again.`
  return `${name} is ${licence}, which is not on the list of permissive licences, and nobody has given a reason to ship it.`
}

export const considered = CONSIDERED
