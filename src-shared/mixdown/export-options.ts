import { z } from 'zod'

/** how many songs go into one export */
export const MOST_EXPORTED = 10_000

/** Kinds of file that hold sound, and those that hold the notes of a song that has a score. */
export const SoundFormat = z.enum(['wav', 'flac', 'mp3', 'ogg', 'aiff'])
export type SoundFormat = z.output<typeof SoundFormat>
export const ScoreFormat = z.enum(['mid', 'musicxml'])
export type ScoreFormat = z.output<typeof ScoreFormat>
/** `segno`: the whole song with its takes, stems and history, for another Segno Studio. */
export const ExportFormat = z.enum([...SoundFormat.options, ...ScoreFormat.options, 'segno'])
export type ExportFormat = z.output<typeof ExportFormat>

export const isSoundFormat = (format: ExportFormat): format is SoundFormat => SoundFormat.safeParse(format).success
export const isScoreFormat = (format: ExportFormat): format is ScoreFormat => ScoreFormat.safeParse(format).success

/** 16 or 24: integers; 32: floats. */
export const BitDepth = z.union([z.literal(16), z.literal(24), z.literal(32)])
export type BitDepth = z.output<typeof BitDepth>

/** Widths that a format has; none where sound is kept in another way. */
export const BIT_DEPTHS: Readonly<Record<ExportFormat, readonly BitDepth[]>> = {
  wav: [16, 24, 32],
  aiff: [16, 24, 32],
  flac: [16, 24],
  mp3: [],
  ogg: [],
  mid: [],
  musicxml: [],
  segno: [],
}

export const SAMPLE_RATES_HZ = [44_100, 48_000, 88_200, 96_000, 176_400, 192_000] as const
/** the highest that a format has, Hz */
const HIGHEST_RATE_HZ: Readonly<Partial<Record<ExportFormat, number>>> = { mp3: 48_000 }
export const hasRate = (format: ExportFormat, sampleRateHz: number): boolean => sampleRateHz <= (HIGHEST_RATE_HZ[format] ?? 192_000)

/** BS.1770 integrated loudness, and what the true peak may not pass. */
export const LoudnessTarget = z.object({ targetLufs: z.number().min(-36).max(-6), ceilingDbtp: z.number().min(-9).max(0) })
export type LoudnessTarget = z.output<typeof LoudnessTarget>

/** What listeners' services and broadcasters ask for. */
export const LOUDNESS_TARGETS = [
  { name: 'Streaming, loud', targetLufs: -14, ceilingDbtp: -1 },
  { name: 'Streaming, gentle', targetLufs: -16, ceilingDbtp: -1 },
  { name: 'Broadcast (EBU R 128)', targetLufs: -23, ceilingDbtp: -1 },
] as const

const line = (most: number) => z.string().trim().max(most)

/** What replaces or completes what the studio knows of the song. Empty means: say nothing of it. */
export const ExportTags = z.object({
  title: line(300).optional(),
  artist: line(300).optional(),
  album: line(300).optional(),
  /** two letters of a country, three of an owner, seven digits; hyphens are taken away */
  isrc: z
    .string()
    .transform((text) => text.replace(/[-\s]/g, '').toUpperCase())
    .pipe(z.string().regex(/^([A-Z]{2}[A-Z0-9]{3}\d{7})?$/, 'an ISRC is like US-RC1-76-07839'))
    .optional(),
  comment: line(10_000).optional(),
  lyrics: z.string().max(100_000).optional(),
})
export type ExportTags = z.output<typeof ExportTags>

/** How a song becomes a file. What is not said stays as the song is. */
export const ExportOptions = z.object({
  bits: BitDepth.optional(),
  sampleRateHz: z.number().int().min(8_000).max(192_000).optional(),
  /** `v0`: best variable quality; `320`: constant 320 kbit/s */
  mp3: z.enum(['v0', '320']).optional(),
  loudness: LoudnessTarget.optional(),
  /** where the file begins on a film's or a session's time line, seconds; Broadcast Wave only */
  timeReferenceSeconds: z.number().min(0).max(86_400).optional(),
  tags: ExportTags.optional(),
})
export type ExportOptions = z.output<typeof ExportOptions>

/** Why a format cannot have these options, in a sentence; undefined when it can. */
export const optionsFault = (format: ExportFormat, { bits, sampleRateHz, loudness }: ExportOptions): string | undefined => {
  const name = format.toUpperCase()
  if (isScoreFormat(format) && (bits || sampleRateHz || loudness)) return `A ${name} file holds notes, not sound: width, rate and loudness do not apply to it.`
  if (format === 'segno' && (bits || sampleRateHz || loudness))
    return 'A project file holds the song’s takes as they are: width, rate and loudness do not apply to it.'
  if (bits && !BIT_DEPTHS[format].includes(bits)) {
    const has = BIT_DEPTHS[format]
    return has.length === 0 ? `${name} files have no bit depth.` : `${name} files have ${has.join(' or ')} bits, not ${bits}. WAV and AIFF can have 32.`
  }
  if (sampleRateHz && !hasRate(format, sampleRateHz)) return `${name} files go up to ${HIGHEST_RATE_HZ[format]} Hz, not ${sampleRateHz} Hz.`
  return undefined
}

/** What the musician chose last, so that the next export begins there. */
export const ExportChoices = z.object({
  format: ExportFormat.default('wav'),
  bits: BitDepth.default(24),
  sampleRateHz: z.number().int().optional(),
  mp3: z.enum(['v0', '320']).default('v0'),
  loudness: LoudnessTarget.optional(),
  /** for songs that have none of their own */
  artist: line(300).default(''),
  album: line(300).default(''),
  template: z.string().max(200).default('{artist} - {title}'),
})
export type ExportChoices = z.output<typeof ExportChoices>
