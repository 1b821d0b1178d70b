import type { ModelTask } from '../../src-shared/models/catalog.ts'
import type { ModelView, VariantView } from '../../src-shared/models/contract.ts'
import { byteSize } from '../words/index.ts'

/** What a task is to a musician, in the order in which the page shows them. */
export const PURPOSES: readonly { readonly task: ModelTask; readonly title: string }[] = [
  { task: 'stem-separation', title: 'Take a song apart' },
  { task: 'text-to-music', title: 'Make music from words' },
  { task: 'in-painting', title: 'Play a region anew' },
  { task: 'super-resolution', title: 'Give recordings their air back' },
  { task: 'audio-to-midi', title: 'Write down the notes you hear' },
  { task: 'speech-to-text', title: 'Speak a prompt' },
  { task: 'audio-embedding', title: 'Find what sounds alike' },
  { task: 'text-embedding', title: 'Find by meaning' },
  { task: 'vector-store', title: 'Keep the memory of large libraries' },
  { task: 'language-model', title: 'Answer in words' },
]

export const SELL_WORDS = { yes: 'Music may be sold', no: 'Music may not be sold', ask: 'Ask before you sell' } as const
export const FIT_WORDS = { yes: 'Runs here', tight: 'Tight here', slow: 'Slow here', no: 'Too big for here' } as const

/** The variant a row speaks of: what is here, else what was chosen, else what suits the machine. */
export const variantOf = ({ variants, variant, recommended }: ModelView, chosen: string | undefined): VariantView | undefined =>
  variants.find(({ id }) => id === (chosen ?? variant ?? recommended)) ?? variants[0]

/** "98.2 MB", "about 1.2 GB" */
export const sizeWords = (bytes: number, isAbout: boolean): string => `${isAbout ? 'about ' : ''}${byteSize(bytes)}`

/** "98.2 MB to fetch, 174 MB on disk" */
export const sizesOf = ({ downloadBytes, diskBytes, isAbout, canDownload }: VariantView): string => {
  if (!canDownload) return `${sizeWords(diskBytes, isAbout)} on disk`
  if (downloadBytes === 0) return sizeWords(diskBytes, isAbout)
  const fetched = sizeWords(downloadBytes, isAbout)
  return Math.abs(downloadBytes - diskBytes) < diskBytes * 0.05 ? fetched : `${fetched} to fetch, ${byteSize(diskBytes)} on disk`
}
