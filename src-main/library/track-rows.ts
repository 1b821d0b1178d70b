import { z } from 'zod'
import { Loudness } from '../../src-shared/audio/loudness-report.ts'
import { withoutControls } from '../../src-shared/kernel/plain-text.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import type { Take } from '../../src-shared/project/document.ts'
import { Key, TimeSignature } from '../../src-shared/score/score.ts'
import { StudioId } from '../../src-shared/studios/studio-id.ts'
import type { TrackRow } from '../platform/database/index.ts'
import { readOrnament } from './stored-json.ts'

const TagNames = z.array(z.string())

const MAX_TITLE_CHARACTERS = 300

/** A title on one line, without control characters, never empty. */
export const cleanTitle = (title: string): string => {
  const line = withoutControls(title).trim()
  // never cut through a surrogate pair
  return (
    line
      .slice(0, MAX_TITLE_CHARACTERS)
      .replace(/[\uD800-\uDBFF]$/, '')
      .trim() || 'Untitled'
  )
}

/** What sorting by title compares: no case, no accents. */
export const titleKey = (title: string): string => title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

const optional = <K extends string, V>(key: K, value: V | null | undefined): { [k in K]?: V } =>
  value === null || value === undefined ? {} : ({ [key]: value } as { [k in K]?: V })

/** What is read of the same words again and again (there are some thirty keys) is checked once. */
const KEPT_READINGS = 5_000
const remembered = <V>(read: (text: string | null, what: string) => V | undefined) => {
  const known = new Map<string, V | undefined>()
  return (text: string | null, what: string): V | undefined => {
    if (text === null) return undefined
    if (known.has(text)) return known.get(text)
    if (known.size >= KEPT_READINGS) known.clear()
    const value = read(text, what)
    known.set(text, value)
    return value
  }
}
const readKey = remembered((text, what) => readOrnament(Key, text, what))
const readMeter = remembered((text, what) => readOrnament(TimeSignature, text, what))
const readLoudness = remembered((text, what) => readOrnament(Loudness, text, what))
const readStudio = remembered((text) => StudioId.safeParse(text).data)
const readTags = remembered((text, what) => readOrnament(TagNames, text, what))

export const trackOfRow = (row: TrackRow): Track => ({
  id: row.id,
  title: row.title,
  origin: row.origin,
  engine: row.engine,
  engineVersion: row.engine_version,
  prompt: row.prompt,
  ...optional('seed', row.seed),
  ...optional('style', row.style),
  ...optional('studio', readStudio(row.studio, 'its studio')),
  ...optional('tempoBpm', row.tempo_bpm),
  ...optional('key', readKey(row.key_json, `the key of ${row.id}`)),
  ...optional('timeSignature', readMeter(row.time_signature_json, `the meter of ${row.id}`)),
  seconds: row.seconds,
  sampleRateHz: row.sample_rate_hz,
  channelCount: row.channel_count,
  currentTakeId: row.current_take_id,
  audioSha256: row.audio_sha256,
  ...optional('loudness', readLoudness(row.loudness_json, `the loudness of ${row.id}`)),
  isFavourite: row.is_favourite === 1,
  isDisliked: row.is_disliked === 1,
  rating: row.rating,
  tags: readTags(row.tags_json, `the tags of ${row.id}`) ?? [],
  ...optional('mood', row.mood),
  ...optional('trashedAt', row.trashed_at),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  ...optional('sourceName', row.source_name),
  ...optional('artist', row.artist),
  ...optional('album', row.album),
  ...optional('year', row.year),
  ...optional('isrc', row.isrc),
  ...optional('fileBpm', row.file_bpm),
  ...optional('fileComment', row.file_comment),
  ...optional('coverSha256', row.cover_sha256),
  licence: row.licence,
})

/** The columns of a track that mirror its current take. What the take does not know (an imported song's key) stays as it was. */
export const columnsOfTake = (take: Take) => ({
  current_take_id: take.id,
  audio_sha256: take.audioSha256,
  seconds: take.lengthFrames / take.sampleRateHz,
  sample_rate_hz: take.sampleRateHz,
  channel_count: take.channelCount,
  loudness_json: take.loudness ? JSON.stringify(take.loudness) : null,
  ...(take.tempoMap?.[0] && { tempo_bpm: take.tempoMap[0].tempoBpm }),
  ...(take.timeSignature && { time_signature_json: JSON.stringify(take.timeSignature) }),
  ...(take.plan && { key_json: JSON.stringify(take.plan.key), style: take.plan.style }),
})
