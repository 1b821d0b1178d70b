// How the ears do on real recordings: `npm run bench -- recordings FOLDER [more folders]`. Truth is a person's labels beside each file (labels.ts),
// else what the peers agree on (peers.ts). Tempo within 4 %, beats and first beats at 70 ms from the sixth second on (as mir_eval has it), key.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { beatTrack } from '@audio/beat'
import { listen } from '../../src-main/analysis/listen/listen.ts'
import { fMeasure } from '../../src-shared/dsp/music-for-tests.ts'
import { barToSeconds } from '../../src-shared/score/musical-time.ts'
import { tonicPitchClass } from '../../src-shared/score/scale.ts'
import { type Reference, readLabels } from './labels.ts'
import { agreementOf, askPeers } from './peers.ts'

const SOUNDS = /\.(wav|flac|mp3|ogg|oga|opus|m4a|aiff?)$/i
const SECONDS = 55
const RATE_HZ = 22_050
/** mir_eval leaves the first five seconds out: trackers may need them to settle */
const SETTLING_SECONDS = 5

const soundsIn = (path: string): string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .toSorted()
        .flatMap((name) => soundsIn(join(path, name)))
    : SOUNDS.test(path)
      ? [resolve(path)]
      : []

const decode = (path: string): Float32Array => {
  const { stdout, status } = spawnSync('ffmpeg', ['-v', 'error', '-t', String(SECONDS), '-i', path, '-ac', '1', '-ar', String(RATE_HZ), '-f', 'f32le', '-'], {
    maxBuffer: 1 << 28,
  })
  if (status !== 0 || stdout.length < 4) return new Float32Array(0)
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + (stdout.length & ~3)))
}

const tempoOf = (beats: readonly number[]): number | undefined => {
  const gaps = beats.slice(1).map((beat, i) => beat - (beats[i] as number))
  const middle = gaps.toSorted((a, b) => a - b)[gaps.length >> 1]
  return middle ? 60 / middle : undefined
}
const near = (heard: number | undefined, truth: number): boolean => heard !== undefined && Math.abs(heard / truth - 1) < 0.04
const settled = (moments: readonly number[]): number[] => moments.filter((at) => at >= SETTLING_SECONDS)
const keyClass = (words: string): string => {
  const [tonic = '', mode = ''] = words.split(/\s+/)
  return `${tonicPitchClass({ tonic, mode: 'major' })} ${/^(min|aeolian|dorian|phrygian|m$)/i.test(mode) ? 'minor' : 'major'}`
}

/** Sums of one listener's points, and how many recordings could give each. */
type Row = Record<'tempo' | 'octave' | 'beats' | 'bars' | 'meter' | 'key' | 'seconds', number[]>
const rows = new Map<string, Row>()
const rowOf = (name: string): Row => {
  const row = rows.get(name) ?? { tempo: [], octave: [], beats: [], bars: [], meter: [], key: [], seconds: [] }
  rows.set(name, row)
  return row
}
type Answer = { readonly tempoBpm?: number | undefined; readonly seconds?: number | undefined } & Reference
const judge = (name: string, truth: Reference, heard: Answer): void => {
  const row = rowOf(name)
  if (truth.beats) {
    const tempo = tempoOf(truth.beats) ?? 120
    const isNear = (factors: readonly number[]) => (factors.some((factor) => near(heard.tempoBpm, tempo * factor)) ? 1 : 0)
    row.tempo.push(isNear([1]))
    row.octave.push(isNear([1, 2, 0.5]))
    row.beats.push(fMeasure(settled(heard.beats ?? []), settled(truth.beats)))
  }
  if (truth.firstBeats && heard.firstBeats) row.bars.push(fMeasure(settled(heard.firstBeats), settled(truth.firstBeats)))
  if (truth.beatsPerBar && heard.beatsPerBar) row.meter.push(heard.beatsPerBar === truth.beatsPerBar ? 1 : 0)
  if (truth.key && heard.key) row.key.push(keyClass(heard.key) === keyClass(truth.key) ? 1 : 0)
  if (heard.seconds !== undefined) row.seconds.push((heard.seconds * 60) / SECONDS)
}

