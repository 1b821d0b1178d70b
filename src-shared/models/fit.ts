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

export type Needs = { readonly memoryBytes: number; readonly runsOn: 'cpu' | 'gpu' | 'both'; readonly realTimeGigaflops?: number | undefined }

/** What the system, the studio's window and the sound around a model take. */
const RESERVE_BYTES = 2e9

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(bytes < 10e9 ? 1 : 0)} GB`

/** "A minute of sound takes about 40 s here": from the self-test and from what the model was measured to need. */
const timeWords = ({ realTimeGigaflops }: Needs, { speed }: Machine): string => {
  if (realTimeGigaflops === undefined || !speed || speed.gigaflops <= 0) return ''
  const seconds = (60 * realTimeGigaflops) / speed.gigaflops
  const words = seconds < 1 ? 'less than a second' : seconds < 90 ? `about ${Math.ceil(seconds)} s` : `about ${Math.round(seconds / 60)} min`
  return ` A minute of sound takes ${words} on this processor (${Math.round(speed.gigaflops)} GFLOPS measured).`
}

/** Slower than the sound itself by this much is slow. */
const SLOW_FACTOR = 4

/**
 * Judged by what is known before a download: memory, whether there is a card that works, and the measured speed of the processor. Where a
 * model's work has not been measured, nothing is said of its speed.
 */
export const fitOf = (needs: Needs, machine: Machine): Fit => {
  const { memoryBytes: needed, runsOn } = needs
  const { memoryBytes, cores, card, speed } = machine
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
  const isSlow = needs.realTimeGigaflops !== undefined && speed !== undefined && needs.realTimeGigaflops > speed.gigaflops * SLOW_FACTOR
  return {
    verdict: isSlow ? 'slow' : 'yes',
    sentence: `Runs on the processor (${cores} ${cores === 1 ? 'core' : 'cores'}): it takes ${memory}.${timeWords(needs, machine)}`,
  }
}
