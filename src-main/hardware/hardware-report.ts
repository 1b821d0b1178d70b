import type { HardwareReport, Provider, SpeedFinding } from '../../src-shared/hardware/contract.ts'
import type { Settings } from '../../src-shared/settings/contract.ts'
import type { Measurement } from './measure-hardware.ts'

export type HardwareChoices = Pick<Settings, 'provider' | 'inferenceThreads' | 'modelMemoryGigabytes'>

/** More threads must bring at least this much, or they are left to the rest of the studio. */
const WORTH_A_THREAD = 1.05
/** Of the memory that models run in, the rest is for everything else (a mixer, a browser, the desktop). */
const MEMORY_SHARE = 0.5
const GRAPHICS_MEMORY_SHARE = 0.85

/** The fewest threads that are about as fast as the fastest. */
export const chooseThreads = (speeds: readonly SpeedFinding[]): SpeedFinding => {
  const best = Math.max(...speeds.map(({ gigaflops }) => gigaflops))
  const [first] = speeds.toSorted((a, b) => a.threads - b.threads).filter(({ gigaflops }) => gigaflops * WORTH_A_THREAD >= best)
  return first ?? { threads: 1, gigaflops: 0 }
}

const chooseProvider = ({ providers }: Measurement, wish: HardwareChoices['provider']): { provider: Provider; reason: string } => {
  const fastest = providers.find(({ works }) => works)
  const wished = providers.find(({ provider }) => provider === wish)
  if (wished?.works) return { provider: wished.provider, reason: 'You chose it.' }
  const chosen = fastest?.provider ?? 'cpu'
  if (wish !== 'auto')
    return { provider: chosen, reason: `What you chose does not work here${wished ? ` (${wished.why})` : ''}, so the fastest that does is used.` }
  const refused = providers.filter(({ works }) => !works).map(({ name }) => name)
  if (chosen !== 'cpu') return { provider: chosen, reason: 'It is the fastest that answered a real test here.' }
  return {
    provider: chosen,
    reason: refused.length > 0 ? `Nothing faster answered a real test here: ${refused.join('; ')}.` : 'There is nothing else on this computer.',
  }
}

/** The measurement, seen with what the musician chose. */
export const reportOf = (measured: Measurement, choices: HardwareChoices): HardwareReport => {
  const measuredChoice = chooseThreads(measured.speeds)
  const threads = choices.inferenceThreads > 0 ? Math.min(choices.inferenceThreads, measured.cores) : measuredChoice.threads
  const nearest = measured.speeds.toSorted((a, b) => Math.abs(a.threads - threads) - Math.abs(b.threads - threads))[0] ?? measuredChoice
  const choice = chooseProvider(measured, choices.provider)
  const home = choice.provider !== 'cpu' && measured.graphics ? measured.graphics.memoryBytes * GRAPHICS_MEMORY_SHARE : measured.memoryBytes * MEMORY_SHARE
  return {
    ...measured,
    ...choice,
    threads,
    gigaflops: nearest.gigaflops,
    memoryCeilingBytes: choices.modelMemoryGigabytes > 0 ? choices.modelMemoryGigabytes * 1e9 : home,
  }
}
