// How well each way of looking finds songs (recall@5 on a small library with answers), how far influences pull a new song toward its references, how
// long a question takes at 10,000 and 100,000 vectors for Chroma, sqlite-vec and brute force in Float32, and how fast songs are read. `--write` makes
// the evaluation set anew; it and the reading need MiniLM (SEGNO_HOME with the model). `--small` leaves out the 100,000, `--stores` all but them.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createChromaServer } from '../../src-main/knowledge/chroma/chroma-server.ts'
import { chooseTextModel, createReaders } from '../../src-main/knowledge/embedding/text-model.ts'
import { findBinding } from '../../src-main/knowledge/index.ts'
import { readWish } from '../../src-main/knowledge/influence/read-wish.ts'
import { askEvaluation } from '../../src-main/knowledge/retrieval/ask-evaluation.ts'
import { crossValidate } from '../../src-main/knowledge/retrieval/cross-validate.ts'
import { Evaluation, evaluate } from '../../src-main/knowledge/retrieval/evaluation.ts'
import { createChromaStore } from '../../src-main/knowledge/store/chroma-store.ts'
import { createSqliteVecStore, createVectorPool } from '../../src-main/knowledge/store/sqlite-vec-store.ts'
import type { VectorStore } from '../../src-main/knowledge/store/vector-store.ts'
import { createModelShelf } from '../../src-main/models/index.ts'
import { locateDataFolder } from '../../src-main/platform/files/index.ts'
import { launchNodeProcess } from '../../src-main/platform/processes/index.ts'
import { createSimilarityPool } from '../../src-main/similarity/index.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { toLengthOne } from '../../src-shared/similarity/segments.ts'
import { measureIndexing } from './measure-indexing.ts'
import { measureLike } from './measure-like.ts'
import { measurePull, measureSoundPull } from './measure-pull.ts'
import { temporaryFolder, writeEvaluation } from './write-evaluation.ts'

const SIZE = 384
const NEAREST = 10
/** fewer of the large store: each is asked of brute force, too */
const questionsAt = (count: number): number => (count > 20_000 ? 60 : 200)
const evaluationPath = join(import.meta.dirname, '../../src-main/knowledge/retrieval/evaluation.json')
const context = () => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })
const readers = createReaders(launchNodeProcess)
const model = chooseTextModel(
  createModelShelf(locateDataFolder().models, 'none', () => ['all-minilm-l6-v2']),
  readers.work,
)

if (process.argv.includes('--write')) {
  if (!model) throw new Error('MiniLM is not installed')
  await writeEvaluation(evaluationPath, model)
}

const set = Evaluation.parse(JSON.parse(readFileSync(evaluationPath, 'utf8')))
const asked = await askEvaluation(set, readWish)
const figures = (recall: ReturnType<typeof evaluate>) =>
  Object.entries(recall)
    .map(([part, share]) => `${part} ${share.toFixed(3)}`)
    .join(', ')
const isByHand = set.queries.map((query) => query.isByHand)
console.log(`recall@5 over ${set.songs.length} songs, ${set.queries.length} questions: ${figures(evaluate(asked))}`)
console.log(`  by hand (${isByHand.filter(Boolean).length}): ${figures(evaluate(asked.filter((_, i) => isByHand[i])))}`)
console.log(`  by construction: ${figures(evaluate(asked.filter((_, i) => !isByHand[i])))}`)

const { mix: unseen, best } = crossValidate(asked)
console.log(
  `  mix, its weights chosen on the other half: ${unseen.toFixed(3)} (${best.map(({ words, tags, harmony }) => `words ${words}, tags ${tags}, harmony ${harmony}`).join('; ')})`,
)

const isStoresOnly = process.argv.includes('--stores')
if (!isStoresOnly) for (const line of await measureLike(set)) console.log(line)
if (!isStoresOnly) for (const line of [...(await measurePull()), ...(await measureSoundPull())]) console.log(line)

if (isStoresOnly) console.log('only the stores')
else if (model) {
  const texts = Array.from({ length: 256 }, (_, i) => `${set.songs[i % set.songs.length]?.words.split('. ').slice(-2).join('. ') ?? ''} ${i}`)
  await model.embed(texts.slice(0, 16), context())
  const started = performance.now()
  await model.embed(texts, context())
  const perSecond = texts.length / ((performance.now() - started) / 1_000)
  console.log(`reading with ${model.name}, one thread: ${perSecond.toFixed(0)} texts/s, 10,000 songs in ${(10_000 / perSecond).toFixed(0)} s`)
} else console.log('reading: MiniLM is not installed')
await readers.close()

