/** Milliseconds. `best` and `cpu` (processor time of a run, the median) are what an idle machine would show; the others tell how busy this one was. */
export type Samples = { readonly best: number; readonly median: number; readonly p95: number; readonly cpu: number }

const at = (samples: readonly number[], share: number): number => {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export const time = async (rounds: number, work: (round: number) => unknown): Promise<Samples> => {
  const walls: number[] = []
  const cpus: number[] = []
  for (let round = 0; round < rounds; round++) {
    const cpuBefore = process.cpuUsage()
    const startedAt = performance.now()
    await work(round)
    walls.push(performance.now() - startedAt)
    const { user, system } = process.cpuUsage(cpuBefore)
    cpus.push((user + system) / 1_000)
  }
  return { best: at(walls, 0), median: at(walls, 0.5), p95: at(walls, 0.95), cpu: at(cpus, 0.5) }
}

const figure = (value: number): string => value.toFixed(2).padStart(9)

export const row = (name: string, ours: Samples, peer?: Samples): void => {
  const against = peer ? `   raw SQLite best ${figure(peer.best)} p50 ${figure(peer.median)}   ratio ${(ours.best / peer.best).toFixed(2)}` : ''
  console.log(`${name.padEnd(56)} best ${figure(ours.best)}  p50 ${figure(ours.median)}  p95 ${figure(ours.p95)}  cpu ${figure(ours.cpu)} ms${against}`)
}
