import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Milliseconds. `processor`: longest that one turn of the loop computed; `wall`: longest that a timer was late, other programs' share included. */
export type LongestBlock = { readonly processor: number; readonly wall: number }

const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1_000

/** How long this thread held its loop at most until `stop`. What a busy machine gave to others counts into `wall` alone. */
export const watchBlocks = (): { stop(): LongestBlock } => {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  let last = process.threadCpuUsage()
  let processor = 0
  const look = () => {
    const now = process.threadCpuUsage()
    processor = Math.max(processor, milliseconds(now) - milliseconds(last))
    last = now
  }
  const timer = setInterval(look, 1)
  delay.enable()
  return {
    stop() {
      clearInterval(timer)
      look()
      delay.disable()
      return { processor, wall: delay.max / 1e6 }
    },
  }
}
