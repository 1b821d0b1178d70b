import { z } from 'zod'
import { Sha256 } from '../../src-shared/kernel/ids.ts'
import { Influence } from '../../src-shared/knowledge/contract.ts'
import { Track } from '../../src-shared/library/contract.ts'

/** What the file's ending and its first entry are called. */
export const MANIFEST = 'song.json'
/** The same text again behind the sound: a file whose beginning is damaged still has one. */
export const SPARE_MANIFEST = 'song-again.json'
export const audioName = (sha256: string): string => `audio/${sha256}.wav`
export const coverName = ({ sha256, kind }: Pick<PackedCover, 'sha256' | 'kind'>): string => `covers/${sha256}.${kind}`
export const scoreName = (sha256: string): string => `scores/${sha256}.json`

/** A manifest has a few kB a take: what is larger was not written by the studio. */
export const MOST_MANIFEST_BYTES = 64 << 20
export const MOST_SCORE_BYTES = 16 << 20

const frames = z.number().int().min(0)

export const PackedAudio = z.object({
  sha256: Sha256,
  bytes: z.number().int().min(0).max(0xffffffff),
  lengthFrames: frames,
  sampleRateHz: z.number().int().min(1_000).max(768_000),
  channelCount: z.number().int().min(1).max(32),
})
export type PackedAudio = z.output<typeof PackedAudio>

export const PackedCover = z.object({ sha256: Sha256, bytes: z.number().int().min(0), kind: z.enum(['jpg', 'png']) })
export type PackedCover = z.output<typeof PackedCover>

const ProjectPart = z.object({
  documentJson: z.string(),
  historyPosition: z.number().int().min(-1),
  history: z
    .array(
      z.object({
        index: z.number().int().min(0),
        label: z.string(),
        actor: z.enum(['person', 'agent', 'pipeline']),
        at: z.number(),
        forwardJson: z.string(),
        backwardJson: z.string(),
      }),
    )
    .max(1_000_000),
})

/**
 * The contents of a `.segno` file: one song with all its takes, its document and its history. What can be lost by itself (a take, a stem set)
 * is parsed by itself, so that one damaged entry does not cost the others.
 */
export const Manifest = z.object({
  format: z.literal('segno-project'),
  version: z.literal(1),
  savedWith: z.string(),
  savedAt: z.number(),
  track: Track,
  takes: z.array(z.unknown()).min(1).max(10_000),
  project: ProjectPart.optional().catch(undefined),
  /** songs that it leaned on when it was made, as they were called then */
  influences: z.array(Influence).max(100).catch([]),
  /** the albums that held it */
  albums: z
    .array(z.object({ title: z.string().max(200), coverSha256: Sha256.optional() }))
    .max(100)
    .catch([]),
  covers: z.array(PackedCover).max(101).catch([]),
  stemSets: z.array(z.unknown()).max(10_000).catch([]),
  /** where it stands on its album, as its file said */
  sleeve: z
    .object({ albumArtist: z.string().max(10_000).optional(), discNumber: z.number().int().optional(), trackNumber: z.number().int().optional() })
    .catch({}),
  /** remarks of people, and what was heard in its recordings; files of older studios have none */
  comments: z.array(z.unknown()).max(100_000).catch([]),
  hearings: z.array(z.unknown()).max(10_000).catch([]),
  audio: z.array(PackedAudio).max(100_000),
})
export type Manifest = z.output<typeof Manifest>
