import { z } from 'zod'

/**
 * How a sound came to be that no take of its own song tells, because it was brought in: as its file says, as the older studio that made it wrote
 * down, or as it stood in the song that it was made from.
 */
export const SoundOrigin = z.object({
  toldBy: z.enum(['file', 'older-studio', 'song']),
  /** ids of engines and models; from outside, names as they were told */
  makers: z.array(z.string().min(1).max(100)).max(40),
  /** models that worked on the sound without composing: took it apart, restored its treble */
  helpers: z.array(z.string().min(1).max(100)).max(40),
  /** files of recordings that are heard in it; of what was told from outside, the file itself is not named again */
  recordings: z.array(z.string().max(300)).max(40),
  /** IPTC's word, a URI, as the file says it */
  digitalSourceType: z.string().max(200).optional(),
})
export type SoundOrigin = z.output<typeof SoundOrigin>

const IPTC_WORD = /^https?:\/\/cv\.iptc\.org\/newscodes\/digitalsourcetype\/([A-Za-z]{1,60})$/
/** as exports of this studio write it */
const ENGINE = /\bSegno Studio\. Engine: ([a-z0-9][\w.-]{0,80})/i
const LEARNED = /\bmade with generative AI \(([^()]{1,300})\)/i

/** What a file's tags say of its making; undefined where they say nothing. They prove nothing, but what they admit is not lost. */
export const originOfTags = (tags: { readonly digitalSourceType?: string | undefined; readonly comment?: string | undefined }): SoundOrigin | undefined => {
  const word = IPTC_WORD.exec(tags.digitalSourceType?.trim() ?? '')?.[0]
  const comment = tags.comment ?? ''
  const told = [ENGINE.exec(comment)?.[1], ...(LEARNED.exec(comment)?.[1]?.split(',') ?? [])]
  const makers = [...new Set(told.map((name) => name?.trim().slice(0, 100)).filter((name) => name !== undefined && name !== ''))] as string[]
  if (makers.length === 0 && word === undefined) return undefined
  return { toldBy: 'file', makers: makers.slice(0, 40), helpers: [], recordings: [], ...(word && { digitalSourceType: word }) }
}
