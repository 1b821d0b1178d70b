import { basename, extname } from 'node:path'
import { OLDER_FIELDS, type OlderField, type OlderMapping } from '../../../src-shared/library/older-studio.ts'
import type { Key } from '../../../src-shared/score/score.ts'
import { oneLine } from '../../audio/index.ts'
import { keyFromText } from '../import/key-from-text.ts'
import type { OlderEntry, OlderFolder } from './read-older-folder.ts'

/** Names that such studios gave their fields, the surest first; case and underscores do not matter. */
const NAMES: Readonly<Record<OlderField, readonly string[]>> = {
  title: ['title', 'name', 'track_name', 'song_title'],
  prompt: ['prompt', 'original_prompt', 'text_prompt', 'description', 'descriptions', 'text', 'input_text', 'caption'],
  file: [
    'file',
    'filename',
    'file_name',
    'audio_file',
    'audio_path',
    'file_path',
    'filepath',
    'path',
    'output',
    'output_path',
    'output_file',
    'audio',
    'wav',
    'url',
  ],
  seed: ['seed', 'random_seed', 'manual_seed', 'generator_seed'],
  engine: ['model', 'model_name', 'model_id', 'model_size', 'engine', 'checkpoint'],
  createdAt: ['created_at', 'created', 'timestamp', 'generated_at', 'creation_date', 'created_date', 'datetime', 'date', 'time'],
  style: ['genre', 'style', 'style_name'],
  key: ['key', 'musical_key', 'scale'],
  artist: ['artist', 'author', 'creator'],
  isFavourite: ['favorite', 'favourite', 'is_favorite', 'is_favourite', 'liked', 'starred'],
  rating: ['rating', 'stars', 'score'],
  tags: ['tags', 'labels', 'keywords'],
}
const plain = (name: string): string => name.toLowerCase().replaceAll(/[_\-\s]/g, '')

export type OlderSong = {
  readonly json: string
  readonly path?: string | undefined
  readonly title?: string | undefined
  readonly prompt?: string | undefined
  readonly seed?: number | undefined
  readonly engine?: string | undefined
  readonly createdAt?: number | undefined
  readonly style?: string | undefined
  readonly artist?: string | undefined
  readonly key?: Key | undefined
  readonly isFavourite?: boolean | undefined
  readonly rating?: number | undefined
  readonly tags?: readonly string[] | undefined
  /** what has no place of its own, in words: "temperature 1, top_k 250" */
  readonly settings: string
  readonly error?: string | undefined
}

/** Which of their fields is which of ours, as far as names say it. */
export const guessMapping = (entries: readonly OlderEntry[]): OlderMapping => {
  const counts = new Map<string, number>()
  for (const entry of entries) if ('values' in entry) for (const name of entry.values.keys()) counts.set(name, (counts.get(name) ?? 0) + 1)
  const names = [...counts].sort((a, b) => b[1] - a[1] || a[0].split('.').length - b[0].split('.').length).map(([name]) => name)
  const taken = new Set<string>()
  const mapping: OlderMapping = {}
  for (const field of OLDER_FIELDS)
    for (const wanted of NAMES[field]) {
      const found = names.find((name) => !taken.has(name) && plain(name.split('.').at(-1) ?? '') === plain(wanted))
      if (!found) continue
      mapping[field] = found
      taken.add(found)
      break
    }
  return mapping
}

const text = (value: unknown): string | undefined => {
  const first: unknown = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' || typeof first === 'number' ? String(first) : undefined
}
const numeric = (value: unknown): number | undefined => {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}

/** Seconds or milliseconds since 1970, "20240131_235959", or what Date understands; undefined outside 2000 to 2100. */
export const dateOf = (value: unknown): number | undefined => {
  const number = numeric(value)
  const compact = /^(\d{4})(\d\d)(\d\d)[_T-]?(\d\d)(\d\d)(\d\d)/.exec(String(value))
  const [, year, month, day, hour, minute, second] = compact ?? []
  const at = compact
    ? new Date(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)).getTime()
    : number !== undefined
      ? number < 1e11
        ? number * 1_000
        : number
      : Date.parse(String(value))
  return at >= Date.UTC(2000) && at < Date.UTC(2100) ? Math.round(at) : undefined
}

const tagsOf = (value: unknown): string[] | undefined => {
  const list = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : []
  const tags = list.flatMap((each) => (typeof each === 'string' ? (oneLine(each, 60) ?? []) : []))
  return tags.length === 0 ? undefined : [...new Map(tags.map((tag) => [tag.toLowerCase(), tag])).values()].slice(0, 30)
}

/** Their path may be of another machine: only its last name counts, and only files in the chosen folder are taken. */
const soundOf = (value: unknown, json: string, sounds: OlderFolder['sounds']): string | undefined => {
  const named = text(value)?.split(/[/\\]/).at(-1)?.toLowerCase()
  const bare = (name: string) => name.slice(0, name.length - extname(name).length)
  const own = bare(basename(json.replace(/ \(\d+\)$/, '')).toLowerCase())
  for (const name of [named, named && bare(named), own, own.replace(/[_-]?(metadata|meta|info)$/, '')]) if (name && sounds.has(name)) return sounds.get(name)
  return undefined
}

export const mapOlderSong = (entry: OlderEntry, mapping: OlderMapping, sounds: OlderFolder['sounds']): OlderSong => {
  if ('error' in entry) return { json: entry.json, settings: '', error: entry.error }
  const value = (field: OlderField): unknown => {
    const name = mapping[field]
    return name ? entry.values.get(name) : undefined
  }
  const used = new Set(Object.values(mapping))
  const settings = [...entry.values]
    .filter(([name, each]) => !used.has(name) && ['string', 'number', 'boolean'].includes(typeof each) && String(each).length <= 60)
    .slice(0, 12)
    .map(([name, each]) => `${name.split('.').at(-1)} ${String(each)}`)
    .join(', ')
  const seed = numeric(value('seed'))
  const rating = numeric(value('rating'))
  const path = soundOf(value('file'), entry.json, sounds)
  const favourite = value('isFavourite')
  return {
    json: entry.json,
    path,
    title: oneLine(text(value('title'))),
    prompt: text(value('prompt'))?.toWellFormed().slice(0, 10_000).trim() || undefined,
    // -1 was their word for "any"
    seed: seed !== undefined && Number.isSafeInteger(seed) && seed >= 0 ? seed : undefined,
    engine: oneLine(text(value('engine')), 100),
    createdAt: dateOf(value('createdAt')),
    style: oneLine(text(value('style')), 100),
    artist: oneLine(text(value('artist'))),
    key: keyFromText(text(value('key'))),
    isFavourite: favourite === true || favourite === 1 || favourite === 'true' || undefined,
    rating: rating !== undefined && rating >= 1 && rating <= 5 ? Math.round(rating) : undefined,
    tags: tagsOf(value('tags')),
    settings,
    error: path === undefined ? `Its sound${text(value('file')) ? ` (${oneLine(text(value('file')), 100)})` : ''} is not in the folder.` : undefined,
  }
}
