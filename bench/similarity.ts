// Songs of the same style among the five nearest, beside MFCC means alone (the plainest peer) and chance; parts of the same song; and how long a
// search over ten thousand songs takes.

import { decimate } from '../src-main/audio/analysis/decimate.ts'
import { DESCRIPTOR_SIZE, DESCRIPTOR_WEIGHTS, describeSound } from '../src-main/similarity/describe/describe-sound.ts'
import { USUAL_DEVIATION, USUAL_MEAN } from '../src-main/similarity/describe/usual-sounds.ts'
import { createSimilarityPool } from '../src-main/similarity/index.ts'
import { rankRows } from '../src-main/similarity/rank.ts'
import { createRandom } from '../src-shared/kernel/random.ts'
import { createWorkFlags } from '../src-shared/kernel/work-flags.ts'
import { segmentsOf, toLengthOne } from '../src-shared/similarity/segments.ts'
import { renderSongs } from './music/rendered-songs.ts'

const EACH = 8
const SECONDS = 40
const RATE_HZ = 22_050
const standard = { mean: USUAL_MEAN, deviation: USUAL_DEVIATION, weights: [...DESCRIPTOR_WEIGHTS], inertia: 20 }

type Row = { readonly group: string; readonly vector: Float32Array }
const block = (rows: readonly Row[]): SharedArrayBuffer => {
  const size = rows[0]?.vector.length ?? 0
  const matrix = new SharedArrayBuffer(rows.length * size * 4)
  rows.forEach(({ vector }, i) => void new Float32Array(matrix).set(vector, i * size))
  return matrix
}
/** share of the nearest that belong to the same group */
const precision = (rows: readonly Row[], at: number, isMeasured: boolean): number => {
  const matrix = block(rows)
  const shares = rows.map(({ vector, group }, own) => {
    const ranked = rankRows({ matrix, count: rows.length, size: vector.length, query: vector, limit: at + 1, standard: isMeasured ? standard : undefined })
    const others = ranked.filter(({ row }) => row !== own).slice(0, at)
    return others.filter(({ row }) => rows[row]?.group === group).length / at
  })
  return shares.reduce((sum, share) => sum + share, 0) / shares.length
}

const wholes: Row[] = []
const parts: Row[] = []
const colours: Row[] = []
let spent = 0
for await (const { style, name, seed, mono } of renderSongs(EACH, SECONDS, 7_000)) {
  const low = decimate(mono, 2)
  const started = performance.now()
  const segments = segmentsOf(low.length / RATE_HZ).map(({ fromSeconds, toSeconds }) =>
    describeSound(low.subarray(Math.round(fromSeconds * RATE_HZ), Math.round(toSeconds * RATE_HZ)), RATE_HZ),
  )
  spent += performance.now() - started
  const whole = Float32Array.from({ length: DESCRIPTOR_SIZE }, (_, i) => segments.reduce((sum, row) => sum + (row[i] as number), 0) / segments.length)
  wholes.push({ group: style, vector: whole })
  colours.push({ group: style, vector: toLengthOne(whole.slice(0, 13)) })
  for (const vector of segments) parts.push({ group: `${name} ${seed}`, vector })
}
const chance = (EACH - 1) / (wholes.length - 1)
console.log(`${wholes.length} pieces in five styles`)
console.log(
  `same style among the five nearest: measured sound ${precision(wholes, 5, true).toFixed(3)}, MFCC means alone ${precision(colours, 5, false).toFixed(3)}, chance ${chance.toFixed(3)}`,
)
console.log(
  `ten seconds: the nearest other ten seconds are of the same song ${precision(parts, 1, true).toFixed(3)}, chance ${(3 / (parts.length - 1)).toFixed(3)}`,
)
console.log(`describing takes ${((spent / 1000 / (wholes.length * SECONDS)) * 60).toFixed(2)} s a minute of sound`)

const pool = createSimilarityPool()
const random = createRandom(1)
for (const [name, size, isMeasured] of [
  ['measured sound', DESCRIPTOR_SIZE, true],
  ['CLAP', 512, false],
] as const) {
  const count = 10_000
  const matrix = new SharedArrayBuffer(count * size * 4)
  const rows = new Float32Array(matrix)
  for (let i = 0; i < rows.length; i++) rows[i] = random.normal() / Math.sqrt(size)
  const times: number[] = []
  for (let i = 0; i < 15; i++) {
    const started = performance.now()
    const query = rows.slice(i * size, (i + 1) * size)
    const context = { signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined }
    await pool.run('rank', { matrix, count, size, query, limit: 50, standard: isMeasured ? standard : undefined }, context)
    times.push(performance.now() - started)
  }
  const sorted = times.slice(3).sort((a, b) => a - b)
  console.log(
    `a search over ${count} songs by ${name} (${size} numbers each), in its thread: ${sorted[sorted.length >> 1]?.toFixed(1)} ms, at worst ${sorted.at(-1)?.toFixed(1)} ms`,
  )
}
await pool.close()