if (!isStoresOnly) for (const line of await measureIndexing(process.argv.includes('--small') ? 1_000 : 10_000)) console.log(line)

/** Rows in clusters, as sentences are: nearest neighbours mean something there, unlike in noise. */
const clustered = (count: number): Float32Array[] => {
  const random = createRandom(11)
  const middles = Array.from({ length: 200 }, () => Float32Array.from({ length: SIZE }, () => random.normal()))
  return Array.from({ length: count }, () => {
    const middle = middles[random.int(0, middles.length)] as Float32Array
    return toLengthOne(Float32Array.from(middle, (value) => value + 0.7 * random.normal()))
  })
}
const at = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`
const rssOf = (pid: number): number => {
  const pages = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
  return Number(pages ?? 0) * 1_000
}

const ask = async (
  count: number,
  name: string,
  rows: readonly Float32Array[],
  truth: readonly (readonly string[])[],
  nearest: (vector: Float32Array) => Promise<readonly string[]>,
) => {
  const times: number[] = []
  let hits = 0
  const questions = questionsAt(count)
  for (let i = 0; i < questions; i++) {
    const query = rows[(i * 37) % rows.length] as Float32Array
    const started = performance.now()
    const found = await nearest(query)
    times.push(performance.now() - started)
    hits += found.filter((id) => truth[i]?.includes(id)).length
  }
  const sorted = times.toSorted((a, b) => a - b)
  console.log(
    `  ${count.toLocaleString('en')} ${name}: p50 ${at(sorted, 0.5).toFixed(1)} ms, p99 ${at(sorted, 0.99).toFixed(1)} ms, recall@${NEAREST} ${(hits / questions / NEAREST).toFixed(3)}`,
  )
}

const isSmall = process.argv.includes('--small')
const counts = [...(isStoresOnly && !isSmall ? [] : [10_000]), ...(isSmall ? [] : [100_000])]
for (const count of counts) {
  const folder = temporaryFolder()
  const rows = clustered(count)
  const matrix = new SharedArrayBuffer(count * SIZE * 4)
  rows.forEach((row, i) => void new Float32Array(matrix).set(row, i * SIZE))
  const pool = createSimilarityPool()
  const brute = async (query: Float32Array) =>
    (await pool.run<readonly { row: number }[]>('rank', { matrix, count, size: SIZE, query, limit: NEAREST, standard: undefined }, context())).map(({ row }) =>
      String(row),
    )
  const truth: (readonly string[])[] = []
  for (let i = 0; i < questionsAt(count); i++) truth.push(await brute(rows[(i * 37) % rows.length] as Float32Array))
  await ask(count, 'brute force, Float32 in a thread', rows, truth, brute)

  const fill = async (store: VectorStore, name: string) => {
    const started = performance.now()
    for (let from = 0; from < count; from += 500)
      await store.put(rows.slice(from, from + 500).map((vector, i) => ({ id: String(from + i), contentSha256: 'x', vector })))
    const seconds = (performance.now() - started) / 1_000
    console.log(`  ${count.toLocaleString('en')} ${name}: filled in ${seconds.toFixed(1)} s (${(count / seconds).toFixed(0)} rows/s)`)
    await ask(count, name, rows, truth, async (query) => (await store.nearest(query, NEAREST)).map(({ id }) => id))
  }
  const vectors = createVectorPool()
  await fill(createSqliteVecStore(vectors, folder.path, 'bench', SIZE), 'sqlite-vec')
  await vectors.close()
  await pool.close()

  const binding = findBinding({ find: () => undefined })
  if (binding) {
    const server = createChromaServer({ launch: launchNodeProcess, folder: folder.path, bindingPath: binding.path, now: Date.now, onChange: () => undefined })
    await fill(createChromaStore(server.address, binding.version, 'bench'), 'Chroma')
    const note: unknown = JSON.parse(readFileSync(join(folder.path, 'chroma-server.json'), 'utf8'))
    const pid = (note as { server: { pid: number } }).server.pid
    console.log(`  ${count.toLocaleString('en')} Chroma: its process holds ${megabytes(rssOf(pid))}; ours ${megabytes(process.memoryUsage().rss)}`)
    await server.close()
  } else console.log('  Chroma is not on this machine')
  folder.remove()
}
