import { extname } from 'node:path'

const SOUND_NAMES = new Set([
  '.wav',
  '.wave',
  '.bwf',
  '.rf64',
  '.flac',
  '.mp3',
  '.ogg',
  '.oga',
  '.opus',
  '.m4a',
  '.mp4',
  '.aac',
  '.aif',
  '.aiff',
  '.aifc',
  '.segno',
])

/** In a folder only files with these names are taken; a file offered by itself is judged by its content. */
export const hasSoundName = (name: string): boolean => SOUND_NAMES.has(extname(name).toLowerCase())
