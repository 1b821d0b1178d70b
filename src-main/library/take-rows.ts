import { Take } from '../../src-shared/project/document.ts'
import type { TakeRow } from '../platform/database/index.ts'
import { readStored } from './stored-json.ts'

const Facts = Take.pick({
  plan: true,
  tempoMap: true,
  timeSignature: true,
  sections: true,
  region: true,
  regions: true,
  pieces: true,
  controls: true,
  proof: true,
  enhancement: true,
  making: true,
  origin: true,
  loudness: true,
})

export const rowOfTake = (take: Take, publishKey: string | undefined): TakeRow => ({
  id: take.id,
  track_id: take.trackId,
  parent_take_id: take.parentTakeId ?? null,
  kind: take.kind,
  group_id: take.groupId,
  number: take.number,
  audio_sha256: take.audioSha256,
  sample_rate_hz: take.sampleRateHz,
  channel_count: take.channelCount,
  length_frames: take.lengthFrames,
  score_sha256: take.scoreSha256 ?? null,
  first_bar_frame: take.firstBarFrame,
  prompt: take.prompt,
  seed: take.seed ?? null,
  engine: take.engine,
  strategy: take.strategy,
  reason: take.reason,
  created_at: take.createdAt,
  publish_key: publishKey ?? null,
  facts_json: JSON.stringify(Facts.parse(take)),
})

/** @throws FailureError library.damaged-entry */
export const takeOfRow = (row: TakeRow): Take => ({
  id: row.id,
  trackId: row.track_id,
  ...(row.parent_take_id !== null && { parentTakeId: row.parent_take_id }),
  kind: row.kind,
  groupId: row.group_id,
  number: row.number,
  audioSha256: row.audio_sha256,
  sampleRateHz: row.sample_rate_hz,
  channelCount: row.channel_count,
  lengthFrames: row.length_frames,
  ...(row.score_sha256 !== null && { scoreSha256: row.score_sha256 }),
  firstBarFrame: row.first_bar_frame,
  prompt: row.prompt,
  ...(row.seed !== null && { seed: row.seed }),
  engine: row.engine,
  strategy: row.strategy,
  reason: row.reason,
  createdAt: row.created_at,
  ...readStored(Facts, row.facts_json, `take ${row.id}`),
})
