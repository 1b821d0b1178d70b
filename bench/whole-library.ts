import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHistoryService } from '../src-main/history/index.ts'
import { batchEditHandlers } from '../src-main/library/batch-edit/batch-edit-handlers.ts'
import { createQuestionsInThread } from '../src-main/library/questions/questions-in-thread.ts'
import { createKeptSelections } from '../src-main/library/selections/kept-selections.ts'
import { selectionHandlers } from '../src-main/library/selections/selection-handlers.ts'
import { createReadingThread, openDatabase } from '../src-main/platform/database/index.ts'
import { createEvents } from '../src-main/platform/events.ts'
import { createAudioStore } from '../src-main/platform/files/index.ts'
import { createIdSource } from '../src-main/platform/ids.ts'
import { TrackQuery } from '../src-shared/library/contract.ts'
import { fillLibrary } from './library/fill-library.ts'

/**
 * Something done to every song of the library, as the window does it: how long main is held, how long a letter typed meanwhile waits.
 * `--library=PATH`: a copy of that file instead of one made here; `--tracks=N`: how many songs are made (100,000).
 */
const told = (name: string) => process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3)
const LETTERS = ['r', 'ra', 'rai', 'rain', 'n', 'ni', 'nig', 'nigh', 'night', 'p', 'pi', 'pia', 'pian', 'piano']
const PAUSE_MILLISECONDS = 150
const PROBE_MILLISECONDS = 5

const folder = mkdtempSync(join(tmpdir(), 'segno-bench-whole-'))
const path = join(folder, 'studio.sqlite')
/** `--in-main`: as a command does it, without a thread that writes */
const writesInThread = !process.argv.includes('--in-main')
const open = () => openDatabase({ path, backupsFolder: join(folder, 'backups'), now: Date.now, writesInThread })
const given = told('library')
if (given) copyFileSync(given, path)
else {
  await (await open()).close()
  fillLibrary(path, Number(told('tracks') ?? 100_000), Date.now())
}

const database = await open()
const events = createEvents((cause) => {
  throw cause
})
let progress = 0
const begunAt = performance.now()
let saidAt = begunAt
events.on('history.progressed', ({ fraction }) => {
  progress += 1
  if (performance.now() - saidAt < 20_000) return
  saidAt = performance.now()
  console.error(`  ${((saidAt - begunAt) / 1000).toFixed(0)} s: ${(fraction * 100).toFixed(1)} %`)
})
const questions = createQuestionsInThread(path, database.query, Date.now)
const reading = createReadingThread(path)
const history = createHistoryService({ database, events, now: Date.now, owner: 'bench' })
const selections = createKeptSelections()
const ids = createIdSource((bytes) => crypto.getRandomValues(new Uint8Array(bytes)), Date.now)
const deeds = {
  ...selectionHandlers({ questions, selections, history, ids, now: Date.now, database, audio: createAudioStore(join(folder, 'audio'), Date.now), events }),
  ...batchEditHandlers({ database, history, selections, reading: reading.query }),
}
const must = async <T>(answer: Promise<{ ok: true; value: T } | { ok: false; error: { code: string } }>): Promise<T> => {
  const result = await answer
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}

/** How long this thread was ready but other programs had the processor, milliseconds since it began; 0 where the system does not say (proc(5), schedstat). */
const waitedForProcessor = (): number => {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}

/** Runs one deed with a probe of main's timers and somebody who types beside it. */
const measured = async <T>(name: string, deed: () => Promise<T>): Promise<T> => {
  const begun = { at: performance.now(), cpu: process.cpuUsage(), main: process.threadCpuUsage() }
  const blocks: number[] = []
  const held: number[] = []
  let computed = 0
  let waited = waitedForProcessor()
  let last = performance.now()
  let lastCpu = process.threadCpuUsage()
  const probe = setInterval(() => {
    const now = performance.now()
    const waiting = waitedForProcessor()
    blocks.push(now - last - PROBE_MILLISECONDS)
    held.push(now - last - PROBE_MILLISECONDS - (waiting - waited))
    waited = waiting
    last = now
    const cpu = process.threadCpuUsage(lastCpu)
    computed = Math.max(computed, (cpu.user + cpu.system) / 1000)
    lastCpu = process.threadCpuUsage()
  }, PROBE_MILLISECONDS)
  const waits: number[] = []
  let isOver = false
  const typing = (async () => {
    for (let n = 0; !isOver; n++) {
      const asked = performance.now()
      await questions.list(TrackQuery.parse({ text: LETTERS[n % LETTERS.length] }))
      waits.push(performance.now() - asked)
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS))
    }
  })()
  progress = 0
  const done = await deed()
  const seconds = (performance.now() - begun.at) / 1000
  isOver = true
  await typing
  clearInterval(probe)
  const cpu = process.cpuUsage(begun.cpu)
  const main = process.threadCpuUsage(begun.main)
  blocks.sort((a, b) => b - a)
  held.sort((a, b) => b - a)
  waits.sort((a, b) => b - a)
  const ms = (value: number | undefined) => `${(value ?? 0).toFixed(0)} ms`
  const over = blocks.filter((block) => block > 50).length
  console.log(
    `${name.padEnd(26)} ${seconds.toFixed(1).padStart(6)} s, processor ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s (main ${((main.user + main.system) / 1e6).toFixed(1)} s); main held at most ${ms(held[0])}, then ${ms(held[1])} (computing at most ${ms(computed)}; with what other programs took ${ms(blocks[0])}, ${over} times over 50 ms); a letter waits ${ms(waits[Math.floor(waits.length / 2)])}, at most ${ms(waits[0])} (${waits.length}); ${progress} signs of progress; ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`,
  )
  return done
}

await questions.list(TrackQuery.parse({ text: 'r' }))
await questions.warm()
await questions.facets(TrackQuery.parse({}))
await measured('nothing, for comparison', () => new Promise((resolve) => setTimeout(resolve, 4_000)))
const all = { query: { sort: 'createdAt', descending: true }, except: [] }
const { selectionId, count } = await measured('find every song', () => must(deeds.openSelection(all)))
console.log(`${count.toLocaleString('en')} songs`)
await measured('move all to the trash', () => must(deeds.moveSelection({ selectionId, to: 'trash' })))
await measured('undo it', () => must(history.undo()))
if (!process.argv.includes('--trash-only')) {
  await measured('give all five stars', () => must(deeds.applyEdit({ selectionId, operations: [{ kind: 'rating', rating: 5 }] })))
  await measured('take the stars back', () => must(history.undo()))
}
let stopAt = 0.7
events.on('history.progressed', ({ stepId, fraction }) => {
  if (fraction > stopAt) {
    stopAt = 2
    history.stop(stepId)
  }
})
await measured('stopped half way', () => deeds.moveSelection({ selectionId, to: 'trash' }))
console.log(`peak ${(process.resourceUsage().maxRSS / 1000).toFixed(0)} MB`)
await questions.close()
await reading.close()
await database.close()
rmSync(folder, { recursive: true, force: true })