const folders = process.argv.slice(2).filter((word) => !word.startsWith('-') && existsSync(word))
const isTold = process.argv.includes('--each')
const paths = folders.flatMap(soundsIn)
if (paths.length === 0) {
  console.log('Name a folder of your own recordings: npm run bench -- recordings FOLDER [--each]')
  process.exit(0)
}
const peers = askPeers(paths, 0, SECONDS)
let [labelled, agreed] = [0, 0]
for (const path of paths) {
  const mono = decode(path)
  if (mono.length < RATE_HZ * 10) {
    console.log(`${basename(path)} cannot be read, or is too short.`)
    continue
  }
  const begun = process.cpuUsage()
  const { tempo, meter, grid, key } = listen(mono, RATE_HZ, { checkpoint: () => undefined, progress: () => undefined })
  const spent = process.cpuUsage(begun)
  const lines = (step: number): number[] =>
    grid
      ? Array.from({ length: 1_000 }, (_, i) => grid.firstBarSeconds + barToSeconds(grid.tempoMap, grid.timeSignature, i * step)).filter(
          (at) => at < mono.length / RATE_HZ,
        )
      : []
  // beats before the first bar are beats too
  const before = grid ? Array.from({ length: 12 }, (_, i) => grid.firstBarSeconds - ((i + 1) * 60) / (tempo?.bpm ?? 120)).filter((at) => at > 0) : []
  const ours: Answer = {
    tempoBpm: tempo?.bpm,
    beats: [...before.toReversed(), ...lines(1 / (meter?.timeSignature.beats ?? 4))],
    firstBeats: lines(1),
    beatsPerBar: meter?.timeSignature.beats ?? 4,
    ...(key && { key: `${key.key.tonic} ${key.key.mode}` }),
    seconds: (spent.user + spent.system) / 1e6,
  }
  const theirs = peers.get(path)
  const labels = readLabels(path)
  const truth: Reference = labels ?? (theirs ? agreementOf(theirs) : {})
  if (labels) labelled++
  else if (truth.beats) agreed++
  judge('Segno', truth, ours)
  const peerBegun = process.cpuUsage()
  const { bpm, beats } = beatTrack(mono, { fs: RATE_HZ })
  const peerSpent = process.cpuUsage(peerBegun)
  judge('@audio/beat', truth, { tempoBpm: bpm, beats: Array.from(beats), seconds: (peerSpent.user + peerSpent.system) / 1e6 })
  if (theirs) {
    judge('librosa', truth, { tempoBpm: tempoOf(theirs.librosa.beats), beats: theirs.librosa.beats, seconds: theirs.librosa.seconds })
    judge(labels ? 'madmom' : 'madmom (is the truth)', truth, {
      tempoBpm: tempoOf(theirs.madmom.beats),
      beats: theirs.madmom.beats,
      firstBeats: theirs.madmom.beats.filter((_, i) => theirs.madmom.places[i] === 1),
      beatsPerBar: Math.max(...theirs.madmom.places),
      key: theirs.keys.madmom,
      seconds: theirs.madmom.seconds,
    })
  }
  if (isTold) {
    const said = tempo ? `${tempo.bpm.toFixed(1)} bpm (${tempo.confidence.toFixed(2)}${tempo.isSteady ? ', steady' : ''})` : 'no tempo'
    const beatsF = truth.beats ? fMeasure(settled(ours.beats ?? []), settled(truth.beats)).toFixed(2) : '-'
    const barsF = truth.firstBeats ? fMeasure(settled(ours.firstBeats ?? []), settled(truth.firstBeats)).toFixed(2) : '-'
    const trueTempo = truth.beats ? (tempoOf(truth.beats)?.toFixed(1) ?? '-') : '-'
    console.log(
      `${basename(path).slice(0, 44).padEnd(44)} ${said.padEnd(26)} truth ${trueTempo.padStart(6)}  beats ${beatsF}  bars ${barsF}  ${ours.beatsPerBar}/${truth.beatsPerBar ?? '-'} (${meter?.confidence.toFixed(2) ?? '-'})  ${ours.key ?? '-'} / ${truth.key ?? '-'}`,
    )
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
const cell = (values: readonly number[], asPercent: boolean): string =>
  (values.length === 0
    ? '-'
    : asPercent
      ? `${Math.round(100 * mean(values))} % of ${values.length}`
      : `${mean(values).toFixed(3)} of ${values.length}`
  ).padStart(14)
console.log(`\n${paths.length} recordings, ${SECONDS} s of each; ${labelled} with a person's labels, ${agreed} more where the peers agree on the beats\n`)
console.log('                           tempo 4 %    ½, ×2 count        beats F  first beats F          meter            key   s a minute')
for (const [name, row] of rows)
  console.log(
    `${name.padEnd(22)}${cell(row.tempo, true)} ${cell(row.octave, true)} ${cell(row.beats, false)} ${cell(row.bars, false)} ${cell(row.meter, true)} ${cell(row.key, true)} ${row.seconds.length ? mean(row.seconds).toFixed(2).padStart(10) : ''}`,
  )
