import { z } from 'zod'

/** Whether a model will run here. `basis`: what the answer rests on, for the curious. */
export const Fit = z.object({ verdict: z.enum(['yes', 'slow', 'tight', 'no']), sentence: z.string() })
export type Fit = z.output<typeof Fit>

/** What is known of this machine. A graphics card counts only when a session was really opened on it. */
export type Machine = {
  readonly memoryBytes: number
  readonly cores: number
  /** of the processor, by the studio's own test; absent where it failed */
  readonly speed?: { readonly gigaflops: number; readonly threads: number } | undefined
  readonly card?: { readonly name: string; readonly memoryBytes: number | undefined } | undefined
}

export type Needs = { readonly memoryBytes: number; readonly runsOn: 'cpu' | 'gpu' | 'both'; readonly diskBytes: number }

/** What the system, the studio's window and the sound around a model take. */
const RESERVE_BYTES = 2e9

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(bytes < 10e9 ? 1 : 0)} GB`

/**
 * Judged by what is certain before a download: memory, and whether there is a card that works. Speed is not guessed here; it is measured
 * when the model has run.
 */
export const fitOf = ({ memoryBytes: needed, runsOn }: Needs, { memoryBytes, cores, card }: Machine): Fit => {
  const cardFits = card !== undefined && (card.memoryBytes === undefined || card.memoryBytes >= needed)
  if (runsOn !== 'cpu' && cardFits)
    return {
      verdict: 'yes',
      sentence:
        card.memoryBytes === undefined
          ? `Runs on ${card.name}; it takes about ${gigabytes(needed)} there.`
          : `Runs on ${card.name}: it takes about ${gigabytes(needed)} of ${gigabytes(card.memoryBytes)}.`,
    }
  if (needed + RESERVE_BYTES / 2 > memoryBytes)
    return { verdict: 'no', sentence: `Does not fit: it takes about ${gigabytes(needed)} of memory, and this computer has ${gigabytes(memoryBytes)}.` }
  const memory = `about ${gigabytes(needed)} of ${gigabytes(memoryBytes)} memory`
  if (needed + RESERVE_BYTES > memoryBytes) return { verdict: 'tight', sentence: `Runs when little else is open: it takes ${memory}.` }
  if (runsOn === 'gpu')
    return {
      verdict: 'slow',
      sentence: `Made for a graphics card, and ${card ? `${card.name} is too small for it` : 'none was found that works'}: it fits (${memory}), and runs slowly.`,
    }
  return { verdict: 'yes', sentence: `Runs on the processor (${cores} ${cores === 1 ? 'core' : 'cores'}): it takes ${memory}.` }
}
